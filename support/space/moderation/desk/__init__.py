"""The desk of the volunteers: what waits, one case at a time, the decision, and how it is taken back."""
