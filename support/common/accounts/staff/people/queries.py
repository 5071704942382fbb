"""Who belongs to the staff, what waits to be confirmed, and what the log says. Reads only."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, selectinload

from support.common.accounts.models import ACTIVE, LEAVING, STAFF, Account, Proposal
from support.common.accounts.roles import allowed
from support.common.audit.models import AuditEntry, AuditSubject

NEWEST = 100
OF_MEMBERS = ("member_joined", "member_left")
OF_POSTS = "post_%"


@dataclass(frozen=True)
class Colleague:
    """A member of the staff as the others see them. ``secured``: has a second factor."""

    id: uuid.UUID
    name: str
    state: str
    roles: tuple[str, ...]
    secured: bool


@dataclass(frozen=True)
class Waiting:
    """A proposal as one reader sees it: whether it is theirs, and whether they may confirm it."""

    id: uuid.UUID
    act: str
    role: str
    about: str
    by: str
    ends_at: datetime
    mine: bool
    for_me: bool


@dataclass(frozen=True)
class Noted:
    """An entry of the log. The names are empty where nobody is meant, and where who it was is no longer known."""

    day: date
    event: str
    codes: Mapping[str, str]
    actor: str
    subject: str


def colleagues(session: Session) -> list[Colleague]:
    """Everybody on the staff who was not removed, by name."""
    wanted = sa.select(Account).where(Account.kind == STAFF, Account.state != LEAVING).order_by(Account.name_key)
    found = session.scalars(wanted.options(selectinload(Account.roles), selectinload(Account.factors)))
    return [
        Colleague(one.id, one.name, one.state, tuple(sorted(grant.role for grant in one.roles)), bool(one.factors))
        for one in found
    ]


def waiting(session: Session, reader: uuid.UUID, now: datetime) -> list[Waiting]:
    """What can still be confirmed, by the reader or by others, the oldest first."""
    proposer, about = aliased(Account), aliased(Account)
    wanted = (
        sa.select(Proposal, proposer, about.name)
        .join(proposer, Proposal.proposed_by == proposer.id)
        .outerjoin(about, Proposal.about_id == about.id)
        .where(Proposal.ends_at > now)
        .order_by(Proposal.ends_at, Proposal.id)
        .options(selectinload(proposer.roles))
    )
    return [_waiting(row[0], row[1].name, row[2] or "", reader) for row in session.execute(wanted) if _counts(row[1])]


def newest(session: Session) -> list[Noted]:
    """The last deeds of the staff, the newest first, with their names; nobody else is named in the log.

    That members come and go, and what becomes of posts, is no deed of the staff among themselves: the chain keeps it,
    and nobody reads here who decided what on which day.
    """
    of_staff = sa.select(AuditEntry).where(AuditEntry.event.not_in(OF_MEMBERS), AuditEntry.event.not_like(OF_POSTS))
    entries = session.scalars(of_staff.order_by(AuditEntry.number.desc()).limit(NEWEST)).all()
    meant = {one for entry in entries for one in (entry.actor, entry.subject) if one}
    named = sa.select(AuditSubject.id, Account.name).join(Account, Account.id == AuditSubject.account)
    rows = session.execute(named.where(AuditSubject.id.in_(meant), Account.kind == STAFF))
    names: dict[uuid.UUID | None, str] = {row[0]: row[1] for row in rows}
    return [
        Noted(one.day, one.event, one.pairs, names.get(one.actor, ""), names.get(one.subject, "")) for one in entries
    ]


def _counts(proposer: Account) -> bool:
    """Whether what somebody proposed can still be confirmed: they must hold the permission, then as now."""
    return proposer.state == ACTIVE and allowed([grant.role for grant in proposer.roles], "people.propose")


def _waiting(proposal: Proposal, by: str, about: str, reader: uuid.UUID) -> Waiting:
    mine = proposal.proposed_by == reader
    for_me = not mine and proposal.about_id != reader
    return Waiting(proposal.id, proposal.act, proposal.role, about, by, proposal.ends_at, mine, for_me)
