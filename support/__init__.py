"""Stillwater: a directory of help, and the ground that it stands on."""
