"""What else ends when somebody leaves: other features hand it in (safety.md S4)."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, current_app

Ending = Callable[[Response], None]


def also_when_leaving(app: Flask, *endings: Ending) -> None:
    """Give the application what ends with a leaving. Each gets the answer, to take its cookies, and must not fail."""
    app.extensions["leaving"] = endings


def end_all(response: Response) -> None:
    """End all of it."""
    for ending in current_app.extensions.get("leaving", ()):
        ending(response)
