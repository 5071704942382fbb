"""Proof of moderation.md 2.4: a second account of the rules drives the real services and compares (docs/invariants.md)."""
