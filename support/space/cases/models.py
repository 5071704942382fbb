"""The tables of a review: one case at a time for each post, and the decisions made in it (moderation.md 2.3).

Exact times stand in an open case only; what is closed keeps its day (DESIGN section 6 "Audit").
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from support.common.kernel.db import SPACE, Code, Key, SpaceModel, Words

# where an open case stands; a closed one says how it ended
QUEUED, SECOND_NEEDED, WITH_LEAD, APPROVING, HELD, CLOSED = (
    "queued", "second_needed", "with_lead", "approving", "held", "closed",
)  # fmt: skip
DIGEST_LETTERS = 64


class Case(SpaceModel):
    """The review of one post. ``version`` goes up by one with every change; whoever acts names the one they saw.

    The lease is part of the row: one conditional update takes, renews or uses it. Times are the database's.
    """

    __tablename__ = "review_case"
    __table_args__: ClassVar[Any] = (
        CheckConstraint(
            "state IN ('queued', 'second_needed', 'with_lead', 'approving', 'held', 'closed')", name="state"
        ),
        CheckConstraint("need IN (1, 2)", name="need"),
        CheckConstraint(
            "(holder_id IS NULL) = (lease_hash IS NULL) AND (holder_id IS NULL) = (lease_until IS NULL)", name="lease"
        ),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed"),
        CheckConstraint("state = 'closed' OR opened_at IS NOT NULL", name="opened"),
        CheckConstraint("state != 'approving' OR apply_at IS NOT NULL", name="apply"),
        Index("uq_review_case_open", "post_id", unique=True, sqlite_where=text("state != 'closed'"),
              postgresql_where=text("state != 'closed'")),
        Index("ix_review_case_waiting", "state", "urgent", "opened_at"),
        SPACE,
    )  # fmt: skip

    id: Mapped[Key]
    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    state: Mapped[Code] = mapped_column(String(64), default=QUEUED)
    version: Mapped[int] = mapped_column(default=1)
    head_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    head_digest: Mapped[str] = mapped_column(String(DIGEST_LETTERS))
    need: Mapped[int] = mapped_column(default=1)
    urgent: Mapped[int] = mapped_column(default=0)  # 0 ordinary, 1 soon, 2 at once: of the hints, or of an escalation
    hints: Mapped[Words]  # codes of screening's rules, comma between; never words of the text
    screened: Mapped[bool] = mapped_column(default=False)
    newcomer: Mapped[bool] = mapped_column(default=False)
    cared_for: Mapped[bool] = mapped_column(default=False)  # a duty person was told (escalated for care)
    opened_at: Mapped[datetime | None]  # none once closed
    skips: Mapped[int] = mapped_column(default=0)
    holder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    lease_hash: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    apply_at: Mapped[datetime | None] = mapped_column(index=True)
    waited_minutes: Mapped[int | None]  # from sending to the decision, in whole minutes; once closed
    closed_on: Mapped[date | None] = mapped_column(index=True)

    decisions: Mapped[list[Decision]] = relationship(back_populates="case", cascade="all, delete-orphan")


class Decision(SpaceModel):
    """What one reader decided about exactly one revision. Only ``standing`` changes, and ``sealed`` (place
    ``decision.sealed``) goes once it is told."""

    __tablename__ = "decision"
    __table_args__: ClassVar[Any] = (
        CheckConstraint(
            "outcome IN ('approve', 'approve_with_note', 'request_changes', 'reject', 'care', 'hold')", name="outcome"
        ),
        CheckConstraint("standing IN ('waiting', 'pending', 'effective', 'undone', 'void')", name="standing"),
        UniqueConstraint("id", "revision_id", "digest"),
        Index("ix_decision_case", "case_id", "by_id"),  # both: else SQLite goes through all that a reader ever decided
        SPACE,
    )

    id: Mapped[Key]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_case.id", ondelete="CASCADE"))
    revision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(DIGEST_LETTERS))
    outcome: Mapped[Code]
    codes: Mapped[Words]  # reason codes, comma between
    notes: Mapped[Words]  # content notes that the reader added, comma between
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    idempotency_hash: Mapped[str] = mapped_column(String(64), unique=True)  # of the form's key
    request_hash: Mapped[str] = mapped_column(
        String(64)
    )  # of all that was decided: the same key with other content is refused
    sealed: Mapped[Words]  # what the reader wrote to the writer, under the writer's key, until it is told
    standing: Mapped[Code]  # waiting for a second reader, pending until it takes effect, effective, undone, void
    made_on: Mapped[date]

    case: Mapped[Case] = relationship(back_populates="decisions")


class Skipped(SpaceModel):
    """That somebody passed a case on: it is not offered to them again while it is open."""

    __tablename__ = "skipped"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_case.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class DecisionCount(SpaceModel):
    """How many decisions a reader made in an hour: a taken-over account can do little before it is seen (S56)."""

    __tablename__ = "decision_count"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    decisions: Mapped[int]


class Reading(SpaceModel):
    """How the reading goes, in one row: when somebody last decided, and whether publishing is frozen (S56)."""

    __tablename__ = "reading"
    __table_args__: ClassVar[Any] = (CheckConstraint("one = 1", name="one"), SPACE)

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    decided_at: Mapped[datetime | None]
    frozen: Mapped[bool] = mapped_column(default=False)
