"""In which order cases are offered: what is urgent first, then what waits longest; nobody waits for ever.

What is urgent counts as if it had been sent earlier by so many hours. So a case can be overtaken only by what is sent
within that time after it, whatever comes later (moderation.md 2.4, invariant 15).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from support.space.cases.models import Case

# 2 at once: before all that has not waited for a week; 1 soon: before what is a day older
AHEAD = {0: timedelta(0), 1: timedelta(days=1), 2: timedelta(days=7)}
NEWCOMER_AHEAD = timedelta(hours=6)  # the first answer decides whether somebody stays


def counts_from(opened_at: datetime, urgent: int, newcomer: bool) -> datetime:
    """The moment by which a case has its place: the earlier, the sooner."""
    return opened_at - AHEAD[urgent] - (NEWCOMER_AHEAD if newcomer else timedelta(0))


def order() -> tuple[Any, ...]:
    """The same for a query, the first case first; ties by when it was sent, then by chance."""
    ahead = sa.case({level: int(ahead.total_seconds()) for level, ahead in AHEAD.items()}, value=Case.urgent, else_=0)
    newcomer = sa.case((Case.newcomer, int(NEWCOMER_AHEAD.total_seconds())), else_=0)
    return sa.extract("epoch", Case.opened_at) - ahead - newcomer, Case.opened_at, Case.id
