"""Tests of the operator's duties: the file, and the words made of it."""
