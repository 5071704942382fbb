"""The API: its lists, its refusals, its description."""
