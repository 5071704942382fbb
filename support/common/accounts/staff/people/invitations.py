"""Links that make one member of the staff, once: by two people, or by command line before there are two (S50, S54).

Of a link only its hash is stored; until the one who proposed it has passed it on, it lies in the vault under their key.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts import shown_once
from support.common.accounts.models import ACTIVE, STAFF, Account, Invitation, RoleGrant, ShownOnce
from support.common.accounts.roles import FIRST_ROLE, ROLES, ROLES_OF_PART, allowed
from support.common.accounts.sessions import hashed, new_token
from support.common.accounts.staff.people.service import NotPossible, NotThere, alone, must_hold, record
from support.times import Times

ENOUGH_LEADING = 2  # from here on, people are invited at the desk, by two
MOST_OPEN_LINKS = 3


@dataclass(frozen=True)
class Ready:
    """A link that waits to be passed on: of which invitation, to which role, how long it works, and its token."""

    id: uuid.UUID
    role: str
    ends_at: datetime
    token: str = field(repr=False)


def make(session: Session, role: str, times: Times, now: datetime) -> str:
    """A new invitation. Returns its token, which stands nowhere else. The caller commits."""
    token = new_token()
    ends_at = now + timedelta(hours=times.invitation_hours)
    session.add(Invitation(id=uuid.uuid4(), role=role, token_hash=hashed(token), ends_at=ends_at))
    session.flush()
    return token


def lay_ready(session: Session, account_id: uuid.UUID, token: str, times: Times, now: datetime) -> None:
    """Add a link to those that wait for somebody to pass them on. The caller commits."""
    _keep(session, account_id, [*(one.token for one in ready(session, account_id, now)), token], times, now)


def ready(session: Session, account_id: uuid.UUID, now: datetime) -> list[Ready]:
    """The links that wait for this person, as long as they work: used and expired ones are left out."""
    shown = shown_once.look(session, account_id, shown_once.INVITATION, now)
    tokens = {hashed(token): token for token in json.loads(shown.text)} if shown else {}
    live = sa.select(Invitation).where(Invitation.token_hash.in_(tokens), Invitation.ends_at > now)
    found = session.scalars(live.order_by(Invitation.ends_at, Invitation.id))
    return [Ready(one.id, one.role, one.ends_at, tokens[one.token_hash]) for one in found]


def passed_on(session: Session, account_id: uuid.UUID, invitation_id: uuid.UUID, times: Times, now: datetime) -> None:
    """The person has passed that link on: from here on nobody can see it. Raises :class:`NotThere`."""
    with alone(session):
        waiting = ready(session, account_id, now)
        if invitation_id not in [one.id for one in waiting]:
            raise NotThere
        _keep(session, account_id, [one.token for one in waiting if one.id != invitation_id], times, now)


def open_links(session: Session, now: datetime) -> Sequence[Invitation]:
    """The links that work, whoever has them, the oldest first. What they are is stored nowhere."""
    return session.scalars(sa.select(Invitation).where(Invitation.ends_at > now).order_by(Invitation.ends_at)).all()


def end(session: Session, invitation_id: uuid.UUID, by: uuid.UUID, now: datetime) -> None:
    """End a link before anybody joins by it. Raises :class:`NotThere`."""
    with alone(session):
        must_hold(session, by, "people.propose")
        wanted = sa.delete(Invitation).where(Invitation.id == invitation_id, Invitation.ends_at > now)
        role = session.scalar(wanted.returning(Invitation.role))
        if role is None:
            raise NotThere
        record(session, "invitation_ended", now, by=by, codes={"role": role})


def by_command(session: Session, role: str, part: str, times: Times, now: datetime) -> str:
    """The token of a link for one of the first people; earlier ones stay valid. Raises :class:`NotPossible`."""
    with alone(session):
        if role not in ROLES_OF_PART[part]:
            raise NotPossible("no_such_role")
        if leading(session) >= ENOUGH_LEADING:
            raise NotPossible("use_the_desk")
        if len(open_links(session, now)) >= MOST_OPEN_LINKS:
            raise NotPossible("too_many_links")
        return _made_by_command(session, role, times, now)


def first(session: Session, part: str, times: Times, now: datetime) -> str | None:
    """The token of a link for the very first person; None where the staff has anybody, in whatever state.

    Started again and again, it keeps three links open: the oldest gives way.
    """
    with alone(session):
        if session.scalar(sa.select(Account.id).where(Account.kind == STAFF).limit(1)):
            return None
        for old in open_links(session, now)[: 1 - MOST_OPEN_LINKS]:
            session.delete(old)
        return _made_by_command(session, FIRST_ROLE[part], times, now)


def leading(session: Session) -> int:
    """How many active members of the staff may confirm what another proposes."""
    names = [role for role in ROLES if allowed([role], "people.confirm")]
    wanted = sa.select(sa.func.count(Account.id.distinct())).join(RoleGrant)
    return session.scalar(wanted.where(Account.state == ACTIVE, RoleGrant.role.in_(names))) or 0


def _made_by_command(session: Session, role: str, times: Times, now: datetime) -> str:
    token = make(session, role, times, now)
    record(session, "staff_invited", now, by=None, codes={"role": role})
    return token


def _keep(session: Session, account_id: uuid.UUID, tokens: list[str], times: Times, now: datetime) -> None:
    """Exactly these links wait, for as long as the last of them works: nobody knows when a colleague confirms."""
    if not tokens:
        shown_once.done(session, account_id, shown_once.INVITATION)
        return
    shown_once.put(session, account_id, shown_once.INVITATION, json.dumps(tokens), times=times, now=now)
    last = sa.select(sa.func.max(Invitation.ends_at)).where(Invitation.token_hash.in_([hashed(one) for one in tokens]))
    mine = sa.update(ShownOnce).where(ShownOnce.account_id == account_id, ShownOnce.purpose == shown_once.INVITATION)
    session.execute(mine.values(ends_at=last.scalar_subquery()))
