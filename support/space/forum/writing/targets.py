"""What can be written to: a board, somebody's published post, or one's own post that gets another version."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import Account
from support.common.kernel.errors import DomainError
from support.space.forum.models import (
    APPROVED,
    CHANGES_REQUESTED,
    HELD,
    QUEUED,
    Board,
    Post,
    Publication,
    Revision,
    Thread,
)
from support.space.forum.visibility import visible


class NotThere(DomainError):
    """Nobody's, or somebody else's: both answer alike (safety.md S57)."""

    status = 404
    title_key = "not_found"


@dataclass(frozen=True)
class Target:
    """Exactly one of the three: a new thread in a board, an answer to a post, or another version of one's own post."""

    board_id: uuid.UUID | None = None
    answers_id: uuid.UUID | None = None
    post_id: uuid.UUID | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.board_id, self.answers_id, self.post_id)) != 1:
            raise NotThere


@dataclass(frozen=True)
class Place:
    """Where a text would go. ``barred`` is a code of why it cannot go there now, empty where it can.

    ``titled``: whether it is an opening post. ``answered``: what it answers, as it is published now.
    """

    titled: bool
    barred: str = ""
    board: Board | None = None
    thread_id: uuid.UUID | None = None
    parent_id: uuid.UUID | None = None
    answered: Publication | None = None
    answered_name: str = ""


def place(session: Session, by: uuid.UUID, target: Target) -> Place:
    """Where a target lies. Raises :class:`NotThere` for a board that does not exist and a post that is not one's own.

    An answered post that is no longer visible bars the way: what was typed stays readable for its writer.
    """
    if target.board_id:
        board = session.get(Board, target.board_id)
        if board is None:
            raise NotThere
        return Place(titled=True, board=board, barred="" if board.open else "board_closed")
    if target.answers_id:
        return _below(session, target.answers_id)
    return _own(session, by, target.post_id)


def answered(session: Session, post_id: uuid.UUID) -> uuid.UUID:
    """The post that an answer to ``post_id`` answers: answers go two steps below the opening post, not deeper.

    Raises :class:`NotThere` for a post that nobody can see.
    """
    found = session.scalar(visible().where(Post.id == post_id))
    if found is None:
        raise NotThere
    above = session.get(Post, found.parent_id) if found.parent_id else None
    return above.id if above is not None and above.parent_id is not None else found.id


def _below(session: Session, post_id: uuid.UUID) -> Place:
    row = session.execute(
        visible().where(Post.id == post_id).join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Account, Account.id == Post.author_id)
        .add_columns(Publication, Thread.locked, Account.name)
    ).one_or_none()  # fmt: skip
    if row is None:
        return Place(titled=False, barred="gone")
    post, publication, locked, name = row
    return Place(
        titled=False, barred="locked" if locked else "", thread_id=post.thread_id, parent_id=post.id,
        answered=publication, answered_name=name or "",
    )  # fmt: skip


def _own(session: Session, by: uuid.UUID, post_id: uuid.UUID | None) -> Place:
    post = session.scalar(sa.select(Post).where(Post.id == post_id, Post.author_id == by))
    if post is None:
        raise NotThere
    barred = "" if editable(session, post.id) else "over"
    return Place(titled=post.parent_id is None, barred=barred, thread_id=post.thread_id, parent_id=post.parent_id)


def editable(session: Session, post_id: uuid.UUID) -> bool:
    """Whether a post of one's own can get another version: it is published, waits, or was given back for changes.

    What is held stays as it is; what was rejected, taken back or has lapsed is over, unless an older version is up.
    """
    states = sa.select(Revision.state).where(Revision.post_id == post_id).order_by(Revision.number.desc())
    found = list(session.scalars(states))
    if not found or HELD in found:
        return False
    return found[0] in (QUEUED, CHANGES_REQUESTED) or APPROVED in found
