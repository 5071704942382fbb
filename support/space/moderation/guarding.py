"""Whether a case is really in the hands of whoever acts, and if not, why not. Nothing here writes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.cases import conflicts, states
from support.space.cases.conflicts import Conflict, NotYours
from support.space.cases.models import Case
from support.space.moderation import deciding, leasing
from support.space.moderation.leasing import Reader


def mine(session: Session, who: Reader, case_id: UUID, token: str, now: datetime) -> Case:
    """The case, locked, if that reader holds it with that token. Raises :class:`NotYours` and :class:`Conflict`."""
    case = deciding.locked(session, case_id)
    if case is None:
        raise NotYours
    if case.state not in states.READ_IN:
        raise Conflict(deciding.what_changed(session, case))
    must_hold(session, who, case, token, now)
    return case


def must_hold(session: Session, who: Reader, case: Case, token: str, now: datetime) -> None:
    """The lease is live and theirs, and nothing has come up since that bars them (moderation.md 2.4, 7 and 10).
    Raises :class:`Conflict`."""
    still = session.scalar(sa.select(Case.id).where(Case.id == case.id, *leasing.may_read(who)))
    if still is None or not leasing.lets_in(case, who.id, token, now):
        raise Conflict(conflicts.LEASE_LOST)


def why_not(session: Session, who: Reader, case_id: UUID) -> Exception:
    """Why a reader could not take a case."""
    case = deciding.locked(session, case_id)
    if case is None:
        return NotYours()
    if case.state not in states.READ_IN:
        return Conflict(deciding.what_changed(session, case))
    theirs = session.scalar(sa.select(Case.id).where(Case.id == case_id, *leasing.may_read(who)))
    return NotYours() if theirs is None else Conflict(conflicts.LEASE_LOST)
