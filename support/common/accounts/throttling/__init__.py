"""Slows down guessing and mass joining without keeping an address (safety.md S46, S69, S86; promise 6).

``source`` says where a request came from, ``counting`` counts under keyed hashes that nobody can read tomorrow,
``limits`` says how often is too often. Strangers lock nobody out: who goes over a limit is hurried, not refused.
"""
