"""Two places side by side: which they are travels sealed, never in words in an address (safety.md S11)."""

from __future__ import annotations

import msgspec
from flask import current_app

from support.common.kernel import clock
from support.common.sealing.tokens import Sealer, TokenExpired, TokenInvalid
from support.site.directory.sealed import HALF_AN_HOUR, SearchExpired, SearchTampered
from support.site.guides.confidentiality.rows import rows


class Pair(msgspec.Struct, frozen=True, omit_defaults=True):
    """The codes of two jurisdictions; empty where nothing known was chosen."""

    first: str = ""
    second: str = ""

    @property
    def complete(self) -> bool:
        """Whether there are two, and they differ."""
        return bool(self.first and self.second) and self.first != self.second


def typed(first: str, second: str) -> Pair:
    """What a form says, with every unknown place left out."""
    known = rows()
    return Pair(first if first in known else "", second if second in known else "")


def seal(pair: Pair) -> str:
    """A token for the two."""
    return _sealer().seal(msgspec.json.encode(pair), clock.now())


def unseal(token: str) -> Pair:
    """What a token holds. Raises ``SearchTampered`` or ``SearchExpired``."""
    try:
        pair = msgspec.json.decode(_sealer().open(token, clock.now()), type=Pair)
    except TokenExpired as error:
        raise SearchExpired from error
    except (TokenInvalid, msgspec.DecodeError) as error:
        raise SearchTampered from error
    return typed(pair.first, pair.second)


def _sealer() -> Sealer:
    config = current_app.config
    return Sealer(config["SECRET_KEY"], f"places:{config['PART']}", HALF_AN_HOUR, config["SECRET_KEY_FALLBACKS"])
