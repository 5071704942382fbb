"""What a reader does beside reading: signs, following, muting, and how they want noted posts. Each deed is one commit.

Every deed can be done twice: the second time changes nothing. What is not visible to readers cannot be acted on.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from support.common.accounts.models import Account
from support.common.kernel.db import begin_writing
from support.common.kernel.errors import DomainError
from support.space.forum.content_notes import CHOICES
from support.space.forum.models import Post, Thread
from support.space.forum.reading.models import Follow, MutedPerson, MutedThread, NoteChoice, Reaction
from support.space.forum.signs import SIGNS
from support.space.forum.visibility import visible


class NotThere(DomainError):
    """Unknown, not visible, or one's own where only somebody else's makes sense: all answer alike (S57)."""

    status = 404
    title_key = "not_found"


def give_sign(session: Session, by: uuid.UUID, post_id: uuid.UUID, kind: str, *, given: bool) -> None:
    """Leave a sign under somebody else's post, or take one's own back. Raises :class:`NotThere`."""
    begin_writing(session)
    if kind not in SIGNS or _writer(session, post_id) == by:
        raise NotThere
    _settle(session, Reaction(post_id=post_id, account_id=by, kind=kind), given)


def follow(session: Session, by: uuid.UUID, thread_id: uuid.UUID, *, follows: bool) -> None:
    """Be told of answers in a thread, or no more. Whoever follows a thread sees it in lists. Raises NotThere."""
    _settle_thread(session, by, thread_id, Follow, MutedThread, follows)


def mute_thread(session: Session, by: uuid.UUID, thread_id: uuid.UUID, *, muted: bool) -> None:
    """Leave a thread out of one's lists, or no more. Whoever mutes it follows it no more. Raises NotThere."""
    _settle_thread(session, by, thread_id, MutedThread, Follow, muted)


def mute_writer(session: Session, by: uuid.UUID, post_id: uuid.UUID, *, muted: bool) -> None:
    """Keep the posts of whoever wrote this one folded, or no more. Raises :class:`NotThere`."""
    begin_writing(session)
    writer = _writer(session, post_id)
    if writer is None or writer == by:
        raise NotThere
    _settle(session, MutedPerson(account_id=by, muted_id=writer), muted)


def unmute_person(session: Session, by: uuid.UUID, name: str) -> None:
    """End the muting of somebody by their name, which stands in one's own list only."""
    begin_writing(session)
    named = sa.select(Account.id).where(Account.name == name)
    session.execute(sa.delete(MutedPerson).where(MutedPerson.account_id == by, MutedPerson.muted_id.in_(named)))
    session.commit()


def choose(session: Session, by: uuid.UUID, choices: Mapping[str, str]) -> None:
    """How one wants posts with these notes shown. A choice that does not exist is left out."""
    begin_writing(session)
    wanted = {note: choice for note, choice in choices.items() if choice in CHOICES}
    session.execute(sa.delete(NoteChoice).where(NoteChoice.account_id == by, NoteChoice.note.in_(list(wanted))))
    session.add_all(NoteChoice(account_id=by, note=note, choice=choice) for note, choice in wanted.items())
    _commit(session)


def _settle_thread(
    session: Session, by: uuid.UUID, thread_id: uuid.UUID, kept: Any, ended: Any, wanted: bool
) -> None:  # fmt: skip
    begin_writing(session)
    if not session.scalar(sa.select(Thread.id).where(Thread.id == thread_id, Thread.shown)):
        raise NotThere
    if wanted:
        session.execute(sa.delete(ended).where(ended.account_id == by, ended.thread_id == thread_id))
    _settle(session, kept(account_id=by, thread_id=thread_id), wanted)


def _settle(session: Session, row: Any, wanted: bool) -> None:
    """See that the row is there, or that it is not."""
    mapper = sa.inspect(row).mapper
    held = session.get(type(row), mapper.primary_key_from_instance(row))
    if wanted and held is None:
        session.add(row)
    elif not wanted:
        key = zip(mapper.primary_key, mapper.primary_key_from_instance(row), strict=True)
        session.execute(sa.delete(type(row)).where(*(column == value for column, value in key)))
    _commit(session)


def _commit(session: Session) -> None:
    """The same deed at the same moment has the same effect: whoever comes second finds it done."""
    try:
        session.commit()
    except IntegrityError:
        session.rollback()


def _writer(session: Session, post_id: uuid.UUID) -> uuid.UUID | None:
    found = session.execute(visible().where(Post.id == post_id).with_only_columns(Post.author_id)).one_or_none()
    if found is None:
        raise NotThere
    writer: uuid.UUID | None = found.author_id
    return writer
