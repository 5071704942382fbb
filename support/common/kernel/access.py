"""Who may enter a view. A view without a declaration is closed: denied by default (style.md, SecureDrop)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, abort, request

View = TypeVar("View", bound=Callable[..., Any])

OPEN_ENDPOINTS = ("static",)


@dataclass(frozen=True)
class Need:
    """What a view asks of whoever comes: a permission (accounts/roles.py), and whether it was proven just now."""

    permission: str
    fresh: bool = False


ANYONE = Need("anyone")
Bouncer = Callable[[Need | None], "Response | None"]


def anyone(view: View) -> View:
    """Declare that a view is open to everybody, signed in or not."""
    return _declare(view, ANYONE)


def needs(permission: str, *, fresh: bool = False) -> Callable[[View], View]:
    """Declare that a view is for those who hold a permission; ``fresh``: and have proven it in the last minutes."""
    return lambda view: _declare(view, Need(permission, fresh))


def declared(app: Flask, endpoint: str) -> Need | None:
    """What the view behind ``endpoint`` declares, or None where nobody declared anything."""
    if endpoint in OPEN_ENDPOINTS:
        return ANYONE
    return getattr(app.view_functions.get(endpoint), "access", None)


def guard(app: Flask, bouncer: Bouncer | None = None) -> None:
    """Close every view that does not say who may enter. ``bouncer`` decides about the views that ask for something,
    and about addresses that lead nowhere (None); what it answers is shown instead of the view."""

    @app.before_request
    def check() -> Response | None:
        need = declared(app, request.endpoint) if request.endpoint else None
        if need == ANYONE:
            return None
        if request.endpoint and need is None:
            abort(403)
        if bouncer:
            return bouncer(need)
        return abort(403) if need else None


def _declare(view: View, need: Need) -> View:
    view.access = need  # type: ignore[attr-defined]  # a mark on the function, read by the guard above
    return view
