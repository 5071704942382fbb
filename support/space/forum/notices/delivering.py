"""Telling those who asked for it that there is a new answer: from the outbox, at least once, told once.

Only what is visible at the moment of delivery is spoken of; a post that was taken back meanwhile tells nobody
anything (moderation.md, invariants 1, 8 and 14).
"""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import ACTIVE, Account
from support.common.audit.outbox import Item
from support.space.forum.models import Post
from support.space.forum.notices.sentences import ANSWER, ANSWERED
from support.space.forum.notices.telling import tell
from support.space.forum.reading.models import Follow, MutedPerson, MutedThread
from support.space.forum.visibility import visible

PUBLISHED = "published"  # the outbox's kind; ``about`` is the post


def deliver(session: Session, item: Item) -> int:
    """Tell the followers of the thread, and whose post was answered, that a post is there. Returns how many were told.

    Never its writer, and never somebody who muted the writer or the thread. Told again, nobody hears it twice: also
    not of a new version of the same post. The caller commits.
    """
    post = session.scalar(visible().where(Post.id == item.about))
    if post is None or post.parent_id is None:
        return 0
    answered = session.scalar(sa.select(Post.author_id).where(Post.id == post.parent_id))
    told, key = 0, f"answer:{post.id}"
    for reader in session.scalars(_readers(post, answered)).all():
        kind = ANSWERED if reader == answered else ANSWER
        told += tell(session, reader, key=key, kind=kind, post_id=post.id, on=item.now.date())
    return told


def _readers(post: Post, answered: uuid.UUID | None) -> sa.Select[Any]:
    follows = sa.select(Follow.account_id).where(Follow.thread_id == post.thread_id)
    muted = sa.select(MutedPerson.account_id).where(MutedPerson.muted_id == post.author_id)
    away = sa.select(MutedThread.account_id).where(MutedThread.thread_id == post.thread_id)
    wanted = sa.select(Account.id).where(sa.or_(Account.id.in_(follows), Account.id == answered))
    wanted = wanted.where(Account.state == ACTIVE, Account.id.not_in(muted), Account.id.not_in(away))
    return wanted.where(Account.id != post.author_id).order_by(Account.id)
