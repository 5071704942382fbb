"""What a person is told, inside the forum only: no mail, no message to a phone."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from support.common.kernel.db import SPACE, Code, Key, SpaceModel, Words


class Notice(SpaceModel):
    """Something that a person is told inside the forum. ``key`` makes a second delivery the same notice."""

    __tablename__ = "notice"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("account_id", "key"),
        Index("ix_notice_account_made", "account_id", "seen"),
        SPACE,
    )

    id: Mapped[Key]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(100))
    kind: Mapped[Code]
    post_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    revision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    codes: Mapped[Words]
    sealed: Mapped[Words]  # what the reader wrote to them, under this account's key (place "notice.sealed")
    made_on: Mapped[date]
    seen: Mapped[bool] = mapped_column(default=False)
