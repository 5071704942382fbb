"""The way back to a page that asked for a sign-in first: sealed, so that no address can be forged into it (S63)."""

from __future__ import annotations

from urllib.parse import quote

from flask import current_app, request

from support.common.kernel import clock
from support.common.kernel.i18n import PATH_TAG, page
from support.common.sealing.tokens import Sealer, TokenExpired, TokenInvalid, TokenTooLong

LIFETIME_SECONDS = 3600


def ticket() -> str:
    """A sealed note of the page that is asked for now; empty where its address is too long to keep."""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    try:
        return _sealer().seal((request.path + query).encode(), clock.now())
    except TokenTooLong:
        return ""


def way_back(sealed: str, otherwise: str) -> str:
    """The address in a ticket, below a language of this application; the page ``otherwise`` where there is none.

    A ticket keeps what was asked for, and anybody can make a browser ask for ``//elsewhere`` or ``/\\elsewhere``:
    sealed or not, such an address leads to another site.
    """
    try:
        path, query, more = _sealer().open(sealed, clock.now()).decode().partition("?")
    except (TokenInvalid, TokenExpired, UnicodeDecodeError):
        return page(otherwise)
    if not PATH_TAG.match(path) or "/.." in path or "\\" in path:  # a browser would climb out of the mount
        return page(otherwise)
    return request.script_root + quote(path) + query + quote(more, safe="%&=+-_.~")


def _sealer() -> Sealer:
    config = current_app.config
    return Sealer(config["SECRET_KEY"], f"way-back:{config['PART']}", LIFETIME_SECONDS, config["SECRET_KEY_FALLBACKS"])
