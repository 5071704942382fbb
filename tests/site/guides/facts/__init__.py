"""Tests of the facts and of the words that use them."""
