"""The tables of the forum. What readers may see stands in :class:`Publication`, and nowhere else in plain words.

A revision is written once and sealed under its writer's key (safety.md S81); publishing copies exactly it, bound by
its digest to the decision that allows it, and taking back deletes that copy. So text that nobody approved is not
hidden from readers: it is not there (promise 3).
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from support.common.accounts.models import Account
from support.common.kernel.db import SPACE, Code, Key, SpaceModel, Words

# what became of a revision (moderation.md 2.3); "draft" is a table of its own
QUEUED, APPROVED, CHANGES_REQUESTED, REJECTED, WITHDRAWN, SUPERSEDED, LAPSED, HELD, UNPUBLISHED = (
    "queued", "approved", "changes_requested", "rejected", "withdrawn", "superseded", "lapsed", "held", "unpublished",
)  # fmt: skip
DIGEST_LETTERS = 64


class Board(SpaceModel):
    """A place for threads of one kind. Seeded ones have a ``code`` with words in every language; a lead may rename."""

    __tablename__ = "board"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(64), unique=True)  # "own-…" for boards that the team added
    title: Mapped[Words]  # in place of the shipped words, in ``language``
    about: Mapped[Words]
    language: Mapped[str] = mapped_column(String(35), default="")
    position: Mapped[int] = mapped_column(default=0)
    open: Mapped[bool] = mapped_column(default=True)  # takes new threads

    threads: Mapped[list[Thread]] = relationship(back_populates="board")


class Thread(SpaceModel):
    """An opening post and the answers to it. Its title is the opening post's; it has no words of its own.

    The last four columns are of visible posts only, restated in the transaction that changes what is visible
    (``standing.restate``): no reader's page counts.
    """

    __tablename__ = "thread"
    __table_args__: ClassVar[Any] = (
        Index("ix_thread_board_moved", "board_id", "shown", "moved_on"),
        Index("ix_thread_unanswered", "shown", "answered", "moved_on"),
        SPACE,
    )

    id: Mapped[Key]
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("board.id"))
    locked: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[bool] = mapped_column(default=False)  # whether its opening post is published
    answers: Mapped[int] = mapped_column(default=0)
    moved_on: Mapped[date | None]
    answered: Mapped[bool] = mapped_column(default=False)  # somebody else than the opener has answered

    board: Mapped[Board] = relationship(back_populates="threads")
    posts: Mapped[list[Post]] = relationship(back_populates="thread")


class Post(SpaceModel):
    """One contribution of one writer. ``parent_id`` is none for the opening post, else what it answers: the opening
    post, or an answer to it (never deeper). A row without ``author_id`` is what is left of somebody who went."""

    __tablename__ = "post"
    __table_args__: ClassVar[Any] = (Index("ix_post_thread", "thread_id", "parent_id"), SPACE)

    id: Mapped[Key]
    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("post.id"), index=True)
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    sent_on: Mapped[date]

    thread: Mapped[Thread] = relationship(back_populates="posts")
    author: Mapped[Account | None] = relationship()
    revisions: Mapped[list[Revision]] = relationship(back_populates="post", cascade="all, delete-orphan")


class Revision(SpaceModel):
    """Exactly what somebody sent, sealed under their key (place ``revision.sealed``), with a keyed digest of all of
    it (``content.digest``). Only ``state``, ``lapses_on`` and ``over_on`` ever change."""

    __tablename__ = "revision"
    __table_args__: ClassVar[Any] = (
        CheckConstraint(
            "state IN ('queued', 'approved', 'changes_requested', 'rejected', 'withdrawn', 'superseded', 'lapsed',"
            " 'held', 'unpublished')",
            name="state",
        ),
        UniqueConstraint("post_id", "number"),
        UniqueConstraint("id", "digest"),
        SPACE,
    )

    id: Mapped[Key]
    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[Code] = mapped_column(String(64), default=QUEUED)
    sealed: Mapped[Words]
    digest: Mapped[str] = mapped_column(String(DIGEST_LETTERS))
    sent_on: Mapped[date]
    lapses_on: Mapped[date | None] = mapped_column(index=True)  # of one for which changes were requested
    over_on: Mapped[date | None] = mapped_column(index=True)  # since when nothing more happens to it: privacy.retention

    post: Mapped[Post] = relationship(back_populates="revisions")


class Publication(SpaceModel):
    """What readers see of a post: the copy of one approved revision. No row, nothing to see.

    The database itself asks for a decision about exactly this text (the composite key).
    """

    __tablename__ = "publication"
    __table_args__: ClassVar[Any] = (
        ForeignKeyConstraint(
            ["decision_id", "revision_id", "digest"],
            ["decision.id", "decision.revision_id", "decision.digest"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("revision_id"),
        SPACE,
    )

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)  # random: by which the search index knows it
    revision_id: Mapped[uuid.UUID]
    decision_id: Mapped[uuid.UUID] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(String(DIGEST_LETTERS))
    title: Mapped[Words]  # of opening posts
    body: Mapped[Words]
    language: Mapped[str] = mapped_column(String(35), default="")
    notes: Mapped[Words]  # content notes, the writer's and those the reader added; comma between
    quoted_post_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    quoted_revision_id: Mapped[uuid.UUID | None]
    quoted_paragraph: Mapped[int | None]
    published_on: Mapped[date] = mapped_column(index=True)
    place: Mapped[int] = mapped_column(default=0)  # which one of its thread it was: the order, without a time (S32)
    edited: Mapped[bool] = mapped_column(default=False)  # not the first version that was published


class PublicationChange(SpaceModel):
    """The sequence of changes by which the search index follows what is published."""

    __tablename__ = "publication_change"

    place: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)  # of the publication that came, changed or went
