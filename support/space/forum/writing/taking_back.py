"""Taking a post back: while it waits, and after it was published (moderation.md rows 13 and 14, invariant 21)."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.audit import chain
from support.common.kernel.clock import database_now
from support.common.kernel.db import begin_writing
from support.common.kernel.errors import DomainError
from support.common.sealing.vault import keystore
from support.space.cases.models import CLOSED, Case
from support.space.cases.opening import close_for_writer
from support.space.forum import publishing
from support.space.forum.models import (
    CHANGES_REQUESTED,
    HELD,
    LAPSED,
    QUEUED,
    REJECTED,
    UNPUBLISHED,
    WITHDRAWN,
    Post,
    Revision,
)
from support.space.forum.writing import sketches
from support.space.forum.writing.sending import alone
from support.space.forum.writing.targets import NotThere

OPEN_STATES = (QUEUED, CHANGES_REQUESTED, REJECTED, LAPSED, UNPUBLISHED)  # of what readers do not see


class Over(DomainError):
    """The post is held, or was taken back before: nothing can be done with it any more."""

    status = 409
    title_key = "conflict"


def take_back(session: Session, post_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Take one's own post back, whatever state it is in: nobody reads it any more, and no reader can decide about it.

    Commits; done twice, it is done once. Raises :class:`NotThere` for what is not one's own, and :class:`Over` for
    what is held.
    """
    begin_writing(session)
    alone(session, by)
    post = session.scalar(sa.select(Post).where(Post.id == post_id, Post.author_id == by))
    if post is None:
        raise NotThere
    session.execute(sa.select(Case.id).where(Case.post_id == post_id, Case.state != CLOSED).with_for_update())
    states = set(session.scalars(sa.select(Revision.state).where(Revision.post_id == post_id)))
    if HELD in states:
        raise Over
    now = database_now(session)
    waited = close_for_writer(session, post_id, now)
    shown = publishing.take_back(session, post_id, WITHDRAWN)
    changed = sa.update(Revision).where(Revision.post_id == post_id, Revision.state.in_(OPEN_STATES))
    rows = session.scalars(changed.values(state=WITHDRAWN, lapses_on=None).returning(Revision.id)).all()
    if not (waited or shown or rows):
        session.rollback()
        return
    sketches.forget(session, post_id)
    codes = {"was": "shown" if shown else "waiting" if waited else "over"}
    key = keystore().root("audit")
    chain.record(session, "post_withdrawn", on=now.date(), actor=by, post=post_id, codes=codes, key=key)
    session.commit()
