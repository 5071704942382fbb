"""What a reader has typed into the form of a decision, and what is wrong with it. Pure but for the cleaning of words.

It travels as short values: sealed in an address where it has to be shown again, hidden in the form of a page that asks
once more (safety.md S12).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from support.common.kernel.text import clean
from support.space.cases import reasons
from support.space.cases.conflicts import Unfit
from support.space.cases.states import APPROVING_OUTCOMES, HOLD, REJECT

LONGEST_MESSAGE = 600
LONGEST_VALUE = 700  # of what travels: a message that is too long comes back with more than its limit, and is said so
WEIGHTY = (REJECT, HOLD)  # asked for once more
FIELD_OF = {
    "outcome": "outcome", "codes_needed": "codes", "codes_unfit": "codes", "blocking": "codes",
    "codes_with_approval": "codes", "notes_needed": "notes", "notes_unfit": "notes",
}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """The decision as it was typed. ``more``: open the next post afterwards; ``keys``: single letters press buttons."""

    outcome: str = ""
    codes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    message: str = ""
    more: bool = True
    keys: bool = True

    def values(self) -> dict[str, str]:
        """As short values by name; :func:`from_values` reads them."""
        return {
            "outcome": self.outcome, "codes": ",".join(self.codes), "notes": ",".join(self.notes),
            "message": self.message, "more": "yes" if self.more else "", "keys": "on" if self.keys else "",
        }  # fmt: skip


def from_values(values: Mapping[str, str]) -> Typed:
    """What :meth:`Typed.values` wrote; settings are on where nothing is said."""
    return Typed(
        outcome=values.get("outcome", ""), codes=_split(values.get("codes", "")), notes=_split(values.get("notes", "")),
        message=clean(values.get("message", "")), more=bool(values.get("more", "yes")),
        keys=bool(values.get("keys", "on")),
    )  # fmt: skip


def problems(typed: Typed, part: str) -> dict[str, str]:
    """What is wrong, as codes of ``words.problem`` by field; empty for nothing."""
    found = {}
    try:
        reasons.fitting(part, typed.outcome, typed.codes, typed.notes)
    except Unfit as error:
        why = error.why
        if why == "codes_unfit" and typed.outcome in APPROVING_OUTCOMES:
            why = "codes_with_approval"
        found[FIELD_OF.get(why, "outcome")] = why
    if len(typed.message) > LONGEST_MESSAGE:
        found["message"] = "message_long"
    if typed.message and typed.outcome == HOLD:
        found["message"] = "message_unfit"
    return found


def weighs(typed: Typed) -> bool:
    """Whether the decision is asked for once more before it is taken."""
    return typed.outcome in WEIGHTY


def _split(codes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, codes.split(","))))


def read(fields: Mapping[str, str], codes: Sequence[str], notes: Sequence[str]) -> Typed:
    """What a browser sent: ``codes`` and ``notes`` are all boxes that were ticked, or one value with commas between."""
    return Typed(
        outcome=fields.get("outcome", "")[:LONGEST_VALUE], codes=_split(",".join(codes)), notes=_split(",".join(notes)),
        message=clean(fields.get("message", ""))[:LONGEST_VALUE],
        more=bool(fields.get("more")), keys=bool(fields.get("keys")),
    )  # fmt: skip
