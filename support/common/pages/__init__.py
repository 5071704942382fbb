"""Pages that every application has: the root, the plain words about itself, and what machines ask for."""
