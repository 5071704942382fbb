"""The plain pages: about, safety, accessibility."""
