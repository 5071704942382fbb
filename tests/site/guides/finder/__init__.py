"""The few questions, and what they lead to."""
