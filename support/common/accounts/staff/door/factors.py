"""A person's second factors: adding the first, adding another, removing one while another is left (S49)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from support.common.accounts import sessions, shown_once
from support.common.accounts.models import ENROL, PASSKEY, TOTP, Account, SecondFactor, SignIn
from support.common.accounts.returning.service import Began
from support.common.accounts.staff.door import passkeys, totp
from support.common.accounts.staff.door.challenges import NotShown
from support.common.accounts.staff.door.passkeys import Party
from support.common.accounts.staff.door.proving import WrongCode, full, held
from support.common.audit import chain
from support.common.kernel.db import begin_writing
from support.common.kernel.errors import DomainError
from support.common.sealing.vault import keystore, vault
from support.times import Times

MOST = 8


class NothingWaits(DomainError):
    """No key for an app lies ready: its time is over, or it is in use already."""


class MayNotAdd(DomainError):
    """The sign-in may not add a factor: another one added the first in the meantime, or there are enough."""

    status = 403
    title_key = "forbidden"


class LastOne(DomainError):
    """The only factor stays until there is another."""


def mine(session: Session, account_id: uuid.UUID) -> Sequence[SecondFactor]:
    """The factors of a person, the oldest first."""
    wanted = sa.select(SecondFactor).where(SecondFactor.account_id == account_id)
    return session.scalars(wanted.order_by(SecondFactor.added_on, SecondFactor.kind, SecondFactor.id)).all()


def lay_ready(session: Session, by: SignIn, times: Times, now: datetime) -> None:
    """Make a new key for an app in place of one that waits: whoever saw that one has no use of it."""
    begin_writing(session)
    text = f"{by.id} {totp.new_secret()}"  # whoever else has the passphrase must not slip their own key in
    shown_once.put(session, by.account_id, shown_once.TOTP, text, times=times, now=now)
    session.commit()


def waiting(session: Session, by: SignIn, now: datetime) -> str:
    """The key that waits for its app, laid ready in this sign-in. Raises :class:`NothingWaits`."""
    found = shown_once.look(session, by.account_id, shown_once.TOTP, now)
    owner, _space, secret = found.text.partition(" ") if found else ("", "", "")
    if owner != str(by.id):
        raise NothingWaits
    return secret


def add_app(session: Session, by: SignIn, typed: str, times: Times, now: datetime) -> Began | None:
    """Add the app whose first code was typed. That code is used up.

    The new sign-in where it is the first factor, None where it is another one. Raises :class:`NothingWaits`,
    :class:`proving.WrongCode` or :class:`MayNotAdd`.
    """
    secret = waiting(session, by, now)
    session.rollback()
    step = totp.fitting_step(secret, typed, now)
    if step is None:
        raise WrongCode
    factor = SecondFactor(id=uuid.uuid4(), kind=TOTP, last_step=step, added_on=now.date())
    factor.sealed = vault().seal(by.account_id, secret, place=totp.PLACE, row=factor.id)
    return _added(session, by, factor, times, now)


def add_passkey(session: Session, by: SignIn, party: Party, answer: str, times: Times, now: datetime) -> Began | None:
    """Add the passkey in a browser's answer; returns as :func:`add_app`. Raises :class:`challenges.NotShown` or
    :class:`MayNotAdd`."""
    made = passkeys.made(session, by, party, answer, now)
    factor = SecondFactor(id=uuid.uuid4(), kind=PASSKEY, added_on=now.date(), sign_count=made.sign_count)
    factor.credential, factor.public_key = made.credential, made.public_key
    try:
        return _added(session, by, factor, times, now)
    except IntegrityError as error:  # somebody has it already
        session.rollback()
        raise NotShown from error


def remove(session: Session, by: SignIn, factor_id: uuid.UUID, now: datetime) -> None:
    """Remove one of a person's own factors, and end their other sign-ins: it may have been lost (S45).

    One that is not there, or not theirs, is no error. Raises :class:`LastOne`.
    """
    begin_writing(session)
    account = held(session, by.account_id)
    if account is None or all(one.id == factor_id for one in account.factors):
        session.rollback()
        raise LastOne
    theirs = sa.delete(SecondFactor).where(SecondFactor.id == factor_id, SecondFactor.account_id == by.account_id)
    kind = session.scalar(theirs.returning(SecondFactor.kind))
    if kind is not None:
        sessions.end_all(session, by.account_id, but=by.id)
        _record(session, "factor_removed", by, kind, now)
    session.commit()


def _added(session: Session, by: SignIn, factor: SecondFactor, times: Times, now: datetime) -> Began | None:
    kind = factor.kind
    begin_writing(session)
    account = held(session, by.account_id)
    if account is None or not _may_add(account, by):
        session.rollback()
        raise MayNotAdd
    account.factors.append(factor)
    shown_once.done(session, account.id, shown_once.TOTP)
    session.flush()
    began = _first(session, account, by, times, now) if by.stage == ENROL else None
    _record(session, "factor_added", by, kind, now)
    session.commit()
    return began


def _may_add(account: Account, by: SignIn) -> bool:
    """A sign-in without a second factor adds the first one and no other: it would be a way round it."""
    return not account.factors if by.stage == ENROL else len(account.factors) < MOST


def _first(session: Session, account: Account, by: SignIn, times: Times, now: datetime) -> Began:
    """From here on no other sign-in lasts that was begun without a factor."""
    began = full(session, account, by.id, times, now)
    if began is None:
        session.rollback()
        raise MayNotAdd
    session.flush()
    new = sa.select(SignIn.id).where(SignIn.token_hash == sessions.hashed(began.token))
    sessions.end_all(session, account.id, but=session.scalar(new))
    return began


def _record(session: Session, event: str, by: SignIn, kind: str, now: datetime) -> None:
    key = keystore().root("audit")
    chain.record(session, event, on=now.date(), actor=by.account_id, codes={"kind": kind}, key=key)
