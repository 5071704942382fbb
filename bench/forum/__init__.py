"""A space with a million posts and ten thousand waiting, on SQLite and on PostgreSQL: B4, B5, B6, and the forum's B8."""
