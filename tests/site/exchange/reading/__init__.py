"""What lies at a path, and how its letters, lines, cells and records are read."""
