"""Two persons for a grave act: one proposes, another confirms, and only then it is done (safety.md S54).

A proposal that somebody may not confirm, one that is over and one that never was are the same to them (S57). Both must
hold their permission at the moment of confirming. Of several who confirm at the same moment, one does it.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import Proposal
from support.common.accounts.staff.people import caps, deeds
from support.common.accounts.staff.people.deeds import Deed
from support.common.accounts.staff.people.service import NotPossible, NotThere, alone, must_hold, record
from support.times import Times


def propose(
    session: Session,
    act: str,
    by: uuid.UUID,
    role: str = "",
    about: uuid.UUID | None = None,
    *,
    part: str,
    times: Times,
    now: datetime,
) -> uuid.UUID:
    """Put an act of ``deeds.EVENTS`` before the others. Returns the id of the proposal.

    Raises :class:`NotThere`, :class:`NotPossible` or :class:`caps.TooMany`.
    """
    deed = Deed(act, role, about)
    with alone(session):
        must_hold(session, by, "people.propose")
        deeds.must_be_possible(session, deed, part)
        if about and _waits(session, deed, now):
            raise NotPossible("waits_already")
        caps.count(session, by, now)
        ends_at = now + timedelta(hours=times.invitation_hours)
        proposal = Proposal(id=uuid.uuid4(), act=act, role=role, about_id=about, proposed_by=by, ends_at=ends_at)
        session.add(proposal)
        session.flush()
        record(session, "staff_proposed", now, by=by, about=about, codes=deed.codes)
        return proposal.id


def confirm(session: Session, proposal_id: uuid.UUID, by: uuid.UUID, *, part: str, times: Times, now: datetime) -> Deed:
    """Do what somebody else has proposed. Returns what was done; the link of an invitation waits for the proposer.

    Raises :class:`NotThere`, :class:`NotPossible` or :class:`caps.TooMany`.
    """
    with alone(session):
        must_hold(session, by, "people.confirm")
        deed, proposed_by = _taken(session, proposal_id, by, now)
        must_hold(session, proposed_by, "people.propose")
        deeds.must_be_possible(session, deed, part)
        caps.count(session, by, now)
        deeds.do(session, deed, proposed_by=proposed_by, times=times, now=now)
        record(session, "staff_confirmed", now, by=by, about=deed.about, codes=deed.codes)
        record(session, deeds.EVENTS[deed.act], now, by=proposed_by, about=deed.about, codes={"role": deed.role})
    return deed


def withdraw(session: Session, proposal_id: uuid.UUID, by: uuid.UUID, now: datetime) -> None:
    """Take back what one has proposed oneself. Raises :class:`NotThere`."""
    with alone(session):
        must_hold(session, by, "people.propose")
        mine = sa.delete(Proposal).where(Proposal.id == proposal_id, Proposal.proposed_by == by, Proposal.ends_at > now)
        gone = session.execute(mine.returning(Proposal.act, Proposal.role, Proposal.about_id)).one_or_none()
        if gone is None:
            raise NotThere
        deed = Deed(*gone)
        record(session, "staff_withdrawn", now, by=by, about=deed.about, codes=deed.codes)


def _taken(session: Session, proposal_id: uuid.UUID, by: uuid.UUID, now: datetime) -> tuple[Deed, uuid.UUID]:
    """What is proposed and by whom, out of the table: whoever deletes the row is the one who does it."""
    wanted = sa.delete(Proposal).where(Proposal.id == proposal_id, Proposal.ends_at > now)
    wanted = wanted.where(Proposal.proposed_by != by, sa.or_(Proposal.about_id.is_(None), Proposal.about_id != by))
    columns = (Proposal.act, Proposal.role, Proposal.about_id, Proposal.proposed_by)
    row = session.execute(wanted.returning(*columns)).one_or_none()
    if row is None:
        raise NotThere
    return Deed(row.act, row.role, row.about_id), row.proposed_by


def _waits(session: Session, deed: Deed, now: datetime) -> bool:
    same = (Proposal.act == deed.act, Proposal.role == deed.role, Proposal.about_id == deed.about)
    return session.scalar(sa.select(Proposal.id).where(*same, Proposal.ends_at > now).limit(1)) is not None
