"""What writers do to a case: sending opens it or moves its head, taking back closes it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.cases import conflicts, states
from support.space.cases.conflicts import Conflict
from support.space.cases.models import CLOSED, HELD, QUEUED, Case, Decision
from support.space.cases.states import PENDING, WAITING, Stand

OVER_BY_THE_WRITER = (WAITING, PENDING)  # decisions that have had no effect yet
AT_ONCE = 2


@dataclass(frozen=True)
class Sent:
    """What is to be read: exactly this revision, and what screening says of it."""

    post_id: UUID
    revision_id: UUID
    digest: str
    hints: Sequence[str] = ()
    urgent: int = 0
    screened: bool = True
    newcomer: bool = False
    need: int = 1


def open_or_move(session: Session, sent: Sent, now: datetime) -> Case:
    """Open the post's case, or move the head of the open one to what was sent: whoever read the older text can no
    longer decide, and a decision that has had no effect yet has none. Raises :class:`Conflict` for a held one."""
    case = _open_case(session, sent.post_id)
    if case is None:
        case = Case(post_id=sent.post_id, state=QUEUED, version=1, opened_at=now)
        session.add(case)
    else:
        try:
            step = states.after(Stand(case.state, case.need), states.Sent(sent.need))
        except states.NotAllowed as error:
            raise Conflict(conflicts.HELD) from error
        _void(session, case)
        case.state, case.version, case.apply_at = step.to.state, case.version + 1, None
    case.head_id, case.head_digest = sent.revision_id, sent.digest
    case.hints, case.screened = ",".join(sent.hints), sent.screened
    case.urgent = AT_ONCE if case.cared_for else sent.urgent
    case.newcomer, case.need = sent.newcomer, sent.need
    let_go(case)
    session.flush()
    return case


def close_for_writer(session: Session, post_id: UUID, now: datetime) -> bool:
    """End the open case of a post that its writer takes back. Returns whether there was one; a held one stays."""
    case = _open_case(session, post_id)
    if case is None or case.state == HELD:
        return False
    states.after(Stand(case.state, case.need), states.Withdrawn())
    _void(session, case)
    close(case, now)
    return True


def _open_case(session: Session, post_id: UUID) -> Case | None:
    """The post's open case as it stands now, for this transaction alone."""
    wanted = sa.select(Case).where(Case.post_id == post_id, Case.state != CLOSED).with_for_update()
    return session.scalar(wanted.execution_options(populate_existing=True))


def close(case: Case, now: datetime) -> None:
    """A case is over: its exact times go, the wait stays in whole minutes (DESIGN section 6 "Audit")."""
    if case.opened_at is not None:
        case.waited_minutes = max(0, int((now - case.opened_at).total_seconds() // 60))
    case.state, case.version, case.closed_on = CLOSED, case.version + 1, now.date()
    case.opened_at = case.apply_at = None
    let_go(case)


def let_go(case: Case) -> None:
    """Nobody holds the case."""
    case.holder_id = case.lease_hash = case.lease_until = None


def _void(session: Session, case: Case) -> None:
    wanted = sa.update(Decision).where(Decision.case_id == case.id, Decision.standing.in_(OVER_BY_THE_WRITER))
    session.execute(wanted.values(standing=states.VOID, sealed=""))
