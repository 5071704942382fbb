"""The first pages of the site."""
