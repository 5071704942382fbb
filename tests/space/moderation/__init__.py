"""The volunteers' work: reading, deciding, and what follows."""
