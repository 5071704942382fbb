"""What waits for a time: approvals take effect after the undo window, unanswered requests for changes lapse.

The housekeeper does it; whatever dies in between is exactly before or exactly after each step (invariant 8).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.kernel.clock import database_now
from support.common.kernel.db import begin_writing, db
from support.common.kernel.logs import log
from support.common.sealing.wrapping import KeyGone, Unreadable
from support.space.cases import states
from support.space.cases.models import APPROVING, Case, Decision
from support.space.cases.noting import note
from support.space.forum.models import CHANGES_REQUESTED, LAPSED, Post, Revision
from support.space.forum.notices.telling import tell
from support.space.forum.publishing import NotWhatWasRead
from support.space.moderation import deciding, pace, pulse
from support.space.moderation.effects import carry_out
from support.space.moderation.readers import may_read_still
from support.space.moderation.reviewing import put_back, times

AT_A_TIME = 100


def apply_due() -> int:
    """The housekeeper's job: publish what was approved and whose undo window is over. Returns how many were."""
    session = db.session()
    now = database_now(session)
    wanted = sa.select(Case.id).where(Case.state == APPROVING, Case.apply_at <= now).order_by(Case.apply_at)
    due = [] if pulse.frozen(session) else session.scalars(wanted.limit(AT_A_TIME)).all()
    session.rollback()
    return sum(_apply_alone(session, case_id) for case_id in due)


def _apply_alone(session: Session, case_id: UUID) -> bool:
    """One of many: whatever is wrong with it, the others are published. It is tried again at the next pass."""
    try:
        return apply(session, case_id, database_now(session))
    except Exception:
        session.rollback()
        log.error("not published", exc_info=True, extra={"job": "apply_due"})
        return False


def apply(session: Session, case_id: UUID, now: datetime) -> bool:
    """Let one approval take effect, if it is still that one, its time has come and nothing is frozen. Commits.

    Returns whether readers see it now. The approval of somebody who may not read any more has no effect: the case
    waits again (safety.md S56). So does one whose text is not what the decision names.
    """
    begin_writing(session)
    case = deciding.locked(session, case_id)
    if case is None or case.state != APPROVING or case.apply_at is None or now < case.apply_at:
        session.rollback()
        return False
    if pulse.held_still(session):
        session.rollback()
        return False
    pending = sa.select(Decision).where(Decision.case_id == case_id, Decision.standing == states.PENDING)
    decision = session.scalars(pending).one()
    if not may_read_still(session, decision.by_id):
        put_back(session, case, decision, now, None)
        session.commit()
        return False
    return _publish(session, case, decision, now)


def _publish(session: Session, case: Case, decision: Decision, now: datetime) -> bool:
    case_id = case.id
    step = states.after(deciding.stand_of(session, case), states.Applied())
    try:
        carry_out(session, case, decision, step, now, times())
    except (NotWhatWasRead, KeyGone, Unreadable):
        log.error("not published", exc_info=True, extra={"job": "apply_due"})
        session.rollback()
        _give_back(session, case_id, now)
        return False
    session.flush()
    codes = tuple(filter(None, decision.codes.split(",")))
    note(session, step.note, post_id=case.post_id, on=now.date(), reasons=codes, wait=case.waited_minutes)
    session.commit()
    return True


def _give_back(session: Session, case_id: UUID, now: datetime) -> None:
    """A text that cannot be published as it was read waits to be read again."""
    begin_writing(session)
    case = deciding.locked(session, case_id)
    pending = sa.select(Decision).where(Decision.case_id == case_id, Decision.standing == states.PENDING)
    decision = session.scalar(pending)
    if case is not None and decision is not None and case.state == APPROVING:
        put_back(session, case, decision, now, None)
    session.commit()


def lapse_due(now: datetime) -> int:
    """The housekeeper's job: texts for which changes were asked and never made lapse, and their writers are told."""
    session = db.session()
    over = sa.select(Revision.id).where(Revision.state == CHANGES_REQUESTED, Revision.lapses_on <= now.date())
    due = session.scalars(over.limit(AT_A_TIME)).all()
    session.rollback()
    return sum(_lapse(session, revision_id, now) for revision_id in due)


def _lapse(session: Session, revision_id: UUID, now: datetime) -> bool:
    begin_writing(session)
    lapsing = (
        sa.update(Revision)
        .where(Revision.id == revision_id, Revision.state == CHANGES_REQUESTED, Revision.lapses_on <= now.date())
        .values(state=LAPSED, lapses_on=None)
        .returning(Revision.post_id)
    )
    post_id = session.scalar(lapsing)
    if post_id is None:
        session.rollback()
        return False
    author_id = session.scalar(sa.select(Post.author_id).where(Post.id == post_id))
    if author_id is not None:
        tell(session, author_id, key=f"lapsed:{revision_id}", kind="lapsed", post_id=post_id, revision_id=revision_id)
    note(session, "lapsed", post_id=post_id, on=now.date())
    session.commit()
    return True


def forget_paces(now: datetime) -> int:
    """The housekeeper's job: forget how much was decided in hours that are over."""
    session = db.session()
    begin_writing(session)
    count = pace.forget(session, now)
    session.commit()
    return count
