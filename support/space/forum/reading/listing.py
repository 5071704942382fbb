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


@dataclass(frozen=True)
class Listed:
    """One page of threads. ``more``: whether older ones follow. ``muted``: whether muted ones were left out."""

    threads: Sequence[sa.Row[Any]]
    more: bool
    muted: bool


def of_board(session: Session, board_id: uuid.UUID, reader_id: uuid.UUID, page: int) -> Listed:
    """The threads of a board, those that moved last first."""
    wanted = _open(reader_id).where(Thread.board_id == board_id)
    found = _page(session, wanted.order_by(Thread.moved_on.desc(), Thread.id), page)
    left_out = sa.select(MutedThread.thread_id).join(Thread, Thread.id == MutedThread.thread_id).where(
        MutedThread.account_id == reader_id, Thread.board_id == board_id, Thread.shown
    )  # fmt: skip
    return Listed(found[:THREADS_A_PAGE], len(found) > THREADS_A_PAGE, _any(session, left_out))


def unanswered(session: Session, reader_id: uuid.UUID, page: int) -> Listed:
    """Threads of others in which nobody else has answered yet: who has waited longest comes first."""
    wanted = _open(reader_id).where(
        sa.not_(Thread.answered), sa.not_(Thread.locked), Post.author_id.is_distinct_from(reader_id)
    )
    found = _page(session, wanted.order_by(Thread.moved_on, Thread.id), page)
    return Listed(found[:THREADS_A_PAGE], len(found) > THREADS_A_PAGE, muted=False)


def followed(session: Session, reader_id: uuid.UUID, page: int) -> Listed:
    """The threads that a reader follows, those that moved last first."""
    wanted = _open(reader_id).join(Follow, Follow.thread_id == Thread.id).where(Follow.account_id == reader_id)
    found = _page(session, wanted.order_by(Thread.moved_on.desc(), Thread.id), page)
    return Listed(found[:THREADS_A_PAGE], len(found) > THREADS_A_PAGE, muted=False)


def muted(session: Session, reader_id: uuid.UUID) -> Sequence[sa.Row[Any]]:
    """The threads that a reader has muted and that are there to see."""
    wanted = _threads(reader_id).join(MutedThread, MutedThread.thread_id == Thread.id)
    return session.execute(wanted.where(MutedThread.account_id == reader_id).order_by(Thread.id)).all()


def _threads(reader_id: uuid.UUID) -> sa.Select[Any]:
    """Visible opening posts with their threads."""
    moved = columns(reader_id).add_columns(Thread.moved_on.label("moved_on"), Thread.answered.label("answered"))
    return moved.join(Thread, Thread.id == Post.thread_id).where(Post.parent_id.is_(None), Thread.shown)


def _open(reader_id: uuid.UUID) -> sa.Select[Any]:
    return _threads(reader_id).where(sa.not_(muted_thread(reader_id)))


def _page(session: Session, wanted: sa.Select[Any], page: int) -> Sequence[sa.Row[Any]]:
    """A page and one row more, by which it is seen whether there is another."""
    start = (page - 1) * THREADS_A_PAGE
    return session.execute(wanted.limit(THREADS_A_PAGE + 1).offset(start)).all()


def _any(session: Session, wanted: sa.Select[Any]) -> bool:
    return bool(session.scalar(sa.select(wanted.exists())))
