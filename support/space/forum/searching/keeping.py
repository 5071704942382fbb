"""Keeps the index in step with what is published: the housekeeper's job.

On PostgreSQL a change that was numbered earlier may be committed later. So changes are read again until they have
been there for a while; only then does the index's own position move past them.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from support.common.index.engine import Fields, IndexUnavailable
from support.common.kernel.db import db
from support.space.forum.models import Publication, PublicationChange
from support.space.forum.searching.index import EXTENSION, document, index
from support.space.forum.searching.terms import Hasher

BATCH = 1_000
SETTLED_SECONDS = 120.0  # longer than any transaction lasts (kernel/db.POSTGRESQL)
WORDS = (Publication.number, Publication.title, Publication.body)


@dataclass
class Follower:
    """What this process has seen of the sequence behind the index's position: ``read`` are places taken in already,
    ``seen`` when which place was the newest."""

    read: set[int] = field(default_factory=set)
    seen: deque[tuple[float, int]] = field(default_factory=deque)

    def settled(self, newest: int, at: float) -> int | None:
        """The newest place that has been there long enough, if there is one. ``at`` in seconds."""
        if not self.seen or self.seen[-1][1] != newest:
            self.seen.append((at, newest))
        found = None
        while self.seen and at - self.seen[0][0] >= SETTLED_SECONDS:
            found = self.seen.popleft()[1]
        return found

    def pass_by(self, place: int) -> None:
        """Forget what lies up to that place: the index has passed it."""
        self.read = {one for one in self.read if one > place}


def refresh(session: Session, at: float | None = None) -> int:
    """Take in what changed, or build anew where there is no usable index. Returns how many changes were read."""
    moment = time.monotonic() if at is None else at
    try:
        return _catch_up(session, moment)
    except IndexUnavailable:
        return rebuild(session)


def rebuild(session: Session) -> int:
    """Build the index anew from what is published. Returns how many posts it holds."""
    _forget_follower()
    start, hasher = max(0, _newest(session) - BATCH), Hasher()  # the last ones are read again, as after any change
    return index().rebuild(lambda: _all(session, hasher), start)


def keep_index() -> None:
    """The housekeeper's job."""
    refresh(db.session())


def _catch_up(session: Session, at: float) -> int:
    follower, position, count = _follower(), index().position(), 0
    newest = _newest(session)
    if newest < position:  # another database than the one that was indexed: a copy of an earlier day
        raise IndexUnavailable("the sequence of changes is behind the index")
    changes = [row for row in _changes(session, position) if row.place not in follower.read]
    settled = follower.settled(newest, at)
    passed = position if settled is None else max(position, settled)
    for start in range(0, len(changes), BATCH):
        batch = changes[start : start + BATCH]
        numbers = list({row.number for row in batch})
        index().apply(_documents(session, numbers), numbers, position)
        follower.read.update(row.place for row in batch)
        count += len(batch)
    if passed > position:
        index().apply([], [], passed)
        follower.pass_by(passed)
    return count


def _documents(session: Session, numbers: list[int]) -> list[Fields]:
    hasher = Hasher()
    rows = session.execute(sa.select(*WORDS).where(Publication.number.in_(numbers)))
    return [document(row, hasher) for row in rows]


def _all(session: Session, hasher: Hasher) -> Iterator[Fields]:
    rows = session.execute(sa.select(*WORDS).execution_options(yield_per=BATCH))
    return (document(row, hasher) for row in rows)


def _changes(session: Session, position: int) -> list[sa.Row[Any]]:
    wanted = sa.select(PublicationChange.place, PublicationChange.number).where(PublicationChange.place > position)
    return list(session.execute(wanted.order_by(PublicationChange.place)))


def _newest(session: Session) -> int:
    return session.scalar(sa.select(sa.func.max(PublicationChange.place))) or 0


def _follower() -> Follower:
    found: Follower = current_app.extensions.setdefault(f"{EXTENSION} follower", Follower())
    return found


def _forget_follower() -> None:
    current_app.extensions.pop(f"{EXTENSION} follower", None)
