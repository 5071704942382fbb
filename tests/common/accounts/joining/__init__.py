"""Tests of joining: from the first question to an account, and everything that can come in between."""
