"""How often codes may be tried: few enough that guessing is hopeless, and nobody is locked out (safety.md S46, S49).

Who tries has the passphrase already. Per account and source there are a few tries at once and then one in two minutes;
per account, from wherever, some more; and a sign-in ends after ten wrong codes. Where nothing can be counted no code is
tried at all: a million codes are guessed in hours. A passkey still opens the desk then.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import Enum

from support.common.accounts.throttling import limits
from support.common.accounts.throttling.counting import Counters, Limit
from support.common.accounts.throttling.limits import Action, Pace
from support.common.kernel.errors import DomainError

WRONG_IN_A_SIGN_IN = 10
ACTION: Action = "second-factor"
SHARED = "everybody"  # who come without an address of their own
FROM_ANYWHERE = Limit(30, 120)  # 750 guesses a day at one account, of a million codes
ALL_BUT_LAST, THE_LAST = Limit(WRONG_IN_A_SIGN_IN - 1, 3600), Limit(1, 3600)  # a sign-in half-way is shorter


class TooSoon(DomainError):
    """There were too many wrong codes in a short time: wait two minutes."""

    status = 429
    title_key = "too_many"


class Try(Enum):
    """What may still be tried in a sign-in, this try included."""

    MORE = "more"
    LAST = "last"
    NONE = "none"


def begin(counters: Counters, account_id: uuid.UUID, source: str | None, now: datetime) -> None:
    """Count one try. Raises :class:`TooSoon` where it must not be looked at."""
    free = limits.pace(counters, ACTION, _pair(account_id, source), now) is Pace.FREE
    if not free or not counters.take(ACTION, _anywhere(account_id), FROM_ANYWHERE, now, unread=False):
        raise TooSoon


def succeeded(counters: Counters, account_id: uuid.UUID, source: str | None, now: datetime) -> None:
    """Give back a try that succeeded."""
    limits.succeeded(counters, ACTION, _pair(account_id, source), now)
    counters.forgive(ACTION, _anywhere(account_id), now)


def left(counters: Counters, sign_in_id: uuid.UUID, now: datetime) -> Try:
    """Count one try of a sign-in, and say whether it is looked at and whether another may follow."""
    if counters.take(ACTION, f"sign-in {sign_in_id}", ALL_BUT_LAST, now, unread=False):
        return Try.MORE
    last = counters.take(ACTION, f"sign-in {sign_in_id} last", THE_LAST, now, unread=False)
    return Try.LAST if last else Try.NONE


def _pair(account_id: uuid.UUID, source: str | None) -> str:
    return f"{account_id} {source or SHARED}"


def _anywhere(account_id: uuid.UUID) -> str:
    return f"account {account_id}"
