"""Forms that anybody may send without an account.

A session token would need a cookie before anything is asked for (safety.md finding 4), so a public form proves its
origin by what the browser says of it, and where an old browser says nothing by a signed stamp that ages (S65). Who
is signed in sends a stamp in any case: one that was made for that sign-in and for no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from support.common.kernel.errors import DomainError

View = TypeVar("View", bound=Callable[..., Any])

STAMP_FIELD = "stamp"
STAMP_AGE_SECONDS = 24 * 3600


def stamp() -> str:
    """The value of the hidden field that says: this form was made here, not long ago. One for all forms of a page."""
    if "stamp" not in g:
        g.stamp = str(_signer().dumps(_owner()))
    return str(g.stamp)


def stamp_for(owner: str) -> None:
    """From here on, stamps of this request belong to that sign-in, and no others are taken."""
    g.form_owner = owner
    g.pop("stamp", None)


def guard(app: Flask) -> None:
    """Refuse every form that another site made, before any view sees it."""

    @app.before_request
    def check() -> None:
        if (
            request.method == "POST"
            and request.endpoint
            and not getattr(app.view_functions[request.endpoint], "own_check", False)
        ):
            require_own_form()


def checks_itself(view: View) -> View:
    """Declare that a view asks for its own form by itself, because it answers otherwise or has no stamp to show."""
    view.own_check = True  # type: ignore[attr-defined]  # a mark on the function, read by the guard above
    return view


def require_own_form() -> None:
    """Refuse a form that another site or another sign-in made. Raises :class:`ForeignForm`."""
    require_own_origin()
    if _owner() and not _stamped():
        raise ForeignForm


def require_own_origin() -> None:
    """Refuse what another site sent, whoever is signed in. Raises :class:`ForeignForm`."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        own = site in ("same-origin", "none")
    elif request.headers.get("Origin") not in (None, "null"):
        own = _host_of(request.headers["Origin"]) == request.host
    else:
        own = _stamped()
    if not own:
        raise ForeignForm


def refuse_unmeasured(app: Flask) -> None:
    """No browser sends a form in pieces without saying how long it is; a limit would cut such a one in silence."""

    @app.before_request
    def measure() -> None:
        if request.method == "POST" and request.content_length is None and "Transfer-Encoding" in request.headers:
            abort(411)


class ForeignForm(DomainError):
    """The form was sent from somewhere else, or is too old to tell."""

    status = 403
    title_key = "form_from_elsewhere"


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # no address at all
        return ""


def _owner() -> str:
    return str(g.get("form_owner", ""))


def _stamped() -> bool:
    try:
        owner = _signer().loads(request.form.get(STAMP_FIELD, ""), max_age=STAMP_AGE_SECONDS)
        return bool(owner == _owner())
    except BadSignature:
        return False


def _signer() -> URLSafeTimedSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]  # the newest one signs
    return URLSafeTimedSerializer(keys, salt=f"form:{current_app.config['PART']}")
