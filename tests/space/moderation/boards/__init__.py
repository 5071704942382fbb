"""Tending the boards in a browser."""
