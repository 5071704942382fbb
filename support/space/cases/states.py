"""The review of a post as one pure function: the table of moderation.md 2.3, and no second set of rules beside it.

:func:`after` takes where a case stands and what happens, and says where it stands then, what becomes of the revision
and of the decisions, what goes into the log, and what follows. Everything that changes a case asks it.
"""

from __future__ import annotations

from dataclasses import dataclass

from support.space.cases.models import APPROVING, CLOSED, HELD, QUEUED, SECOND_NEEDED, WITH_LEAD

# outcomes of a decision
APPROVE, APPROVE_WITH_NOTE, REQUEST_CHANGES, REJECT, CARE, HOLD = OUTCOMES = (
    "approve", "approve_with_note", "request_changes", "reject", "care", "hold",
)  # fmt: skip
APPROVING_OUTCOMES = (APPROVE, APPROVE_WITH_NOTE)
# standings of a decision: it waits for a second reader, for its time, has taken effect, was taken back, has none
WAITING, PENDING, EFFECTIVE, UNDONE, VOID = "waiting", "pending", "effective", "undone", "void"
READ_IN = (QUEUED, SECOND_NEEDED, WITH_LEAD)  # where a case can be taken, in the order in which it goes on


class NotAllowed(Exception):
    """The table has no such step from where the case stands."""


@dataclass(frozen=True)
class Stand:
    """Where a case stands. ``need``: how many have to approve. ``waiting``: the outcomes of decisions that wait for
    somebody else's, the first first. ``pending``: the outcome of an approval that waits for its time."""

    state: str = QUEUED
    need: int = 1
    waiting: tuple[str, ...] = ()
    pending: str = ""


@dataclass(frozen=True)
class Sent:
    """The writer sends another version. ``need`` may be another now."""

    need: int = 1


@dataclass(frozen=True)
class Withdrawn:
    """The writer takes the post back."""


@dataclass(frozen=True)
class Decided:
    """Whoever holds the case decides. ``two``: a refusal for these reasons takes two."""

    outcome: str
    two: bool = False


@dataclass(frozen=True)
class Undone:
    """An approval that had no effect yet is taken back, by whom it came from or because they may not read any more."""


@dataclass(frozen=True)
class Applied:
    """The time of an approval has come."""


Event = Sent | Withdrawn | Decided | Undone | Applied


@dataclass(frozen=True)
class Step:
    """What a step does. ``revision`` is the head's new state, ``decision`` the standing of the decision that the step
    is about, both empty for no change. ``over``: those that waited have no effect of their own any more.

    ``note`` is the event for the log. ``publish`` and ``take_back`` say what readers see; ``tell``: the writer is told.
    """

    to: Stand
    note: str
    revision: str = ""
    decision: str = ""
    over: bool = False
    publish: bool = False
    take_back: bool = False
    tell: bool = False
    front: bool = False


def after(stand: Stand, event: Event) -> Step:
    """The step that the event makes from there. Raises :class:`NotAllowed`."""
    if stand.state == CLOSED:
        raise NotAllowed("closed")
    if stand.state == HELD:
        raise NotAllowed("held")
    match event:
        case Sent(need):
            return Step(Stand(QUEUED, need), "sent", revision="superseded", decision=VOID, over=True)
        case Withdrawn():
            return Step(_closed(stand), "withdrawn", revision="withdrawn", decision=VOID, over=True)
        case Decided(outcome, two):
            return _decided(stand, outcome, two)
        case Undone():
            return _undone(stand)
        case Applied():
            return _applied(stand)


def open_to(*, lead: bool) -> tuple[str, ...]:
    """The states in which a reader may take a case: what two readers differed about is for a lead."""
    return READ_IN if lead else (QUEUED, SECOND_NEEDED)


def agree(one: str, other: str) -> bool:
    """Whether two readers came to the same: a note more or less is no difference."""
    return one == other or {one, other} <= set(APPROVING_OUTCOMES)


def _decided(stand: Stand, outcome: str, two: bool) -> Step:
    if stand.state not in READ_IN or outcome not in OUTCOMES:
        raise NotAllowed(stand.state)
    if outcome == CARE:
        return Step(stand, "care", decision=EFFECTIVE, tell=True, front=True)
    if outcome == HOLD:
        return Step(
            Stand(HELD, stand.need), "held", revision="held", decision=EFFECTIVE, over=True, take_back=True, tell=True
        )
    if stand.state == SECOND_NEEDED and not agree(stand.waiting[0], outcome):
        return _waits(stand, WITH_LEAD, outcome)
    if stand.state == QUEUED and (stand.need == 2 if outcome in APPROVING_OUTCOMES else two and outcome == REJECT):
        return _waits(stand, SECOND_NEEDED, outcome)
    if outcome in APPROVING_OUTCOMES:
        return Step(Stand(APPROVING, stand.need, stand.waiting, outcome), "approved", decision=PENDING)
    name = {REQUEST_CHANGES: "changes_requested", REJECT: "rejected"}[outcome]
    return Step(_closed(stand), name, revision=name, decision=EFFECTIVE, over=True, tell=True)


def _waits(stand: Stand, state: str, outcome: str) -> Step:
    note = "second_needed" if state == SECOND_NEEDED else "with_lead"
    return Step(Stand(state, stand.need, (*stand.waiting, outcome)), note, decision=WAITING)


def _undone(stand: Stand) -> Step:
    """Back to where it was read: the decisions of earlier readers stand as they did."""
    if stand.state != APPROVING:
        raise NotAllowed(stand.state)
    return Step(Stand(READ_IN[len(stand.waiting)], stand.need, stand.waiting), "undone", decision=UNDONE)


def _applied(stand: Stand) -> Step:
    if stand.state != APPROVING:
        raise NotAllowed(stand.state)
    return Step(
        _closed(stand), "published", revision="approved", decision=EFFECTIVE, over=True, publish=True, tell=True
    )


def _closed(stand: Stand) -> Stand:
    return Stand(CLOSED, stand.need)
