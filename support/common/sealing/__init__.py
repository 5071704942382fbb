"""Sealed things: what a browser may hold without being able to read it."""
