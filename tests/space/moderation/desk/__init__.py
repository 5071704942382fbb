"""The desk in a browser: what waits, one case, the decision, and what is refused."""
