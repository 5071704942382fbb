"""What a reader's pages ask the database for. Every post comes through :func:`visibility.visible`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from support.common.accounts.models import Account
from support.space.forum.models import Board, Post, Publication, Thread
from support.space.forum.reading.models import Follow, MutedPerson, MutedThread, NoteChoice, Reaction
from support.space.forum.visibility import visible

POSTS_A_PAGE = 20


@dataclass(frozen=True)
class Head:
    """A thread and its board as one reader has them; ``answers`` counts visible posts and serves for paging only."""

    thread_id: uuid.UUID
    board: Board
    answers: int
    locked: bool
    followed: bool
    muted: bool

    @property
    def pages(self) -> int:
        """How many pages the thread has, at least one."""
        return -(-(self.answers + 1) // POSTS_A_PAGE)


def boards(session: Session) -> Sequence[Board]:
    """The boards in their order."""
    return session.scalars(sa.select(Board).order_by(Board.position, Board.code)).all()


def thread(session: Session, thread_id: uuid.UUID, reader_id: uuid.UUID) -> Head | None:
    """A thread whose opening post is visible, else None: what is hidden answers like what never was."""
    found = session.execute(
        sa.select(Thread, Board, _followed(reader_id).label("followed"), muted_thread(reader_id).label("muted"))
        .join(Board, Board.id == Thread.board_id).where(Thread.id == thread_id, Thread.shown)
    ).one_or_none()  # fmt: skip
    if found is None:
        return None
    row = found.Thread
    return Head(row.id, found.Board, row.answers, row.locked, found.followed, found.muted)


def posts_of_thread(session: Session, thread_id: uuid.UUID, reader_id: uuid.UUID, page: int) -> Sequence[sa.Row[Any]]:
    """One page of a thread: the opening post, then each answer with the answers to it below, as they appeared."""
    start = (page - 1) * POSTS_A_PAGE
    return session.execute(_page(), {"reader": reader_id, "thread": thread_id, "start": start}).all()


@cache
def _page() -> sa.Select[Any]:
    """Put together once: that takes as long as everything the database does for it."""
    reader, thread = sa.bindparam("reader", type_=sa.Uuid()), sa.bindparam("thread", type_=sa.Uuid())
    start = sa.bindparam("start", type_=sa.Integer())
    return _in_order(columns(reader), thread).limit(POSTS_A_PAGE).offset(start)


def page_of_post(session: Session, thread_id: uuid.UUID, post_id: uuid.UUID) -> int | None:
    """On which page of its thread a visible post stands."""
    ids = session.scalars(_in_order(visible().with_only_columns(Post.id), thread_id)).all()
    return ids.index(post_id) // POSTS_A_PAGE + 1 if post_id in ids else None


def post(session: Session, post_id: uuid.UUID, reader_id: uuid.UUID) -> sa.Row[Any] | None:
    """One visible post, else None."""
    return session.execute(columns(reader_id).where(Post.id == post_id)).one_or_none()


def columns(reader_id: uuid.UUID | sa.BindParameter[Any]) -> sa.Select[Any]:
    """Visible posts with everything that is shown of one, and whether this reader has muted its writer."""
    muted = sa.exists().where(MutedPerson.account_id == reader_id, MutedPerson.muted_id == Post.author_id)
    wanted: Any = visible().outerjoin(Account, Account.id == Post.author_id)
    wanted = wanted.with_only_columns(
        Post.id, Post.thread_id, Post.parent_id, Post.author_id, Account.name, Publication.post_id,
        Publication.number, Publication.revision_id, Publication.title, Publication.body, Publication.language,
        Publication.notes, Publication.quoted_post_id, Publication.quoted_revision_id,
        Publication.quoted_paragraph, Publication.published_on, Publication.edited, muted.label("muted"),
    )  # fmt: skip
    return cast("sa.Select[Any]", wanted)


def choices(session: Session, reader_id: uuid.UUID) -> dict[str, str]:
    """How this reader wants posts with a note shown: what they chose, by the note's code."""
    rows = session.execute(sa.select(NoteChoice.note, NoteChoice.choice).where(NoteChoice.account_id == reader_id))
    return {row.note: row.choice for row in rows}


def signs(session: Session, post_ids: Iterable[uuid.UUID], reader_id: uuid.UUID) -> dict[uuid.UUID, dict[str, bool]]:
    """The signs that were given to each post, and whether one of them is this reader's own. No numbers come out."""
    own = sa.func.max(sa.case((Reaction.account_id == reader_id, 1), else_=0))
    wanted = sa.select(Reaction.post_id, Reaction.kind, own.label("own")).where(Reaction.post_id.in_(list(post_ids)))
    found: dict[uuid.UUID, dict[str, bool]] = {}
    for row in session.execute(wanted.group_by(Reaction.post_id, Reaction.kind)):
        found.setdefault(row.post_id, {})[row.kind] = bool(row.own)
    return found


def muted_people(session: Session, reader_id: uuid.UUID) -> Sequence[str]:
    """The names of those whose posts stay folded for this reader."""
    wanted = sa.select(Account.name).join(MutedPerson, MutedPerson.muted_id == Account.id)
    return session.scalars(wanted.where(MutedPerson.account_id == reader_id).order_by(Account.name)).all()


def muted_thread(reader_id: uuid.UUID) -> sa.ColumnElement[bool]:
    """That this reader does not want to see the thread in lists."""
    return sa.exists().where(MutedThread.account_id == reader_id, MutedThread.thread_id == Thread.id)


def _in_order(wanted: sa.Select[Any], thread_id: uuid.UUID | sa.BindParameter[Any]) -> sa.Select[Any]:
    """The visible posts of a thread in the order of its pages, with ``nested`` for answers to answers."""
    parent, above = aliased(Post), aliased(Publication)
    nested = parent.parent_id.is_not(None)
    order = (
        Post.parent_id.is_not(None),
        sa.case((nested, above.place), else_=Publication.place),
        sa.case((nested, parent.id), else_=Post.id),
        nested,
        Publication.place,
        Post.id,
    )
    joined = wanted.outerjoin(parent, parent.id == Post.parent_id).outerjoin(above, above.post_id == parent.id)
    return joined.add_columns(nested.label("nested")).where(Post.thread_id == thread_id).order_by(*order)


def _followed(reader_id: uuid.UUID) -> sa.ColumnElement[bool]:
    return sa.exists().where(Follow.account_id == reader_id, Follow.thread_id == Thread.id)
