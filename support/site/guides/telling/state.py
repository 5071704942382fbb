"""What was answered on the page, as it travels: sealed, short-lived, never words in an address (safety.md S11)."""

from __future__ import annotations

import msgspec
from flask import current_app

from support.common.kernel import clock
from support.common.kernel.i18n import country_codes
from support.common.sealing.tokens import Sealer, TokenExpired, TokenInvalid
from support.site.directory.sealed import HALF_AN_HOUR, SearchExpired, SearchTampered
from support.site.guides.telling.places import FOUND


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was found (one of ``FOUND``, or empty where nothing was chosen) and the country (or empty)."""

    found: str = ""
    country: str = ""


def typed(found: str, country: str) -> Told:
    """What a form says, with everything unknown left out."""
    return Told(found if found in FOUND else "", country if country in country_codes() else "")


def seal(told: Told) -> str:
    """A token for it."""
    return _sealer().seal(msgspec.json.encode(told), clock.now())


def unseal(token: str) -> Told:
    """What a token holds. Raises ``SearchTampered`` or ``SearchExpired``."""
    try:
        told = msgspec.json.decode(_sealer().open(token, clock.now()), type=Told)
    except TokenExpired as error:
        raise SearchExpired from error
    except (TokenInvalid, msgspec.DecodeError) as error:
        raise SearchTampered from error
    return typed(told.found, told.country)


def _sealer() -> Sealer:
    return Sealer(
        current_app.config["SECRET_KEY"],
        f"tell:{current_app.config['PART']}",
        HALF_AN_HOUR,
        current_app.config["SECRET_KEY_FALLBACKS"],
    )
