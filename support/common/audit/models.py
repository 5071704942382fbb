"""The tables of the chained log: entries, the head, and who is meant (DESIGN section 6 "Audit", safety.md S55).

Site and spaces have these tables alike, each in its own database. An entry holds a day and codes: no exact time, no
name, no words of anybody. Who is meant is a random id; what it belongs to stands in another table and can be forgotten.
"""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from support.common.kernel.db import Code, CommonModel, Key, SpaceModel, Words

SEAL_LETTERS = 64  # SHA-256 in hexadecimal


class AuditEntry(CommonModel):
    """One thing that was done. Written by :func:`chain.record` only, never changed."""

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # the chain's order; on no page
    day: Mapped[date]
    event: Mapped[Code]
    codes: Mapped[str] = mapped_column(Text)
    wait_minutes: Mapped[int | None]
    actor: Mapped[uuid.UUID | None]
    subject: Mapped[uuid.UUID | None] = mapped_column(index=True)
    previous: Mapped[str] = mapped_column(String(SEAL_LETTERS))
    seal: Mapped[str] = mapped_column(String(SEAL_LETTERS))

    @property
    def pairs(self) -> dict[str, str]:
        """The codes as names and values."""
        return dict(json.loads(self.codes))


class AuditHead(CommonModel):
    """Where the chain ends. Its one row is locked by whoever records, so that the chain never forks."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("one = 1", name="one"),)

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    number: Mapped[int]
    seal: Mapped[str] = mapped_column(String(SEAL_LETTERS))


class AuditSubject(CommonModel):
    """Whom or what a random id of the chain means, for as long as the account or the post is there."""

    __tablename__ = "audit_subject"
    __table_args__ = (CheckConstraint("account IS NULL OR post IS NULL", name="one_owner"),)

    id: Mapped[Key]
    account: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    post: Mapped[uuid.UUID | None] = mapped_column(unique=True)


class OutboxItem(SpaceModel):
    """Something that has to follow from what was committed with it: delivered at least once, by the housekeeper."""

    __tablename__ = "outbox_item"

    place: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Code]
    about: Mapped[uuid.UUID]  # what it is about; the kind says which table
    codes: Mapped[Words]
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(index=True)  # after a failure: not before
