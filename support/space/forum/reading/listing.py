"""Lists of threads: of a board, unanswered ones, those that a reader follows. No list counts anything."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.forum.models import Post, Thread
from support.space.forum.reading.models import Follow, MutedThread
from support.space.forum.reading.queries import columns, muted_thread

THREADS_A_PAGE = 20
Order = tuple[sa.ColumnElement[Any], ...]
NEWEST_FIRST: Order = (Thread.moved_on.desc(), Thread.id.asc())
OLDEST_FIRST: Order = (Thread.moved_on.asc(), Thread.id.asc())


@dataclass(frozen=True)
class Listed:
    """One page of threads. ``more``: whether older ones follow. ``muted``: whether muted ones were left out."""

    threads: Sequence[sa.Row[Any]]
    more: bool
    muted: bool = False


def of_board(session: Session, board_id: uuid.UUID, reader_id: uuid.UUID, page: int) -> Listed:
    """The threads of a board, those that moved last first."""
    wanted = sa.select(Thread.id).where(Thread.board_id == board_id, Thread.shown, sa.not_(muted_thread(reader_id)))
    left_out = sa.select(MutedThread.thread_id).join(Thread, Thread.id == MutedThread.thread_id).where(
        MutedThread.account_id == reader_id, Thread.board_id == board_id, Thread.shown
    )  # fmt: skip
    found = _page(session, wanted, NEWEST_FIRST, reader_id, page)
    return Listed(found.threads, found.more, bool(session.scalar(sa.select(left_out.exists()))))


def unanswered(session: Session, reader_id: uuid.UUID, page: int) -> Listed:
    """Threads of others in which nobody else has answered yet: who has waited longest comes first."""
    own = sa.exists().where(Post.thread_id == Thread.id, Post.parent_id.is_(None), Post.author_id == reader_id)
    wanted = sa.select(Thread.id).where(
        Thread.shown, sa.not_(Thread.answered), sa.not_(Thread.locked), sa.not_(muted_thread(reader_id)), sa.not_(own)
    )
    return _page(session, wanted, OLDEST_FIRST, reader_id, page)


def followed(session: Session, reader_id: uuid.UUID, page: int) -> Listed:
    """The threads that a reader follows, those that moved last first."""
    own = sa.select(Follow.thread_id).where(Follow.account_id == reader_id)
    wanted = sa.select(Thread.id).where(Thread.id.in_(own), Thread.shown)
    return _page(session, wanted, NEWEST_FIRST, reader_id, page)


def muted(session: Session, reader_id: uuid.UUID) -> Sequence[sa.Row[Any]]:
    """The threads that a reader has muted and that are there to see."""
    ids = sa.select(MutedThread.thread_id).where(MutedThread.account_id == reader_id)
    return session.execute(_threads(reader_id).where(Post.thread_id.in_(ids)).order_by(Thread.id)).all()


def _threads(reader_id: uuid.UUID) -> sa.Select[Any]:
    """Visible opening posts with their threads."""
    moved = columns(reader_id).add_columns(Thread.moved_on.label("moved_on"), Thread.answered.label("answered"))
    return moved.join(Thread, Thread.id == Post.thread_id).where(Post.parent_id.is_(None), Thread.shown)


def _page(
    session: Session, wanted: sa.Select[Any], order: Order, reader_id: uuid.UUID, page: int
) -> Listed:  # fmt: skip
    """A page, and one row more by which it is seen whether there is another.

    Which threads stand on it is settled first, from their own rows alone: the words of no others are read.
    """
    start = (page - 1) * THREADS_A_PAGE
    ids = wanted.order_by(*order).limit(THREADS_A_PAGE + 1).offset(start).subquery()
    found = session.execute(_threads(reader_id).where(Post.thread_id.in_(sa.select(ids.c.id))).order_by(*order)).all()
    return Listed(found[:THREADS_A_PAGE], len(found) > THREADS_A_PAGE)
