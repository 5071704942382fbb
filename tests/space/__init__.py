"""Tests of the wing of the forum."""
