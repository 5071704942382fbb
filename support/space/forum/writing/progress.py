"""How far a post has come, for its writer: one word for where it stands, and the steps that led there. Pure.

Steps know days only, and never who reads (safety.md S32, moderation.md rows 7 and 96).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from support.space.forum.models import (
    APPROVED,
    CHANGES_REQUESTED,
    HELD,
    LAPSED,
    QUEUED,
    REJECTED,
    SUPERSEDED,
    UNPUBLISHED,
    WITHDRAWN,
)

SENT, SENT_AGAIN, WAITING, READING = "sent", "sent_again", "waiting", "reading"
STATES = {  # of the newest version: where the post stands, without and with an older version that readers see
    QUEUED: ("waiting", "version_waiting"),
    CHANGES_REQUESTED: ("changes", "version_changes"),
    REJECTED: ("rejected", "version_rejected"),
    LAPSED: ("lapsed", "version_lapsed"),
    HELD: ("held", "held"),
    APPROVED: ("published", "published"),
    UNPUBLISHED: ("unpublished", "published"),
    WITHDRAWN: ("withdrawn", "published"),
    SUPERSEDED: ("withdrawn", "published"),
}
ENDS = {"approve": "published", "approve_with_note": "published", "request_changes": "changes", "reject": "rejected"}
ENDS_WITHOUT_A_DAY = {HELD: "held", LAPSED: "lapsed", WITHDRAWN: "withdrawn", UNPUBLISHED: "unpublished"}


@dataclass(frozen=True)
class Step:
    """One thing that happened. ``on`` is none where no day is kept."""

    code: str
    on: date | None = None


@dataclass(frozen=True)
class Went:
    """What is known of one version: when it was sent, its state, and what took effect of what readers decided."""

    state: str
    sent_on: date
    outcome: str = ""
    decided_on: date | None = None


def standing(newest_first: Sequence[str], *, shown: bool) -> str:
    """Where a post stands: the states of its versions, and whether readers see one of them."""
    if HELD in newest_first:
        return "held"
    alone, beside = STATES[newest_first[0]]
    return beside if shown else alone


def steps(versions: Sequence[Went], *, being_read: bool) -> list[Step]:
    """What happened, the oldest first; the last one is where it stands."""
    found: list[Step] = []
    for number, version in enumerate(versions):
        found.append(Step(SENT_AGAIN if number else SENT, version.sent_on))
        if version.outcome in ENDS:
            found.append(Step(ENDS[version.outcome], version.decided_on))
        if version.state in ENDS_WITHOUT_A_DAY:
            found.append(Step(ENDS_WITHOUT_A_DAY[version.state]))
        elif version.state == QUEUED:
            found.append(Step(READING if being_read else WAITING))
    return found
