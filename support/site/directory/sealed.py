"""A search as it travels: sealed, short-lived, never words in an address (safety.md S11)."""

from __future__ import annotations

import msgspec
from flask import current_app

from support.common.kernel import clock
from support.common.kernel.errors import DomainError
from support.common.sealing.tokens import Sealer, TokenExpired, TokenInvalid, TokenTooLong
from support.site.directory.terms import Terms

HALF_AN_HOUR = 1800


class SearchTampered(DomainError):
    """Not a search of ours."""

    status = 400
    title_key = "tampered"


class SearchExpired(DomainError):
    """A search of ours, older than an hour at most."""

    status = 410
    title_key = "expired"


def seal_terms(terms: Terms) -> str:
    """A token for the terms. Words that compress badly are cut until they fit, and the page says so."""
    while True:
        try:
            return _sealer().seal(msgspec.json.encode(terms), clock.now())
        except TokenTooLong:
            terms = msgspec.structs.replace(terms, q=terms.q[: len(terms.q) * 3 // 4], near=terms.near[:40], cut=True)


def open_terms(token: str) -> Terms:
    """The terms in a token. Raises :class:`SearchTampered` or :class:`SearchExpired`."""
    try:
        return msgspec.json.decode(_sealer().open(token, clock.now()), type=Terms)
    except TokenExpired as error:
        raise SearchExpired from error
    except (TokenInvalid, msgspec.DecodeError) as error:
        raise SearchTampered from error


def _sealer() -> Sealer:
    return Sealer(
        current_app.config["SECRET_KEY"],
        f"search:{current_app.config['PART']}",
        HALF_AN_HOUR,
        current_app.config["SECRET_KEY_FALLBACKS"],
    )
