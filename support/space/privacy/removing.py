"""Deleting posts and versions with all that hangs on them, in an order that the database allows. Nothing commits.

A post that others have answered, or are answering, cannot go: an empty row of it stays, without writer and without a
word, until nothing hangs on it any more (:func:`remove_shells`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from support.common.audit import chain
from support.common.audit.models import OutboxItem
from support.space.cases.models import CLOSED, Case, Decision, Skipped
from support.space.forum.models import Post, Publication, Revision, Thread
from support.space.forum.notices.models import Notice
from support.space.forum.publishing import take_back
from support.space.forum.reading.models import Follow, MutedThread, Reaction
from support.space.forum.writing.models import Draft, Fingerprint, TakenForm

AT_A_TIME = 400


def remove_posts(session: Session, posts: Sequence[UUID], state: str) -> None:
    """Delete these posts: readers see them no more, the search index is told, and every word of them goes.

    ``state`` is what their published versions are called for the moment until they are gone.
    """
    for some in _some(posts):
        _lock(session, some)
        for post_id in session.scalars(sa.select(Publication.post_id).where(Publication.post_id.in_(some))).all():
            take_back(session, post_id, state)
        revisions = session.scalars(sa.select(Revision.id).where(Revision.post_id.in_(some))).all()
        remove_revisions(session, revisions)
        _delete(session, Case, Case.post_id.in_(some))
        for table in (Reaction, TakenForm, Notice):
            _delete(session, table, table.post_id.in_(some))
        _delete(session, Draft, Draft.post_id.in_(some))
        _delete(session, OutboxItem, OutboxItem.about.in_(some))
        for post_id in some:
            chain.forget(session, post=post_id)
        _change(session, sa.update(Post).where(Post.id.in_(some)).values(author_id=None))
    remove_shells(session)


def remove_revisions(session: Session, revisions: Sequence[UUID]) -> None:
    """Delete versions that readers do not see, with what was decided and said about each of them."""
    for some in _some(revisions):
        cases = session.scalars(sa.select(Case.id).where(Case.head_id.in_(some))).all()
        decisions = session.scalars(sa.select(Decision.id).where(Decision.revision_id.in_(some))).all()
        remove_cases(session, cases)
        _delete(session, OutboxItem, OutboxItem.about.in_([*some, *decisions]))
        _delete(session, Decision, Decision.revision_id.in_(some))
        _delete(session, Notice, Notice.revision_id.in_(some))
        _delete(session, Fingerprint, Fingerprint.revision_id.in_(some))
        _delete(session, Revision, Revision.id.in_(some))


def remove_cases(session: Session, cases: Collection[UUID]) -> None:
    """Delete reviews, with the decisions made in them; none of these may be what a publication stands on."""
    for some in _some(list(cases)):
        decisions = session.scalars(sa.select(Decision.id).where(Decision.case_id.in_(some))).all()
        _delete(session, OutboxItem, OutboxItem.about.in_([*some, *decisions]))
        _delete(session, Skipped, Skipped.case_id.in_(some))
        _delete(session, Decision, Decision.case_id.in_(some))
        _delete(session, Case, Case.id.in_(some))


def remove_shells(session: Session) -> int:
    """Delete the empty rows of posts on which nothing hangs any more, and threads without a post. Returns how many
    posts went."""
    gone = 0
    while bare := session.scalars(sa.select(Post.id).where(is_bare()).limit(AT_A_TIME)).all():
        _delete(session, Post, Post.id.in_(bare))
        gone += len(bare)
    while empty := session.scalars(sa.select(Thread.id).where(has_no_post()).limit(AT_A_TIME)).all():
        for table in (Follow, MutedThread):
            _delete(session, table, table.thread_id.in_(empty))
        _delete(session, Thread, Thread.id.in_(empty))
    return gone


def is_bare() -> sa.ColumnElement[bool]:
    """That a post has no writer, no word, and nothing below it, not even on its way."""
    answer, versions, on_its_way = aliased(Post), aliased(Revision), aliased(Draft)
    return sa.and_(
        Post.author_id.is_(None),
        ~sa.exists().where(answer.parent_id == Post.id),
        ~sa.exists().where(versions.post_id == Post.id),
        ~sa.exists().where(on_its_way.answers_id == Post.id),
    )


def has_no_post() -> sa.ColumnElement[bool]:
    """That nothing is left of a thread."""
    return ~sa.exists().where(Post.thread_id == Thread.id)


def _lock(session: Session, posts: Sequence[UUID]) -> None:
    """Whoever decides about one of these posts is waited for, and then finds nothing (PostgreSQL; SQLite has one
    writer)."""
    session.scalars(
        sa.select(Case.id).where(Case.post_id.in_(posts), Case.state != CLOSED).order_by(Case.id).with_for_update()
    ).all()


def _some(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    yield from (ids[start : start + AT_A_TIME] for start in range(0, len(ids), AT_A_TIME))


def _delete(session: Session, table: type[Any], chosen: sa.ColumnElement[bool]) -> None:
    _change(session, sa.delete(table).where(chosen))


def _change(session: Session, statement: sa.Delete | sa.Update) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
