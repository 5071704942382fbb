"""Tests of the writer’s path: drafts, sending, taking back, and the pages."""
