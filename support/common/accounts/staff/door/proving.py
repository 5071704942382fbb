"""The second step, and the fresh proof before grave acts: a code or a passkey, then a new token (safety.md S45, S49).

A sign-in that waits for its second factor ends and a full one begins. A full one keeps its end and its place in the
list of devices, and changes its token.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts import sessions
from support.common.accounts.models import ACTIVE, FULL, SECOND, STAFF, Account, SignIn
from support.common.accounts.returning.service import Began
from support.common.accounts.staff.door import passkeys, totp, trying
from support.common.accounts.staff.door.challenges import NotShown
from support.common.accounts.staff.door.passkeys import Party
from support.common.accounts.staff.door.trying import Try
from support.common.accounts.throttling.counting import Counters
from support.common.kernel.db import begin_writing
from support.common.kernel.errors import DomainError
from support.times import Times


class WrongCode(DomainError):
    """The digits fit no app of this person, or were used before."""

    status = 403
    title_key = "forbidden"


class SignInEnded(DomainError):
    """There were ten wrong codes: the sign-in is over, and begins again with the passphrase."""

    status = 403
    title_key = "forbidden"


def by_code(
    session: Session, by: SignIn, typed: str, counters: Counters, source: str | None, times: Times, now: datetime
) -> Began:
    """Prove with the digits of an app. ``source`` is where they came from, None where many share it.

    Raises :class:`WrongCode`, :class:`SignInEnded` or :class:`trying.TooSoon`.
    """
    trying.begin(counters, by.account_id, source, now)
    allowed = trying.left(counters, by.id, now)
    found = totp.find(session, by.account_id, typed, now) if allowed is not Try.NONE else None
    if found is None:
        session.rollback()
        raise _refused(session, by, allowed)
    account = _turn(session, by)
    if not totp.use(session, found):
        session.rollback()
        raise _refused(session, by, allowed)
    began = _proven(session, account, by, times, now)
    trying.succeeded(counters, by.account_id, source, now)
    return began


def by_passkey(session: Session, by: SignIn, party: Party, answer: str, times: Times, now: datetime) -> Began:
    """Prove with a passkey; ``answer`` is what the browser sent. Raises :class:`challenges.NotShown` or
    :class:`SignInEnded`."""
    found = passkeys.find(session, by, party, answer, now)
    account = _turn(session, by)
    if not passkeys.use(session, found):
        session.rollback()
        raise NotShown
    return _proven(session, account, by, times, now)


def full(session: Session, account: Account, sign_in_id: uuid.UUID, times: Times, now: datetime) -> Began | None:
    """A full sign-in in place of one that waited; None where that is gone. The caller commits."""
    if not sessions.end(session, account.id, sign_in_id):
        return None
    return Began(STAFF, FULL, sessions.begin(session, account, FULL, times, now))


def held(session: Session, account_id: uuid.UUID) -> Account | None:
    """The account, kept from everybody else until the caller commits; None where it may not be used any more."""
    wanted = sa.update(Account).where(Account.id == account_id, Account.state == ACTIVE).values(state=ACTIVE)
    return session.scalar(wanted.returning(Account))


def _turn(session: Session, by: SignIn) -> Account:
    """The account first, then its factors: who writes in another order would wait for each other for ever."""
    begin_writing(session)
    account = held(session, by.account_id)
    if account is None:
        session.rollback()
        raise SignInEnded
    return account


def _proven(session: Session, account: Account, by: SignIn, times: Times, now: datetime) -> Began:
    waited = by.stage == SECOND
    began = full(session, account, by.id, times, now) if waited else _with_new_token(session, by, times, now)
    if began is None:  # somebody else was faster with the same sign-in, or it was ended from elsewhere
        session.rollback()
        raise SignInEnded
    session.commit()
    return began


def _with_new_token(session: Session, by: SignIn, times: Times, now: datetime) -> Began | None:
    """The old token is good for nothing any more; the sign-in ends when it would have ended (S44)."""
    token, until = sessions.new_token(), now + timedelta(minutes=times.proof_minutes)
    wanted = sa.update(SignIn).where(SignIn.id == by.id, SignIn.token_hash == by.token_hash, SignIn.stage == FULL)
    changed = wanted.values(token_hash=sessions.hashed(token), proven_until=until)
    return Began(STAFF, FULL, token) if session.scalar(changed.returning(SignIn.id)) else None


def _refused(session: Session, by: SignIn, allowed: Try) -> DomainError:
    if allowed is Try.MORE:
        return WrongCode()
    begin_writing(session)
    sessions.end(session, by.account_id, by.id)
    session.commit()
    return SignInEnded()
