"""A person's own notices: the list, and whether there is something new. Read only."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.forum.models import Post
from support.space.forum.notices.models import Notice
from support.space.forum.notices.telling import message_of
from support.space.forum.visibility import visible

MOST_SHOWN = 100


@dataclass(frozen=True)
class Told:
    """One notice as its owner reads it. ``thread_id`` is none where the post cannot be seen among the others now.

    ``own``: whether it is about a post of theirs. ``message`` is what a reader wrote to them.
    """

    id: uuid.UUID
    kind: str
    on: date
    seen: bool
    own: bool
    post_id: uuid.UUID | None
    thread_id: uuid.UUID | None
    codes: tuple[str, ...]
    message: str = field(repr=False, default="")


def of(session: Session, account_id: uuid.UUID) -> list[Told]:
    """What somebody was told, what is new first, then the newest day."""
    wanted = sa.select(Notice, Post.author_id).outerjoin(Post, Post.id == Notice.post_id)
    mine = wanted.where(Notice.account_id == account_id).order_by(Notice.seen, Notice.made_on.desc(), Notice.id)
    rows = session.execute(mine.limit(MOST_SHOWN)).all()
    posts = {notice.post_id for notice, _author in rows if notice.post_id}
    seen = visible().where(Post.id.in_(posts)).with_only_columns(Post.id, Post.thread_id)
    threads = {row.id: row.thread_id for row in session.execute(seen)} if posts else {}
    return [_told(notice, author == account_id, threads) for notice, author in rows]


def unseen(session: Session, account_id: uuid.UUID) -> int:
    """How many notices their owner has not seen: one look into an index."""
    wanted = sa.select(sa.func.count()).where(Notice.account_id == account_id, Notice.seen.is_(False))
    return session.scalar(wanted) or 0


def _told(notice: Notice, own: bool, threads: dict[uuid.UUID, uuid.UUID]) -> Told:
    codes = tuple(filter(None, notice.codes.split(",")))
    thread = threads.get(notice.post_id) if notice.post_id else None
    return Told(
        notice.id, notice.kind, notice.made_on, notice.seen, own, notice.post_id, thread, codes, message_of(notice)
    )
