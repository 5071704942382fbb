"""The reference: a bare Flask application with one route that returns text."""

from flask import Flask

app = Flask("hello")


@app.get("/")
def hello() -> str:
    """Say hello."""
    return "Hello, world!"
