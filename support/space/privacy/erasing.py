"""Deleting everything that the forum holds on one person (promise 10; safety.md S48; moderation.md, invariant 22).

In this order: what readers see of them, then what lies below. It may be called again, and needs no key. In this
version it also deletes what is held because somebody may be in danger: keeping a sealed copy where the law orders it
is not built yet (docs/privacy.md says so).
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.audit.models import OutboxItem
from support.space.cases.models import Case, Decision, DecisionCount, Skipped
from support.space.forum.models import WITHDRAWN, Post
from support.space.forum.notices.models import Notice
from support.space.forum.reading.models import Follow, MutedPerson, MutedThread, NoteChoice, Reaction
from support.space.forum.writing.models import Draft, TakenForm
from support.space.privacy.removing import remove_posts, remove_shells

OF_ONE = (  # all have an account_id
    Reaction, Follow, MutedThread, MutedPerson, NoteChoice, Notice, TakenForm, Skipped, DecisionCount,
)  # fmt: skip


def erase(session: Session, account_id: UUID, _on: date) -> None:
    """Delete it in the caller's transaction. What others have written stays, and stands on its own."""
    session.flush()
    posts = session.scalars(sa.select(Post.id).where(Post.author_id == account_id).order_by(Post.id)).all()
    remove_posts(session, posts, WITHDRAWN)
    _delete(session, Draft, Draft.author_id == account_id)
    for table in OF_ONE:
        _delete(session, table, table.account_id == account_id)
    _delete(session, MutedPerson, MutedPerson.muted_id == account_id)
    _delete(session, OutboxItem, OutboxItem.about == account_id)
    _forget_as_staff(session, account_id)
    remove_shells(session)  # their drafts may have been all that hung on one
    session.expire_all()


def _forget_as_staff(session: Session, account_id: UUID) -> None:
    """What they decided stands; by whom is forgotten. What they had in hand is free for others."""
    session.execute(
        sa.update(Decision).where(Decision.by_id == account_id).values(by_id=None),
        execution_options={"synchronize_session": False},
    )
    free: dict[str, Any] = {"holder_id": None, "lease_hash": None, "lease_until": None, "version": Case.version + 1}
    session.execute(
        sa.update(Case).where(Case.holder_id == account_id).values(free),
        execution_options={"synchronize_session": False},
    )


def _delete(session: Session, table: type[Any], chosen: sa.ColumnElement[bool]) -> None:
    session.execute(sa.delete(table).where(chosen), execution_options={"synchronize_session": False})
