"""HSDS and CSV in and out, import runs and their reports, the public API."""
