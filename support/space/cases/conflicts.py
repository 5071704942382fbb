"""Why something cannot be done with a case: it has changed, it is not one's own, or the form does not fit."""

from __future__ import annotations

from support.common.kernel.errors import DomainError

# what changed since the form was shown
DECIDED, EDITED, WITHDRAWN, LEASE_LOST, HELD, KEY_USED = (
    "decided", "edited", "withdrawn", "lease_lost", "held", "key_used",
)  # fmt: skip


class Conflict(DomainError):
    """Somebody else was first, or the time is over: nothing was done. ``what`` says which (safety.md S53).

    ``lease_lost``: the reader does not hold the case (any more), or somebody else does. ``key_used``: this form was
    sent before, with other content.
    """

    status = 409
    title_key = "conflict"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class NotYours(DomainError):
    """There is no such case or decision, or none that this person may touch: told alike (safety.md S57)."""

    status = 404
    title_key = "not_found"


class Unfit(DomainError):
    """Outcome, reason codes and notes do not go together, or are not of this space. ``why`` names the rule."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TooLate(Conflict):
    """A decision can no longer be taken back: it has taken effect, was taken back, or its time is over."""

    title_key = "over"

    def __init__(self) -> None:
        super().__init__(DECIDED)
