"""How long somebody can expect to wait: from what was waited in the last weeks, honestly, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.cases.models import CLOSED, Case, Decision
from support.space.cases.states import EFFECTIVE

LOOKED_BACK = timedelta(days=28)
FEWEST, MOST = 5, 1_000


@dataclass(frozen=True)
class Wait:
    """Whole minutes: half of what was sent was read within ``usual``, nine in ten within ``most``."""

    usual: int
    most: int


def expected_wait(session: Session, now: datetime) -> Wait | None:
    """What the last weeks say; None where too little was read to say anything. Reads only."""
    decided = sa.exists().where(Decision.case_id == Case.id, Decision.standing == EFFECTIVE)
    wanted = sa.select(Case.waited_minutes).where(
        Case.state == CLOSED,
        Case.waited_minutes.is_not(None),
        Case.closed_on >= (now - LOOKED_BACK).date(),
        decided,
    )
    minutes = sorted(m for m in session.scalars(wanted.order_by(Case.closed_on.desc()).limit(MOST)) if m is not None)
    if len(minutes) < FEWEST:
        return None
    return Wait(at(minutes, 0.5), at(minutes, 0.9))


def at(minutes: list[int], share: float) -> int:
    """The wait that this share of the sorted waits does not exceed."""
    return minutes[min(len(minutes) - 1, max(0, -int(-share * len(minutes) // 1) - 1))]
