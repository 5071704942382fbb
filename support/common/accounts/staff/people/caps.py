"""How many grave acts one account may do in an hour: a taken-over account can do little before it is seen (S56)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from support.common.accounts.models import ActCount
from support.common.accounts.throttling import limits

MOST_GRAVE_ACTS = 10  # far more than a team needs in an hour in which nothing is wrong
HOUR = timedelta(hours=1)
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class TooMany(limits.TooMany):
    """This account did all that it may do in this hour. ``until``: when the next one begins."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def count(session: Session, account_id: uuid.UUID, now: datetime, *, most: int = MOST_GRAVE_ACTS) -> None:
    """Count one act of an account, in the caller's transaction: what is not committed was not counted.

    One statement, so that parallel acts cannot pass it together. Raises :class:`TooMany` at the one after ``most``
    in an hour by the clock.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    insert = INSERTS[session.connection().dialect.name](ActCount).values(account_id=account_id, hour=hour, acts=1)
    counted = insert.on_conflict_do_update(
        index_elements=["account_id", "hour"], set_={"acts": ActCount.acts + 1}, where=ActCount.acts < most
    )
    if session.scalar(counted.returning(ActCount.acts)) is None:
        raise TooMany(hour + HOUR)
