"""The figures page: what is drawn, what is said about it, and what is not drawn."""
