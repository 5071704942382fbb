"""What is published around a post: what it answers, what it quotes, what else stands in its thread.

Published text only, through :func:`visibility.visible`: whoever reads sees nothing here that readers do not see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import Account
from support.space.forum import quotes
from support.space.forum.content import Quote
from support.space.forum.models import Post, Publication
from support.space.forum.quotes import Quoted
from support.space.forum.visibility import visible

MOST_EARLIER = 5


@dataclass(frozen=True)
class Published:
    """A published post as readers see it: ``name`` is empty where its writer has left."""

    post_id: UUID
    opens: bool
    name: str
    title: str
    body: str
    language: str
    day: date


@dataclass(frozen=True)
class Around:
    """The published surroundings of one post. ``answered``: what it answers, where that is not the opening post;
    ``earlier``: the latest others, the oldest of them first."""

    opening: Published | None
    answered: Published | None
    quoted: Quoted | None
    earlier: tuple[Published, ...]


def around(session: Session, post: Post, quote: Quote | None) -> Around:
    """What surrounds the post, in two questions, and a third where it quotes."""
    opens = sa.and_(Post.thread_id == post.thread_id, Post.parent_id.is_(None))
    named = sa.or_(opens, Post.id == post.parent_id) if post.parent_id else opens
    found = _published(session, _wanted().where(named, Post.id != post.id))
    opening = next((one for one in found if one.opens), None)
    answered = next((one for one in found if one.post_id == post.parent_id and not one.opens), None)
    apart = [post.id, *(one.post_id for one in (opening, answered) if one)]
    others = _wanted().where(Post.thread_id == post.thread_id, Post.id.not_in(apart))
    latest = others.order_by(Publication.published_on.desc(), Publication.number).limit(MOST_EARLIER)
    earlier = tuple(reversed(_published(session, latest)))
    quoted = quotes.find(session, {post.id: quote})[post.id] if quote else None
    return Around(opening, answered, quoted, earlier)


def _wanted() -> Any:
    named = visible().outerjoin(Account, Account.id == Post.author_id)
    return named.with_only_columns(Post.parent_id, Account.name, Publication)


def _published(session: Session, wanted: Any) -> list[Published]:
    return [
        Published(
            shown.post_id, parent is None, name or "", shown.title, shown.body, shown.language, shown.published_on
        )
        for parent, name, shown in session.execute(wanted)
    ]
