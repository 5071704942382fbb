"""The review of a post, from sending to a decision: a pure state machine, its tables, and the policy's reason codes."""
