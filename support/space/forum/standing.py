"""What lists say of a thread, restated whenever something in it becomes visible or stops being so."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.forum.models import Post, Publication, Thread
from support.space.forum.visibility import visible


def hold(session: Session, thread_id: UUID) -> None:
    """Lock a thread before anything in it is counted: of two who change it, the second sees the first's."""
    session.execute(sa.select(Thread.id).where(Thread.id == thread_id).with_for_update())


def restate(session: Session, thread_id: UUID) -> None:
    """Bring a thread's row in line with its visible posts, in the caller's transaction."""
    hold(session, thread_id)
    seen = visible().where(Post.thread_id == thread_id).with_only_columns(
        Post.parent_id, Post.author_id, Publication.published_on
    )  # fmt: skip
    rows = session.execute(seen).all()
    openers = [row for row in rows if row.parent_id is None]
    answers = [row for row in rows if row.parent_id is not None]
    values = {
        "shown": bool(openers),
        "answers": len(answers),
        "moved_on": max((row.published_on for row in rows), default=None),
        "answered": any(row.author_id != openers[0].author_id for row in answers) if openers else False,
    }
    session.execute(sa.update(Thread).where(Thread.id == thread_id).values(values))
