"""The policy as a table: which reason codes a space has, and what may follow from each (moderation.md 4.1 to 4.3).

Words for them stand in :mod:`reason_words`, the help that goes with them in :mod:`help`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from support.space.cases.conflicts import Unfit
from support.space.cases.states import (
    APPROVE,
    APPROVE_WITH_NOTE,
    APPROVING_OUTCOMES,
    CARE,
    HOLD,
    OUTCOMES,
    REJECT,
    REQUEST_CHANGES,
)  # fmt: skip

BOTH, SURVIVORS, PREVENTION = ("survivors", "prevention"), ("survivors",), ("prevention",)
WRONG_NOTE = "C11"  # the code of a content note that the reader adds; named for them where they name none
MOST_CODES = 6
NEWCOMER_POSTS = 5  # two readers until so many are published, in the prevention space (moderation.md 4.2)


@dataclass(frozen=True)
class Reason:
    """``outcomes``: those that the code may be given for. ``two``: a refusal for it needs a second reader.

    ``blocks``: a post with this reason is not approved. A code that only escalates for care does not block: the post is
    decided as usual afterwards.
    """

    code: str
    parts: tuple[str, ...]
    outcomes: tuple[str, ...]
    two: bool = False

    @property
    def blocks(self) -> bool:
        """Whether approving and this reason exclude each other (moderation.md 2.4, invariant 12)."""
        return not set(self.outcomes) & {*APPROVING_OUTCOMES, CARE}


def _row(code: str, parts: tuple[str, ...], *outcomes: str, two: bool = False) -> Reason:
    return Reason(code, parts, outcomes, two)


TABLE: tuple[Reason, ...] = (
    _row("C01", BOTH, REQUEST_CHANGES),
    _row("C02", BOTH, REQUEST_CHANGES, REJECT),
    _row("C03", BOTH, REQUEST_CHANGES, REJECT),
    _row("C04", BOTH, REQUEST_CHANGES),
    _row("C05", BOTH, REQUEST_CHANGES, REJECT),
    _row("C06", BOTH, REQUEST_CHANGES),
    _row("C07", BOTH, REQUEST_CHANGES),
    _row("C08", BOTH, REJECT),
    _row("C09", BOTH, REQUEST_CHANGES),
    _row("C10", BOTH, REJECT),
    _row("C11", BOTH, APPROVE_WITH_NOTE),
    _row("C12", BOTH, REQUEST_CHANGES),
    _row("C13", BOTH, CARE),
    _row("X01", BOTH, CARE),
    _row("X02", BOTH, CARE),
    _row("X03", BOTH, HOLD),
    _row("X04", BOTH, CARE, HOLD),
    _row("X05", BOTH, HOLD),
    _row("X06", BOTH, HOLD, two=True),
    _row("PV01", PREVENTION, REJECT),
    _row("PV02", PREVENTION, REJECT),
    _row("PV03", PREVENTION, REJECT),
    _row("PV04", PREVENTION, REQUEST_CHANGES, HOLD),
    _row("PV05", PREVENTION, HOLD),
    _row("PV06", PREVENTION, HOLD),
    _row("PV07", PREVENTION, REJECT, HOLD, two=True),
    _row("PV08", PREVENTION, REQUEST_CHANGES, REJECT),
    _row("PV09", PREVENTION, REJECT, two=True),
    _row("PV10", PREVENTION, REJECT, two=True),
    _row("PV11", PREVENTION, APPROVE, APPROVE_WITH_NOTE),
    _row("SV01", SURVIVORS, REQUEST_CHANGES),
    _row("SV02", SURVIVORS, REQUEST_CHANGES),
    _row("SV03", SURVIVORS, REQUEST_CHANGES),
    _row("SV04", SURVIVORS, REJECT),
    _row("SV05", SURVIVORS, REQUEST_CHANGES),
    _row("SV06", SURVIVORS, REJECT),
    _row("SV07", SURVIVORS, REJECT),
    _row("SV08", SURVIVORS, CARE),
    _row("SV09", SURVIVORS, HOLD),
    _row("SV10", SURVIVORS, REJECT, two=True),
    _row("SV11", SURVIVORS, REQUEST_CHANGES),
)
BY_CODE = {reason.code: reason for reason in TABLE}


def reasons(part: str, outcome: str = "") -> tuple[Reason, ...]:
    """The reasons of a space, in the order of the policy; with ``outcome`` only those that it may be given for."""
    return tuple(one for one in TABLE if part in one.parts and (not outcome or outcome in one.outcomes))


def fitting(part: str, outcome: str, codes: Sequence[str], notes: Sequence[str] = ()) -> tuple[str, ...]:
    """The codes of a decision in the order of the policy, when they may be given for it in that space.

    A note that the reader adds has its own code, named or not. Raises :class:`Unfit`: ``outcome`` is none,
    ``codes_needed``, ``codes_unfit``, ``blocking``, ``notes_needed`` or ``notes_unfit``.
    """
    if outcome not in OUTCOMES:
        raise Unfit("outcome")
    given = {*codes, WRONG_NOTE} if outcome == APPROVE_WITH_NOTE else set(codes)
    known = {one.code: one for one in reasons(part)}
    if given - set(known) or len(given) > MOST_CODES:
        raise Unfit("codes_unfit")
    if outcome in APPROVING_OUTCOMES and any(known[code].blocks for code in given):
        raise Unfit("blocking")
    if any(outcome not in known[code].outcomes for code in given):
        raise Unfit("codes_unfit")
    if not given and outcome != APPROVE:
        raise Unfit("codes_needed")
    if outcome == APPROVE_WITH_NOTE and not notes:
        raise Unfit("notes_needed")
    if outcome != APPROVE_WITH_NOTE and notes:
        raise Unfit("notes_unfit")
    return tuple(one.code for one in TABLE if one.code in given)


def two_to_refuse(codes: Sequence[str]) -> bool:
    """Whether refusing a post for these reasons takes a second reader."""
    return any(BY_CODE[code].two for code in codes)


def readers_needed(part: str, approved_before: int) -> int:
    """How many readers a post needs before it is published, by how many of its writer's were."""
    return 2 if part == "prevention" and approved_before < NEWCOMER_POSTS else 1
