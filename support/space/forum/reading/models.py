"""What a reader wants to see and how: signs, followed and muted threads, muted people, content notes."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from support.common.kernel.db import SPACE, Code, SpaceModel


class Reaction(SpaceModel):
    """A supportive sign of one person to one post. Nobody is shown a count (S103)."""

    __tablename__ = "reaction"

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(String(64), primary_key=True)


class Follow(SpaceModel):
    """That somebody wants to be told of answers in a thread."""

    __tablename__ = "follow"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class MutedThread(SpaceModel):
    """A thread that somebody does not want to see in lists."""

    __tablename__ = "muted_thread"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class MutedPerson(SpaceModel):
    """Somebody whose posts stay folded for one reader. Nobody else learns of it."""

    __tablename__ = "muted_person"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    muted_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class NoteChoice(SpaceModel):
    """How somebody wants posts with a content note shown: ``show``, ``fold`` or ``hide`` (S104: on the account)."""

    __tablename__ = "note_choice"
    __table_args__: ClassVar[Any] = (CheckConstraint("choice IN ('show', 'fold', 'hide')", name="choice"), SPACE)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    note: Mapped[str] = mapped_column(String(64), primary_key=True)
    choice: Mapped[Code]
