"""The wing of the directory: places, listings, search, and what keeps them right."""
