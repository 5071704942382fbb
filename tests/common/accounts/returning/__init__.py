"""Tests of coming back: signing in and out, recovery codes, agreements."""
