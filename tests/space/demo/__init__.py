"""The made-up people who talk in a demo."""
