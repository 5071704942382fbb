"""Words on their way: drafts, forms that were taken, and the sketches by which repetitions are found."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from support.common.kernel.db import SPACE, Key, SpaceModel, Words


class Draft(SpaceModel):
    """Words on their way, sealed under their writer's key (place ``draft.sealed``). One for each writer and target:
    a new thread in a board, an answer to a post, or another version of one's own post."""

    __tablename__ = "draft"
    __table_args__: ClassVar[Any] = (
        CheckConstraint(
            "CASE WHEN board_id IS NULL THEN 0 ELSE 1 END + CASE WHEN answers_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN post_id IS NULL THEN 0 ELSE 1 END = 1",
            name="target",
        ),
        UniqueConstraint("author_id", "board_id"),
        UniqueConstraint("author_id", "answers_id"),
        UniqueConstraint("author_id", "post_id"),
        SPACE,
    )

    id: Mapped[Key]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    board_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("board.id"), index=True)
    answers_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("post.id"), index=True)
    post_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(default=1)  # goes up with each saving: two windows do not overwrite each other
    sealed: Mapped[Words]
    saved_on: Mapped[date]


class TakenForm(SpaceModel):
    """That a form was taken: the same form sent again gives the same answer and one effect (invariant 6)."""

    __tablename__ = "taken_form"

    form_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64), index=True)  # of what was sent: other content is refused
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    taken_at: Mapped[datetime]


class Fingerprint(SpaceModel):
    """What near-duplicates are found by: a keyed sketch of a waiting or published text, no words (screening)."""

    __tablename__ = "fingerprint"

    revision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[str] = mapped_column(String(16), index=True)
    made_on: Mapped[date] = mapped_column(index=True)
