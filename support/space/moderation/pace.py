"""How many decisions an account may make in an hour: a taken-over account can do little before it is seen (S56)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from support.common.accounts.throttling import limits
from support.space.cases.models import DecisionCount

MOST_DECISIONS = 60  # one a minute, all the hour: more than anybody reads well
HOUR = timedelta(hours=1)
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class TooManyDecisions(limits.TooMany):
    """This account decided all that it may in this hour. ``until``: when the next one begins."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def count(session: Session, by: UUID, now: datetime) -> None:
    """Count one decision of an account, in the caller's transaction. One statement: parallel ones cannot pass it
    together. Raises :class:`TooManyDecisions` at the one after the last that an hour by the clock allows."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    insert = INSERTS[session.connection().dialect.name](DecisionCount).values(account_id=by, hour=hour, decisions=1)
    counted = insert.on_conflict_do_update(
        index_elements=["account_id", "hour"],
        set_={"decisions": DecisionCount.decisions + 1},
        where=DecisionCount.decisions < MOST_DECISIONS,
    )
    if session.scalar(counted.returning(DecisionCount.decisions)) is None:
        raise TooManyDecisions(hour + HOUR)


def forget(session: Session, now: datetime) -> int:
    """Forget the counts of hours that are over. Returns how many; the caller commits."""
    over = sa.delete(DecisionCount).where(DecisionCount.hour <= now - 2 * HOUR)
    return len(session.scalars(over.returning(DecisionCount.hour)).all())
