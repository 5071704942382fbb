"""From the numbers that the index gives to posts that a reader may see: the database decides, each time anew."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.forum.models import Post, Publication, Thread
from support.space.forum.reading.queries import columns, muted_thread
from support.space.forum.searching.index import MOST_FOUND, Found, search
from support.space.forum.visibility import visible

RESULTS_A_PAGE = 20


@dataclass(frozen=True)
class Results:
    """One page of what was found. ``pages`` counts what this reader can see; ``full``: there may be more than this."""

    rows: Sequence[sa.Row[Any]]
    pages: int
    loosened: bool
    full: bool


def find(session: Session, text: str, reader_id: uuid.UUID, page: int) -> Results:
    """The visible posts with these words, outside of threads that the reader has muted. Raises ``IndexUnavailable``.

    Two questions to the database: which of the found posts are visible, and the words of those on this page.
    """
    found = search(text)
    numbers = _seen(session, found, reader_id)
    if found.numbers and not numbers and not found.loosened:  # what is hidden answers like what never was
        found = search(text, loosely=True)
        numbers = _seen(session, found, reader_id)
    if not numbers:
        return Results([], 1, loosened=False, full=False)
    shown = numbers[(page - 1) * RESULTS_A_PAGE : page * RESULTS_A_PAGE]
    rows = {row.number: row for row in session.execute(columns(reader_id).where(Publication.number.in_(shown)))}
    return Results(
        [rows[number] for number in shown if number in rows],
        max(1, -(-len(numbers) // RESULTS_A_PAGE)),
        found.loosened,
        len(found.numbers) == MOST_FOUND,
    )


def _seen(session: Session, found: Found, reader_id: uuid.UUID) -> list[int]:
    """Those of the found numbers that this reader can see, in their order."""
    if not found.numbers:
        return []
    wanted = visible().join(Thread, Thread.id == Post.thread_id).with_only_columns(Publication.number).where(
        Publication.number.in_(found.numbers), sa.not_(muted_thread(reader_id))
    )  # fmt: skip
    seen = set(session.scalars(wanted))
    return [number for number in found.numbers if number in seen]
