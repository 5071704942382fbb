"""Forms that anybody may send without an account.

A session token would need a cookie before anything is asked for (safety.md finding 4), so a public form proves its
origin by what the browser says of it, and where an old browser says nothing by a signed stamp that ages (S65).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from support.common.kernel.errors import DomainError

STAMP_FIELD = "stamp"
STAMP_AGE_SECONDS = 24 * 3600


def stamp() -> str:
    """The value of the hidden field that says: this form was made here, not long ago. One for all forms of a page."""
    if "stamp" not in g:
        g.stamp = str(_signer().dumps("form"))
    return str(g.stamp)


def require_own_form() -> None:
    """Refuse a form that another site made. Raises :class:`ForeignForm`."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        own = site in ("same-origin", "none")
    elif request.headers.get("Origin") not in (None, "null"):
        own = _host_of(request.headers["Origin"]) == request.host
    else:
        own = _stamped(request.form.get(STAMP_FIELD, ""))
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


def _stamped(value: str) -> bool:
    try:
        return bool(_signer().loads(value, max_age=STAMP_AGE_SECONDS) == "form")
    except BadSignature:
        return False


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="public-form")
