"""Naming, ordering, opening and closing the boards: a lead does it."""
