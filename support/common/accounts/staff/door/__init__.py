"""The staff's own door: name and passphrase, then a second factor that nobody can skip (safety.md S49, S50)."""
