"""Tending the boards: what they are called, in which order they stand, which of them take new threads."""
