"""Screening: what it finds, what it must not mind, and what a text may cost."""
