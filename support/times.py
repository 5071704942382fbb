"""How long things are kept and how long a person may stay signed in: every time a setting, each with its limit.

The privacy page prints these numbers, the housekeeper keeps them. A limit comes from a promise (DESIGN section 5) or
from safety.md; a setting may be stricter than the limit, never laxer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


class TimeError(ValueError):
    """A time is no number, or not within its limits; the message names the setting."""


@dataclass(frozen=True)
class Bounds:
    """The least and the most that may be set, both included."""

    least: int
    most: int


@dataclass(frozen=True)
class Times:
    """Field ``x`` is the environment variable ``SUPPORT_X``; its unit stands in its name."""

    member_idle_minutes: int = 30  # safety.md S44
    member_session_hours: int = 12
    staff_idle_minutes: int = 15
    staff_session_hours: int = 8
    proof_minutes: int = 10  # how long a fresh proof of the second factor counts (S45, S56)
    joining_minutes: int = 60  # how long an unfinished joining, and a secret shown once, is kept
    invitation_hours: int = 72
    commitment_days: int = 90  # DESIGN section 5
    inactive_days: int = 540  # an account nobody has signed in to for so long is deleted (S86)
    name_kept_days: int = 180  # a name that was given up is not free again before
    draft_days: int = 30  # a draft that nobody touches (S86)
    rejected_days: int = 90  # what was turned down, for its writer to take with them (S86)
    withdrawn_days: int = 7  # what its writer took back
    superseded_days: int = 30  # an older version of a post
    fingerprint_days: int = 90  # what repetitions are found by
    notice_days: int = 60  # a notice that was opened
    case_days: int = 400  # what was decided about posts, and by whom
    content_backup_days: int = 30  # DESIGN section 5
    key_backup_days: int = 7
    throttle_hours: int = 24  # S46
    lease_minutes: int = 10  # how long a reader has a post to themselves, anew with each sign of life
    undo_seconds: int = 20  # an approval takes effect only after so long
    changes_days: int = 30  # how long changes that were asked for can be made
    waiting_hours: int = 48  # when nobody has read for so long, nothing new is taken (DESIGN section 6)
    decision_count_hours: int = 1  # how many decisions an account made in an hour (S56)
    log_days: int = 14  # what the shipped units tell the system's journal


LIMITS: Mapping[str, Bounds] = {
    "member_idle_minutes": Bounds(5, 30),
    "member_session_hours": Bounds(1, 12),
    "staff_idle_minutes": Bounds(5, 15),
    "staff_session_hours": Bounds(1, 8),
    "proof_minutes": Bounds(1, 15),
    "joining_minutes": Bounds(15, 120),
    "invitation_hours": Bounds(1, 168),
    "commitment_days": Bounds(30, 90),
    "inactive_days": Bounds(180, 1100),
    "name_kept_days": Bounds(30, 3650),
    "draft_days": Bounds(7, 180),
    "rejected_days": Bounds(30, 90),
    "withdrawn_days": Bounds(1, 30),
    "superseded_days": Bounds(1, 90),
    "fingerprint_days": Bounds(14, 90),
    "notice_days": Bounds(14, 180),
    "case_days": Bounds(90, 400),
    "content_backup_days": Bounds(1, 30),
    "key_backup_days": Bounds(1, 7),
    "throttle_hours": Bounds(1, 24),
    "lease_minutes": Bounds(5, 15),
    "undo_seconds": Bounds(10, 120),
    "changes_days": Bounds(7, 30),
    "waiting_hours": Bounds(12, 48),
    "decision_count_hours": Bounds(1, 1),
    "log_days": Bounds(1, 14),
}


def times_from(settings: Mapping[str, str]) -> Times:
    """The times that an operator has set; ``settings`` maps field names to text, empty where nothing is set.

    Raises :class:`TimeError`.
    """
    chosen = {field.name: _within(field.name, settings.get(field.name, ""), field.default) for field in fields(Times)}
    return Times(**chosen)


def _within(name: str, text: str, default: Any) -> int:
    if not text:
        return int(default)
    bounds = LIMITS[name]
    if not (text.isascii() and text.isdigit()) or not bounds.least <= int(text) <= bounds.most:
        raise TimeError(f"SUPPORT_{name.upper()} must be a number from {bounds.least} to {bounds.most}.")
    return int(text)
