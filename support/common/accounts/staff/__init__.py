"""The staff: their own door with a second factor, and the people behind it (safety.md S49, S50)."""
