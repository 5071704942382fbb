"""Signs people in, and records what they agree to (safety.md S40, S41, S43 to S46).

Nobody learns from an answer whether a name exists: whatever was typed, one hash is computed, and what does not open an
account is refused in the same way. Nothing is held in the database while a hash is computed; then the first statement
writes, for SQLite lets no reader become a writer once somebody else has written.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts import agreements, sessions
from support.common.accounts.models import ACTIVE, ENROL, FULL, MEMBER, SECOND, SUSPENDED, Account
from support.common.accounts.passphrases.hashing import Busy, Hasher
from support.common.accounts.passphrases.typed import canonical
from support.common.accounts.queries import by_name
from support.common.kernel.errors import DomainError
from support.times import Times


class Refused(DomainError):
    """What was typed opens nothing. Why is not told."""

    status = 403
    title_key = "forbidden"


class Suspended(DomainError):
    """It was the right secret, and the account is suspended. Only its owner can learn that."""

    status = 403
    title_key = "forbidden"


class NotAgreed(DomainError):
    """A box was left empty. ``missing``: the keys of the texts."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True)
class Began:
    """A sign-in that begins now: whose it is, what it is good for, and the token for the cookie.

    ``owing``: whether something is to be agreed to again before this person takes part.
    """

    kind: str
    stage: str
    token: str = field(repr=False)
    owing: bool = False


def sign_in(
    session: Session,
    name: str,
    passphrase: str,
    hasher: Hasher,
    *,
    kind: str = MEMBER,
    own_device: bool = False,
    brought: Iterable[str],
    hurried: bool,
    times: Times,
    now: datetime,
) -> Began:
    """Sign somebody in with what they typed: a member fully, the staff as far as the second factor.

    ``brought``: the tokens their browser came with, which end here (S45). Raises :class:`Refused`,
    :class:`Suspended` or :class:`hashing.Busy`.
    """
    account = _opened(session, name, kind, passphrase, hasher, hurried)
    sessions.forget(session, brought)
    stage = next_stage(account)
    token = sessions.begin(session, account, stage, times, now, own_device=own_device)
    owing = is_owing(account, stage, now)
    session.commit()
    return Began(kind, stage, token, owing)


def is_owing(account: Account, stage: str, now: datetime) -> bool:
    """Whether somebody who is fully signed in has something to agree to first."""
    return stage == FULL and bool(agreements.outstanding(account, now.date()))


def next_stage(account: Account) -> str:
    """What a right secret opens: everything for a member; for the staff the second factor, or adding the first."""
    if account.kind == MEMBER:
        return FULL
    return SECOND if account.factors else ENROL


def _opened(session: Session, name: str, kind: str, passphrase: str, hasher: Hasher, hurried: bool) -> Account:
    """The account that name and passphrase open, held until the caller commits."""
    account = by_name(session, name, kind)
    found = (account.id, account.state, account.passphrase_hash) if account else (uuid.uuid4(), ACTIVE, None)
    account_id, state, stored = found
    session.rollback()
    secret = canonical(passphrase)
    if not hasher.matches(stored, secret, hurried=hurried) or stored is None:
        raise Refused
    must_be_open(state)
    kept = _hashed_anew(hasher, stored, secret)
    wanted = sa.update(Account).where(Account.id == account_id, Account.state == ACTIVE)
    wanted = wanted.where(Account.passphrase_hash == stored).values(passphrase_hash=kept)
    account = session.scalar(wanted.returning(Account))
    if account is None:  # changed, suspended or deleted while the hash was computed
        session.rollback()
        raise Refused
    return account


def sign_out(session: Session, tokens: Iterable[str]) -> None:
    """End the sign-ins of these tokens on the server, whatever they were good for (S45)."""
    session.rollback()
    sessions.forget(session, tokens)
    session.commit()


def must_be_open(state: str) -> None:
    """Whether an account whose secret was right may be used. Raises :class:`Suspended` or :class:`Refused`."""
    if state == SUSPENDED:
        raise Suspended
    if state != ACTIVE:
        raise Refused


def agree(session: Session, account_id: uuid.UUID, shown: Mapping[str, str], now: datetime) -> None:
    """Record that a person agrees to everything outstanding; ``shown``: the version ticked, by the text's key.

    A text of which they saw another version is not agreed to. Raises :class:`NotAgreed`.
    """
    session.rollback()
    first = sa.update(Account).where(Account.id == account_id).values(state=Account.state)
    account = session.scalars(first.returning(Account)).one()  # whoever presses twice waits for themselves here
    outstanding = agreements.outstanding(account, now.date())
    missing = [one.key for one in outstanding if shown.get(one.key) != str(one.version)]
    if missing:
        session.rollback()
        raise NotAgreed(missing)
    agreements.accept(account, outstanding, now.date())
    session.commit()


def _hashed_anew(hasher: Hasher, stored: str, secret: str) -> str:
    """The line to keep: made with today's parameters, unless the machine is too busy for it this time (S40)."""
    if hasher.outdated(stored):
        with contextlib.suppress(Busy):
            return hasher.hash(secret)
    return stored
