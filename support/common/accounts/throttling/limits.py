"""How often is too often, and what follows (safety.md S46, S69).

An address is never locked out: others may share it, and a stranger behind it must not be able to shut a person out.
Whoever goes over a limit is hurried: the attempt waits for the slow lane, in which few passphrases are hashed at a
time. Only what makes something new is refused, for a while.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Literal

from support.common.accounts.throttling.counting import Counters, Limit
from support.common.kernel.errors import DomainError

Action = Literal["sign-in", "recover", "join", "name", "second-factor"]

# From one address. Households, clinics and libraries share one, so a handful of people must fit.
LIMITS: dict[Action, Limit] = {
    "sign-in": Limit(10, 60),  # seven words are mistyped a few times; 1,450 guesses a day are nothing against them
    "recover": Limit(5, 600),  # ten codes on one sheet: who has the sheet needs two or three tries
    "join": Limit(5, 3600),  # a group in a clinic may join together; a farm of accounts may not grow quickly
    "name": Limit(20, 30),  # people look through a few pages of names; reading out the whole list takes hours
    "second-factor": Limit(5, 120),  # a million codes, new ones each 30 seconds: 725 guesses a day stay few
}

# From all who come without an address of their own, together: an onion service, a proxy that tells nothing.
EVERYBODY: dict[Action, Limit] = {
    "sign-in": Limit(300, 1),  # an evening on which everybody comes at once; above it, one a second at full pace
    "recover": Limit(50, 30),  # rare even among many
    "join": Limit(30, 120),  # a flood can hold up joining here, but makes at most 30 accounts an hour after the first
    "name": Limit(300, 2),  # pages of names for a few people who join at the same time
    "second-factor": Limit(60, 10),  # staff only, and few of them
}
ALL_TOGETHER = "everybody"

# How many successes are given back. Without an end, whoever has an account could keep every lane busy with sign-ins.
SUCCESSES, SUCCESSES_TOGETHER = Limit(30, 20), Limit(300, 1)
SECRETS_OF_FEW_DIGITS: tuple[Action, ...] = ("second-factor",)  # nothing but the count keeps them from being guessed


class Pace(Enum):
    """Which lane an attempt takes: at once, or where only a few are tried at a time."""

    FREE = "free"
    HURRIED = "hurried"


class TooMany(DomainError):
    """There were too many from there in a short time: please wait."""

    status = 429
    title_key = "too_many"


def pace(counters: Counters, action: Action, source: str | None, now: datetime) -> Pace:
    """Count one try of ``action`` and say how it may go on. ``source`` is nothing where many share it."""
    return Pace.FREE if _taken(counters, action, source, now) else Pace.HURRIED


def must_not_exceed(counters: Counters, action: Action, source: str | None, now: datetime) -> None:
    """Count one try of ``action``, for what makes something new. Raises :class:`TooMany` when over the limit."""
    if not _taken(counters, action, source, now):
        raise TooMany


def succeeded(counters: Counters, action: Action, source: str | None, now: datetime) -> None:
    """Give back a try that :func:`pace` counted and that succeeded, while there were not too many of these, too."""
    room = SUCCESSES_TOGETHER if source is None else SUCCESSES
    if counters.take(f"{action} succeeded", source or ALL_TOGETHER, room, now):
        counters.forgive(action, source or ALL_TOGETHER, now)


def _taken(counters: Counters, action: Action, source: str | None, now: datetime) -> bool:
    limit = EVERYBODY[action] if source is None else LIMITS[action]
    return counters.take(action, source or ALL_TOGETHER, limit, now, unread=action not in SECRETS_OF_FEW_DIGITS)
