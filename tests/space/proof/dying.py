"""A process that dies at a commit, and what stands in every table of a space: before and after are compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.audit.models import AuditEntry, OutboxItem
from support.common.kernel.db import PartSession, db
from support.space.cases.models import Case, Decision, Reading, Skipped
from support.space.forum.models import Post, Publication, PublicationChange, Revision, Thread
from support.space.forum.notices.models import Notice
from support.space.forum.writing.models import Draft, Fingerprint, TakenForm

TABLES: tuple[type[Any], ...] = (
    Thread, Post, Revision, Publication, PublicationChange, Case, Decision, Skipped, Reading, Notice, OutboxItem,
    AuditEntry, Draft, TakenForm, Fingerprint,
)  # fmt: skip
OF_READERS: tuple[type[Any], ...] = (Thread, Publication, PublicationChange, OutboxItem, Notice)
Kept = dict[str, list[str]]


class Killed(BaseException):
    """The process is gone: nothing that catches errors catches this."""


@contextmanager
def killed_at(number: int, *, before: bool) -> Iterator[None]:
    """Die at the so-manieth commit from here: just before it is made, or just after."""
    made = 0

    def commit(self: Session) -> None:
        nonlocal made
        made += 1
        if made == number and before:
            raise Killed
        super(PartSession, self).commit()
        if made == number:
            raise Killed

    PartSession.commit = commit  # type: ignore[method-assign]
    try:
        yield
    finally:
        del PartSession.commit


def restarted() -> None:
    """What the process held is gone."""
    db.session.rollback()
    db.session.remove()


def standing(tables: tuple[type[Any], ...] = TABLES) -> Kept:
    """Every row of these tables, in an order of its own."""
    db.session.rollback()
    rows = {one.__tablename__: sorted(map(repr, db.session.execute(sa.select(one.__table__)))) for one in tables}
    db.session.rollback()
    return rows


def changed(one: Kept, other: Kept) -> list[str]:
    """The tables that differ."""
    return [name for name in one if one[name] != other[name]]
