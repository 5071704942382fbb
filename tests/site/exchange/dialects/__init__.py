"""From rows and records of every dialect to services, with every row accounted for."""
