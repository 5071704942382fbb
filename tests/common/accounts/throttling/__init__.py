"""Tests of the throttles: they slow guessing, keep no address, and lock nobody out."""
