"""Tests of the secrets of people."""
