"""Sign-ins that last: a random token in the cookie, its hash here; two limits; ended at once (S43 to S45)."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from support.common.accounts.models import ACTIVE, FULL, STAFF, Account, SignIn
from support.times import Times

TOKEN_BYTES = 32
MOST = 20  # of one account, the newest: nobody fills the table, and a list of devices can be read
RENEWED_AFTER = timedelta(seconds=60)  # the idle limit is moved at most once a minute


def new_token() -> str:
    """256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> str:
    """What is stored of a token; a random one of 256 bits needs no slow hash."""
    return sha256(token.encode()).hexdigest()


def begin(
    session: Session,
    account: Account,
    stage: str,
    times: Times,
    now: datetime,
    *,
    own_device: bool = False,
    known_as: uuid.UUID | None = None,
) -> str:
    """Start a sign-in and return its token, which stands nowhere else. The oldest ends where there are too many.

    ``known_as``: its id, where something was bound to it before it began. The caller commits.
    """
    token = new_token()
    _make_room(session, account.id)
    lasts = timedelta(hours=times.staff_session_hours if account.kind == STAFF else times.member_session_hours)
    if stage != FULL:
        lasts = timedelta(minutes=times.joining_minutes)
    session.add(
        SignIn(
            id=known_as or uuid.uuid4(),
            account_id=account.id,
            token_hash=hashed(token),
            stage=stage,
            began_on=now.date(),
            idle_until=now + idle(account, times),
            ends_at=now + lasts,
            proven_until=now + timedelta(minutes=times.proof_minutes) if stage == FULL else None,
            own_device=own_device,
            challenge="",
        )
    )
    if stage == FULL:
        account.used_month = now.date().replace(day=1)
    return token


def _make_room(session: Session, account_id: uuid.UUID) -> None:
    """Leave one fewer than :data:`MOST`: those that last longest."""
    mine = sa.select(SignIn.id).where(SignIn.account_id == account_id)
    newest = mine.order_by(SignIn.ends_at.desc(), SignIn.idle_until.desc(), SignIn.id).limit(MOST - 1)
    more = sa.delete(SignIn).where(SignIn.account_id == account_id, SignIn.id.not_in(newest))
    session.execute(more.execution_options(synchronize_session=False))


def idle(account: Account, times: Times) -> timedelta:
    """How long a sign-in lasts without a page being opened."""
    return timedelta(minutes=times.staff_idle_minutes if account.kind == STAFF else times.member_idle_minutes)


def find(session: Session, token: str, now: datetime) -> SignIn | None:
    """The sign-in of a token, if it still lasts and its account may use it, with all that decides what it opens."""
    whole = joinedload(SignIn.account).options(joinedload(Account.roles), joinedload(Account.acceptances))
    wanted = sa.select(SignIn).where(SignIn.token_hash == hashed(token)).options(whole)
    found = session.scalars(wanted).unique().one_or_none()  # one query on each page: a person has few of either
    if found is None or not now < min(found.idle_until, found.ends_at) or found.account.state != ACTIVE:
        return None
    return found


def stands(session: Session, sign_in_id: uuid.UUID, token: str) -> bool:
    """Whether that sign-in is still there, and this its token."""
    wanted = sa.select(SignIn.id).where(SignIn.id == sign_in_id, SignIn.token_hash == hashed(token))
    return session.scalar(wanted) is not None


def renew(session: Session, sign_in: SignIn, times: Times, now: datetime) -> bool:
    """Move the idle limit. Returns whether there was anything to write; the caller commits."""
    until = now + idle(sign_in.account, times)
    if until - sign_in.idle_until < RENEWED_AFTER:
        return False
    session.execute(sa.update(SignIn).where(SignIn.id == sign_in.id).values(idle_until=until))
    return True


def end(session: Session, account_id: uuid.UUID, sign_in_id: uuid.UUID) -> bool:
    """End one sign-in of an account. Returns whether there was such a one; the caller commits."""
    wanted = sa.delete(SignIn).where(SignIn.id == sign_in_id, SignIn.account_id == account_id)
    return session.scalar(wanted.returning(SignIn.id)) is not None


def forget(session: Session, tokens: Iterable[str]) -> None:
    """End the sign-ins of these tokens, whatever they were good for (S45). The caller commits."""
    session.execute(sa.delete(SignIn).where(SignIn.token_hash.in_([hashed(token) for token in tokens])))


def end_all(session: Session, account_id: uuid.UUID, *, but: uuid.UUID | None = None) -> None:
    """End every sign-in of an account, or every other one. The caller commits."""
    wanted = sa.delete(SignIn).where(SignIn.account_id == account_id)
    session.execute(wanted.where(SignIn.id != but) if but else wanted)


def lasting(session: Session, account_id: uuid.UUID, now: datetime) -> Sequence[SignIn]:
    """The sign-ins of an account that still last, the newest first."""
    wanted = sa.select(SignIn).where(SignIn.account_id == account_id, SignIn.idle_until > now, SignIn.ends_at > now)
    return session.scalars(wanted.order_by(SignIn.ends_at.desc())).all()


def over(session: Session, now: datetime) -> int:
    """Delete the sign-ins whose time is over. Returns how many; the caller commits."""
    wanted = sa.delete(SignIn).where(sa.or_(SignIn.idle_until <= now, SignIn.ends_at <= now))
    return len(session.scalars(wanted.returning(SignIn.id)).all())
