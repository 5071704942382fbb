"""Hints about a text: pure, local, explained. They sort and help; they never publish, reject or lose anything."""
