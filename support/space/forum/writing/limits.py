"""How much one person can send: so that readers keep up, and nobody's words wait behind a heap of somebody else's."""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.cases.models import Decision
from support.space.forum.models import QUEUED, Post, Revision

MOST_WAITING, MOST_WAITING_OF_NEWCOMERS = 5, 3
MOST_A_DAY = 20
NEWCOMER_UNTIL = 3  # posts that were published before
APPROVALS = ("approve", "approve_with_note")


def published_before(session: Session, by: uuid.UUID) -> int:
    """How many posts of somebody were ever published, whatever became of them since."""
    counted = (
        sa.select(sa.func.count(sa.distinct(Revision.post_id)))
        .join(Post, Post.id == Revision.post_id)
        .join(Decision, Decision.revision_id == Revision.id)
        .where(Post.author_id == by, Decision.standing == "effective", Decision.outcome.in_(APPROVALS))
    )
    return session.scalar(counted) or 0


def too_much(session: Session, by: uuid.UUID, post_id: uuid.UUID | None, before: int, today: date) -> str:
    """A code of why nothing more is taken now, empty where there is room. ``post_id``: what gets another version."""
    mine = sa.select(sa.func.count()).select_from(Revision).join(Post, Post.id == Revision.post_id)
    mine = mine.where(Post.author_id == by)
    if (session.scalar(mine.where(Revision.sent_on == today)) or 0) >= MOST_A_DAY:
        return "many_today"
    waiting = session.scalar(
        mine.where(Revision.state == QUEUED, Revision.post_id != post_id if post_id else sa.true())
    )
    most = MOST_WAITING_OF_NEWCOMERS if before < NEWCOMER_UNTIL else MOST_WAITING
    return "many_waiting" if (waiting or 0) >= most else ""
