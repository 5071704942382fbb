"""Walks the chained log from its first entry to its head and says where it is not what was written (safety.md S55)."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from support.common.audit.chain import BROKEN, START, plain_head, seal_of_entry, seal_of_head
from support.common.audit.models import AuditEntry, AuditHead

PAGE = 500
ALTERED = "altered: the seal is not that of these fields"
UNLINKED = "does not follow the entry before it"
MISSING = "missing"
DOUBLED = "there more than once"
OUT_OF_PLACE = "a number that no entry has"
BROKEN_BEFORE = "written when the chain was found broken"
NO_HEAD = "the head is missing"
TAIL_MISSING = "missing: the head says that the chain goes on to here"
HEAD_ALTERED = "the head is altered"
NOTED_OTHERWISE = "not the entry that was noted"

NO_PLACE = (-1, "")
Row = Sequence[Any]


@dataclass(frozen=True)
class Fault:
    """Something that is wrong: at which number (of a gap the first), and what."""

    number: int
    what: str


@dataclass(frozen=True)
class Noted:
    """An entry that somebody wrote down elsewhere. Only that shows that the whole database was put back to an earlier
    day."""

    number: int
    seal: str


@dataclass
class _Walk:
    key: bytes
    noted: Noted | None
    number: int = 0
    seal: str = START
    faults: list[Fault] = field(default_factory=list)

    def fault(self, number: int, what: str) -> None:
        self.faults.append(Fault(number, what))

    def through(self, session: Session, last: int | None = None) -> None:
        """Every entry after the one that was reached, to the ``last`` one or to the end."""
        rows = _page(session, None, last) if self.number == 0 else _page(session, self.number, last)
        while rows:
            for row in rows:
                self.step(row)
            rows = _page(session, rows[-1][0], last)

    def step(self, row: Row) -> None:
        """One entry: the row's number, its fields as text in the order of the table, its seal."""
        number, *fields, seal = row
        if number > self.number + 1:
            self.fault(self.number + 1, MISSING)
        elif number < 1:
            self.fault(number, OUT_OF_PLACE)
        elif number > self.number and fields[-1] != self.seal:
            self.fault(number, UNLINKED)
        if not _same(seal, seal_of_entry(self.key, _plain(fields, number))):
            self.fault(number, ALTERED)
        if fields[1] == BROKEN:
            self.fault(number, BROKEN_BEFORE)
        if self.noted and self.noted.number == number and not _same(seal, self.noted.seal):
            self.fault(number, NOTED_OTHERWISE)
        self.number, self.seal = max(number, self.number), str(seal)

    def end(self, head: tuple[int, str] | None) -> None:
        """The head says where the chain ends, and nobody without the key can make it say another place."""
        if head is None:
            if self.number:
                self.fault(self.number, NO_HEAD)
        elif head[0] > self.number:
            self.fault(head[0], TAIL_MISSING)
        elif not _same(head[1], seal_of_head(self.key, head[0], self.seal)):
            self.fault(head[0], HEAD_ALTERED)
        if self.noted and self.noted.number > self.number:
            self.fault(self.noted.number, NOTED_OTHERWISE)


def verify(session: Session, key: bytes, noted: Noted | None = None) -> list[Fault]:
    """Everything that is wrong with the chain; an empty list when it is whole. Entries that are recorded meanwhile
    are read too: the head is read after the entries, and then what came before it."""
    walk = _Walk(key, noted, faults=[Fault(number, DOUBLED) for number in _doubled(session)])
    walk.through(session)
    head = _head(session)
    if head and head[0] > walk.number:
        walk.through(session, head[0])
    walk.end(head)
    return walk.faults


def end_of_chain(session: Session) -> Noted | None:
    """The last entry, to be noted somewhere else; None before the first."""
    newest = select(AuditEntry.number, AuditEntry.seal).order_by(AuditEntry.number.desc()).limit(1)
    row = session.execute(newest).one_or_none()
    return Noted(row[0], row[1]) if row else None


def _head(session: Session) -> tuple[int, str] | None:
    rows = session.execute(select(AuditHead.number, AuditHead.seal)).all()
    if len(rows) > 1:
        return NO_PLACE
    return plain_head(rows[0][0], rows[0][1]) if rows else None


def _doubled(session: Session) -> Sequence[int]:
    """Numbers that stand there twice: only where the table's key was taken away."""
    number = AuditEntry.number
    return session.scalars(select(number).group_by(number).having(func.count() > 1)).all()


def _page(session: Session, after: int | None, last: int | None) -> Sequence[Row]:
    """Some entries, every field as the text that stands in the database: what cannot be a day is altered too."""
    entry = AuditEntry
    columns = (entry.day, entry.event, entry.codes, entry.wait_minutes, entry.actor, entry.subject, entry.previous)
    page = select(entry.number, *(cast(column, Text) for column in columns), entry.seal).order_by(entry.number)
    if after is not None:
        page = page.where(entry.number > after)
    if last is not None:
        page = page.where(entry.number <= last)
    return session.execute(page.limit(PAGE)).all()


def _plain(fields: Sequence[str | None], number: int) -> tuple[str | None, ...]:
    """The fields as they were sealed; PostgreSQL writes hyphens into an id."""
    day, event, codes, wait, actor, subject, previous = fields
    ids = (value.replace("-", "") if value else value for value in (actor, subject))
    return (str(number), day, event, codes, wait, *ids, previous)


def _same(found: str, right: str) -> bool:
    return hmac.compare_digest(str(found).encode(), right.encode())
