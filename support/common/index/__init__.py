"""The one wrapper of the search engine: local, disposable indexes that can be rebuilt at any time."""
