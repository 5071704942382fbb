"""A search in a space as it travels: sealed, for half an hour to an hour, and good for one sign-in only (S11)."""

from __future__ import annotations

from flask import current_app, g

from support.common.kernel import clock
from support.common.kernel.errors import DomainError
from support.common.kernel.text import one_line
from support.common.sealing.tokens import Sealer, TokenExpired, TokenInvalid, TokenTooLong

LIFETIME_SECONDS = 1800
LONGEST_SEARCH = 200


class SearchTampered(DomainError):
    """Not a search of this sign-in."""

    status = 400
    title_key = "tampered"


class SearchExpired(DomainError):
    """A search of ours, older than an hour at most."""

    status = 410
    title_key = "expired"


def seal_words(typed: str) -> str:
    """A token for the words of a search; of a long one, for its beginning."""
    text = one_line(typed)[:LONGEST_SEARCH]
    while True:
        try:
            return _sealer().seal(text.encode(), clock.now())
        except TokenTooLong:
            text = text[: len(text) * 3 // 4]


def open_words(token: str) -> str:
    """The words in a token. Raises :class:`SearchTampered` or :class:`SearchExpired`."""
    try:
        return _sealer().open(token, clock.now()).decode()
    except TokenExpired as error:
        raise SearchExpired from error
    except TokenInvalid as error:
        raise SearchTampered from error


def _sealer() -> Sealer:
    config = current_app.config
    purpose = f"search:{config['PART']}:{g.get('form_owner', '')}"
    return Sealer(config["SECRET_KEY"], purpose, LIFETIME_SECONDS, config["SECRET_KEY_FALLBACKS"])
