"""The wing of the forum: built twice, for survivors and for prevention."""
