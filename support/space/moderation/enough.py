"""Whether the space takes what people send: enough people read, and somebody has read lately (DESIGN section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import ACTIVE, STAFF, Account, RoleGrant
from support.common.operations.people_seen import NEEDED
from support.space.cases.models import Case
from support.space.cases.states import READ_IN
from support.space.moderation import pulse
from support.space.moderation.reviewing import times

PEOPLE, UNREAD = "people", "unread"


@dataclass(frozen=True)
class Open:
    """What is sent is taken."""


@dataclass(frozen=True)
class WhyNot:
    """Drafts only. ``why``: ``people`` are missing (``lacking``: the roles of which there are too few), or what waits
    stays ``unread``."""

    why: str
    lacking: tuple[str, ...] = ()


def open_for_sending(session: Session, now: datetime) -> Open | WhyNot:
    """Whether posts are taken at this moment. Reads only."""
    lacking = lacking_roles(session)
    if lacking:
        return WhyNot(PEOPLE, lacking)
    return WhyNot(UNREAD) if unread_too_long(session, now) else Open()


def lacking_roles(session: Session) -> tuple[str, ...]:
    """The roles of which the space has too few active people."""
    people = sa.func.count(RoleGrant.account_id.distinct())
    wanted = sa.select(RoleGrant.role, people).join(Account, Account.id == RoleGrant.account_id)
    rows = session.execute(wanted.where(Account.kind == STAFF, Account.state == ACTIVE).group_by(RoleGrant.role))
    found = {row[0]: row[1] for row in rows}
    return tuple(role for role, needed, _rule in NEEDED["space"] if found.get(role, 0) < needed)


def unread_too_long(session: Session, now: datetime) -> bool:
    """Whether something has waited for so long, and nobody has decided anything in all that time."""
    since = now - timedelta(hours=times().waiting_hours)
    waits = sa.exists().where(Case.state.in_(READ_IN), Case.opened_at <= since)
    if not session.scalar(sa.select(waits)):
        return False
    last = pulse.last_decided(session)
    return last is None or last <= since
