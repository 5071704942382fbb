"""Notices inside the space."""
