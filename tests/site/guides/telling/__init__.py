"""Tests of where to tell."""
