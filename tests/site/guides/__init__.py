"""Tests of what a reader can know before they ask."""
