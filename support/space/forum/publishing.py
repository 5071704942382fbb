"""Publishing exactly what was approved, and taking it back. Nothing here commits: it happens with the decision."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.cases.models import Decision
from support.space.forum import standing
from support.space.forum.content import Content, digest, unseal
from support.space.forum.models import APPROVED, SUPERSEDED, Post, Publication, PublicationChange, Revision

LARGEST_NUMBER = 2**53


class NotWhatWasRead(Exception):
    """The text in the vault is not the one that the decision names. Nothing is published."""


def publish(session: Session, decision: Decision, *, on: date) -> None:
    """Show readers the revision that the decision approves, in place of an older one. Raises
    :class:`NotWhatWasRead`, and what :func:`content.unseal` raises."""
    revision = session.get_one(Revision, decision.revision_id)
    post = session.get_one(Post, revision.post_id)
    if post.author_id is None:
        raise NotWhatWasRead("the writer has left")
    content = unseal(post.author_id, revision.id, revision.sealed)
    if not digest(content) == revision.digest == decision.digest:
        raise NotWhatWasRead("another digest")
    standing.hold(session, post.thread_id)
    before = session.get(Publication, post.id)
    if before is not None:
        _set_state(session, before.revision_id, SUPERSEDED)
    _write(session, post, revision, content, decision, before, on)
    _set_state(session, revision.id, APPROVED)
    session.flush()
    standing.restate(session, post.thread_id)


def take_back(session: Session, post_id: UUID, state: str) -> bool:
    """Show readers nothing of a post any more; its published revision gets ``state``. Returns whether it was shown."""
    shown = session.get(Publication, post_id)
    if shown is None:
        return False
    session.add(PublicationChange(number=shown.number))
    _set_state(session, shown.revision_id, state)
    session.delete(shown)
    session.flush()
    standing.restate(session, session.get_one(Post, post_id).thread_id)
    return True


def _write(
    session: Session, post: Post, revision: Revision, content: Content, decision: Decision,
    before: Publication | None, on: date,
) -> None:  # fmt: skip
    row = before or _first(session, post, on)
    row.revision_id, row.decision_id, row.digest = revision.id, decision.id, revision.digest
    row.title, row.body, row.language = content.title, content.body, content.language
    row.notes = _joined((*content.notes, *filter(None, decision.notes.split(","))))
    quote = content.quote
    row.quoted_post_id = quote.post_id if quote else None
    row.quoted_revision_id = quote.revision_id if quote else None
    row.quoted_paragraph = quote.paragraph if quote else None
    row.edited = before is not None
    session.add(row)
    session.add(PublicationChange(number=row.number))


def _first(session: Session, post: Post, on: date) -> Publication:
    """The row of a post that was not there to see, at the end of its thread."""
    last = sa.select(sa.func.max(Publication.place)).join(Post, Post.id == Publication.post_id)
    place = 1 + (session.scalar(last.where(Post.thread_id == post.thread_id)) or 0)
    number = 1 + secrets.randbelow(LARGEST_NUMBER)
    return Publication(post_id=post.id, number=number, published_on=on, place=place)


def _joined(notes: Sequence[str]) -> str:
    return ",".join(dict.fromkeys(notes))


def _set_state(session: Session, revision_id: UUID, state: str) -> None:
    session.execute(sa.update(Revision).where(Revision.id == revision_id).values(state=state))
