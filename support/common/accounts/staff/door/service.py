"""The first step at the staff's door: name and passphrase (safety.md S40, S41, S43, S45, S50).

What it opens is the second step and nothing else. As at the members' door, one hash is computed whatever was typed,
and nothing is held in the database meanwhile.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts import sessions
from support.common.accounts.models import ACTIVE, ENROL, SECOND, STAFF, Account
from support.common.accounts.passphrases.hashing import Busy, Hasher
from support.common.accounts.passphrases.typed import canonical
from support.common.accounts.queries import by_name
from support.common.accounts.returning.service import Began, Refused, must_be_open
from support.common.kernel.db import begin_writing
from support.times import Times


def sign_in(
    session: Session,
    name: str,
    passphrase: str,
    hasher: Hasher,
    *,
    brought: Iterable[str],
    hurried: bool,
    times: Times,
    now: datetime,
) -> Began:
    """Begin a sign-in of the staff: good for the second factor, or for adding one where there is none yet.

    ``brought``: the tokens the browser came with, which end here (S45). Raises :class:`Refused`, :class:`Suspended`
    or :class:`hashing.Busy`.
    """
    account = by_name(session, name, STAFF)
    found = (account.id, account.state, account.passphrase_hash) if account else (uuid.uuid4(), ACTIVE, None)
    account_id, state, stored = found
    session.rollback()
    secret = canonical(passphrase)
    if not hasher.matches(stored, secret, hurried=hurried) or stored is None:
        raise Refused
    must_be_open(state)
    kept = _line_to_keep(hasher, stored, secret)
    begin_writing(session)
    account = _unchanged(session, account_id, stored, kept)
    if account is None:
        session.rollback()
        raise Refused
    sessions.forget(session, brought)
    stage = SECOND if account.factors else ENROL
    token = sessions.begin(session, account, stage, times, now)
    session.commit()
    return Began(STAFF, stage, token)


def _unchanged(session: Session, account_id: uuid.UUID, stored: str, kept: str) -> Account | None:
    """The account, unless it was changed, suspended or deleted while the hash was computed."""
    wanted = sa.update(Account).where(Account.id == account_id, Account.state == ACTIVE)
    wanted = wanted.where(Account.passphrase_hash == stored).values(passphrase_hash=kept)
    return session.scalar(wanted.returning(Account))


def _line_to_keep(hasher: Hasher, stored: str, secret: str) -> str:
    """Made with today's parameters, unless the machine is too busy for it this time (S40)."""
    if hasher.outdated(stored):
        with contextlib.suppress(Busy):
            return hasher.hash(secret)
    return stored
