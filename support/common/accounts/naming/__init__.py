"""Pseudonyms: which names are taken, how two names are told apart, and which ones we offer (safety.md S33, S74)."""
