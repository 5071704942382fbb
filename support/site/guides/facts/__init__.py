"""Facts with their sources, read from two files and checked once."""
