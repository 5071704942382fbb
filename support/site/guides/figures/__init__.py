"""The figures page: yearly counts as small plots and tables, with what they say and what not."""
