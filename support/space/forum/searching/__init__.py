"""Search inside a space, over published text only."""
