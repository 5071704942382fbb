"""What every deed about the staff has in common, and the one that a single person may do: suspending (S54, S56).

Deeds about the staff are done one after the other: each sees what the one before it left, so that a role that is
withdrawn at the same moment counts. Who suspends must hold a leading role and stays; so does whoever confirms. That is
why the last leading person cannot be suspended from the desk: only the command line can do it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts import sessions
from support.common.accounts.models import ACTIVE, LEAVING, STAFF, SUSPENDED, Account, Invitation, Proposal
from support.common.accounts.queries import by_name
from support.common.accounts.roles import allowed
from support.common.accounts.staff.people import caps
from support.common.audit import chain
from support.common.kernel.db import begin_writing
from support.common.kernel.errors import DomainError
from support.common.sealing.vault import keystore

NO_CODES: Mapping[str, str] = {}


class NotThere(DomainError):
    """There is no such person or proposal, or it is not for this one: nobody learns which (S57)."""

    status = 404
    title_key = "not_found"


class NotPossible(DomainError):
    """It cannot be done as things stand. ``reason``: a code of ``words.problem``."""

    status = 409

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@contextmanager
def alone(session: Session) -> Iterator[None]:
    """One deed about the staff: all of it or nothing, and no other at the same time. Commits at its end."""
    begin_writing(session)
    try:
        everybody = sa.select(Account.id).where(Account.kind == STAFF).order_by(Account.id)
        session.execute(everybody.with_for_update(key_share=True)).all()  # PostgreSQL; SQLite has one writer anyway
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


def must_hold(session: Session, account_id: uuid.UUID, permission: str) -> None:
    """Raises :class:`NotThere` unless that member of the staff is active and holds the permission at this moment."""
    account = session.get(Account, account_id)
    if account is None or account.kind != STAFF or account.state != ACTIVE:
        raise NotThere
    if not allowed([grant.role for grant in account.roles], permission):
        raise NotThere


def colleague(session: Session, account_id: uuid.UUID | None) -> Account:
    """A member of the staff who was not removed. Raises :class:`NotThere`."""
    account = session.get(Account, account_id) if account_id else None
    if account is None or account.kind != STAFF or account.state == LEAVING:
        raise NotThere
    return account


def suspend(session: Session, about: uuid.UUID, *, by: uuid.UUID, now: datetime) -> None:
    """Suspend a colleague at once, ending all their sign-ins. Ending it again takes two.

    Raises :class:`NotThere`, :class:`NotPossible` or :class:`caps.TooMany`.
    """
    with alone(session):
        must_hold(session, by, "people.suspend")
        if about == by:
            raise NotPossible("oneself")
        account = colleague(session, about)
        if account.state != ACTIVE:
            raise NotPossible("nothing_to_do")
        caps.count(session, by, now)
        _suspend(session, account, by, now)


def revoke(session: Session, name: str, now: datetime) -> str:
    """Suspend by command line whoever of the staff is called so; also the last one. Returns the name as it is written.

    Who is suspended already stays so, without any sign-in. Raises :class:`NotThere`.
    """
    with alone(session):
        found = by_name(session, name, STAFF)
        account = colleague(session, found.id if found else None)
        written = account.name
        _suspend(session, account, None, now)
    return written


def stand_down(session: Session, account_id: uuid.UUID) -> None:
    """End every sign-in of a member of the staff, and what they proposed. The caller commits."""
    sessions.end_all(session, account_id)
    session.execute(sa.delete(Proposal).where(Proposal.proposed_by == account_id))


def close_links(session: Session) -> None:
    """End every open link of an invitation: nobody knows any more whom a person who had to go gave one to, and whoever
    is left invites anew. The caller commits."""
    session.execute(sa.delete(Invitation))


def record(
    session: Session,
    event: str,
    now: datetime,
    *,
    by: uuid.UUID | None,
    about: uuid.UUID | None = None,
    codes: Mapping[str, str] = NO_CODES,
) -> None:
    """Write a deed into the chained log, in its own transaction; codes without a value are left out."""
    kept = {name: value for name, value in codes.items() if value}
    key = keystore().root("audit")
    chain.record(session, event, on=now.date(), actor=by, about=about, codes=kept, key=key)


def _suspend(session: Session, account: Account, by: uuid.UUID | None, now: datetime) -> None:
    account.state = SUSPENDED
    session.flush()
    stand_down(session, account.id)
    close_links(session)
    record(session, "staff_suspended", now, by=by, about=account.id)
