"""Who may enter a view. A view without a declaration is closed: denied by default (style.md, SecureDrop)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, request

View = TypeVar("View", bound=Callable[..., Any])

OPEN_ENDPOINTS = ("static",)


def anyone(view: View) -> View:
    """Declare that a view is open to everybody, signed in or not."""
    view.access = "anyone"  # type: ignore[attr-defined]  # a mark on the function, read by the guard below
    return view


def declared(app: Flask, endpoint: str) -> str | None:
    """What the view behind ``endpoint`` declares, or None where nobody declared anything."""
    if endpoint in OPEN_ENDPOINTS:
        return "anyone"
    return getattr(app.view_functions.get(endpoint), "access", None)


def guard(app: Flask) -> None:
    """Close every view that does not say who may enter."""

    @app.before_request
    def check() -> None:
        if request.endpoint and declared(app, request.endpoint) is None:
            abort(403)
