"""Crisis lines: read from files at the start, so that they stand when the database does not."""
