"""Tests of the search in a space."""
