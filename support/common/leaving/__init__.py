"""Leaving the site: the exit hop of each application."""
