"""What a reader does: take a case, keep it, pass it on, give it back, decide, take the decision back.

Each service is one transaction and commits. All raise :class:`NotYours` (404) for whoever may not read, and for a case
that is not there or not for them; :class:`Conflict` (409) says what has changed since the page was shown.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from support.common.kernel.db import begin_writing
from support.space.cases import conflicts, states
from support.space.cases.conflicts import Conflict, NotYours, TooLate, Unfit
from support.space.cases.models import APPROVING, Case, Decision, Skipped
from support.space.cases.noting import note
from support.space.cases.reasons import fitting, two_to_refuse
from support.space.forum import content_notes
from support.space.moderation import deciding, guarding, leasing, pace, pulse
from support.space.moderation.deciding import Decided, Verdict
from support.space.moderation.effects import carry_out
from support.space.moderation.leasing import Held
from support.space.moderation.readers import reader
from support.times import Times

__all__ = [
    "Conflict", "Decided", "Held", "NotYours", "TooLate", "Unfit", "Verdict",
    "decide", "held", "next_case", "release", "renew", "skip", "take", "undo",
]  # fmt: skip
SHORTEST_KEY, LONGEST_KEY, LONGEST_MESSAGE = 16, 200, 600


def next_case(session: Session, by: UUID, now: datetime) -> UUID | None:
    """Take the case that this reader should read next: the one they hold already, else the best. None: nothing waits
    for them."""
    begin_writing(session)
    who = reader(session, by)
    mine = leasing.holding(session, by, now)
    wanted = mine.case_id if mine else leasing.best(session, who, now)
    got = leasing.claim(session, who, wanted, now, _lease()) if wanted else None
    session.commit()
    return got.case_id if got else None


def take(session: Session, by: UUID, case_id: UUID, now: datetime) -> Held:
    """Take that very case, or keep the hold that one has. Raises :class:`Conflict`."""
    begin_writing(session)
    who = reader(session, by)
    got = leasing.claim(session, who, case_id, now, _lease())
    if got is None:
        raise guarding.why_not(session, who, case_id)
    session.commit()
    return got


def held(session: Session, by: UUID, case_id: UUID, now: datetime) -> Held | None:
    """The case as this reader holds it at the moment, with what the form must say. None where they do not. Reads."""
    return leasing.held(session, by, case_id, now)


def renew(session: Session, by: UUID, case_id: UUID, token: str, now: datetime) -> datetime:
    """Hold on to a case for another while; returns until when. Raises :class:`Conflict`: it is gone."""
    begin_writing(session)
    who = reader(session, by)
    guarding.mine(session, who, case_id, token, now)
    got = leasing.claim(session, who, case_id, now, _lease())
    if got is None:
        raise Conflict(conflicts.LEASE_LOST)
    session.commit()
    return got.until


def release(session: Session, by: UUID, case_id: UUID, token: str, now: datetime) -> None:
    """Give a case back: it waits again where it was, for everybody. Raises :class:`Conflict`."""
    begin_writing(session)
    case = guarding.mine(session, reader(session, by), case_id, token, now)
    _let_go(case)
    session.commit()


def skip(session: Session, by: UUID, case_id: UUID, token: str, now: datetime, *, why: str = "") -> None:
    """Pass a case on: it is not offered to this reader again. Nobody has to say why; ``why`` is a code that says
    something about the text, for the log (moderation.md row 42). Raises :class:`Conflict`."""
    begin_writing(session)
    case = guarding.mine(session, reader(session, by), case_id, token, now)
    insert = (sqlite if session.connection().dialect.name == "sqlite" else postgresql).insert(Skipped)
    row = insert.values(case_id=case.id, account_id=by).on_conflict_do_nothing().returning(Skipped.case_id)
    if session.scalar(row) is not None:
        case.skips += 1
    _let_go(case)
    session.flush()
    said = {"why": why} if why else {}
    note(session, "skipped", post_id=case.post_id, on=now.date(), by=by, reasons=(), wait=None, **said)
    session.commit()


def decide(session: Session, by: UUID, verdict: Verdict, now: datetime) -> Decided:
    """Decide about exactly what was shown. The same form again gets the same answer.

    Raises :class:`Conflict`, :class:`Unfit` for outcome, codes and notes that do not go together, and
    :class:`pace.TooManyDecisions`.
    """
    begin_writing(session)
    who = reader(session, by)
    case = deciding.locked(session, verdict.case_id)
    if case is None:
        raise NotYours
    before = deciding.replayed(session, by, verdict)
    if before:
        session.rollback()
        return before
    codes = _fitting(verdict)
    deciding.must_be_as_shown(session, case, verdict)
    guarding.must_hold(session, who, case, verdict.token, now)
    pace.count(session, by, now)
    event = states.Decided(verdict.outcome, two_to_refuse(codes))
    step = states.after(deciding.stand_of(session, case), event)
    decision = deciding.write(session, case, verdict, codes, step, by=by, on=now.date())
    carry_out(session, case, decision, step, now, times())
    pulse.beat(session, now)
    answer = Decided(decision.id, decision.outcome, case.apply_at, decision.standing)
    _note(session, case, decision, step, now, by)
    session.commit()
    return answer


def undo(session: Session, by: UUID, decision_id: UUID, now: datetime) -> None:
    """Take back one's own approval before it takes effect. Raises :class:`TooLate`."""
    begin_writing(session)
    reader(session, by)
    case_id = session.scalar(sa.select(Decision.case_id).where(Decision.id == decision_id, Decision.by_id == by))
    case = deciding.locked(session, case_id) if case_id else None
    if case is None:
        raise NotYours
    decision = session.get_one(Decision, decision_id, populate_existing=True)
    if decision.standing != states.PENDING or case.state != APPROVING or case.apply_at is None or now >= case.apply_at:
        raise TooLate
    put_back(session, case, decision, now, by)
    session.commit()


def put_back(session: Session, case: Case, decision: Decision, now: datetime, by: UUID | None) -> None:
    """An approval that had no effect yet has none, and the case waits again. The caller commits at once."""
    step = states.after(deciding.stand_of(session, case), states.Undone())
    carry_out(session, case, decision, step, now, times())
    _note(session, case, decision, step, now, by)


def times() -> Times:
    """How long things last, as this application is set."""
    chosen: Times = current_app.config["TIMES"]
    return chosen


def _lease() -> timedelta:
    return timedelta(minutes=times().lease_minutes)


def _fitting(verdict: Verdict) -> tuple[str, ...]:
    if not SHORTEST_KEY <= len(verdict.key) <= LONGEST_KEY:
        raise Unfit("form")
    if len(verdict.message) > LONGEST_MESSAGE:
        raise Unfit("message_long")
    if verdict.message and verdict.outcome == states.HOLD:  # what its writer is told follows the duties, not a reader
        raise Unfit("message_unfit")
    part = current_app.config["PART"]
    if set(verdict.notes) - set(content_notes.known(part, verdict.notes)):  # a note is a code, never words of a reader
        raise Unfit("notes_unfit")
    return fitting(part, verdict.outcome, verdict.codes, verdict.notes)


def _let_go(case: Case) -> None:
    case.holder_id = case.lease_hash = case.lease_until = None


def _note(session: Session, case: Case, decision: Decision, step: states.Step, now: datetime, by: UUID | None) -> None:
    session.flush()
    codes = tuple(filter(None, decision.codes.split(",")))
    note(session, step.note, post_id=case.post_id, on=now.date(), by=by, reasons=codes, wait=case.waited_minutes)
