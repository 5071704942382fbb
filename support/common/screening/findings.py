"""What screening says of a text: findings, urgency, whether all of it was looked at (moderation.md rows 60-66, 70)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CATEGORIES = (
    "contact", "meeting", "link", "identity", "danger_self", "danger_others", "child_at_risk", "repetition", "newcomer",
)  # fmt: skip
KINDS = ("fix", "help", "hint")
DANGERS = ("danger_self", "danger_others", "child_at_risk")
MOST_PLACES = 20  # of one rule in one text
REPETITION, NEWCOMER = "repetition", "newcomer"  # rules whose facts the caller knows


@dataclass(frozen=True, order=True)
class Finding:
    """One place that a rule points at: characters ``start`` to ``end`` (not included) of the text as it was written.

    ``kind``: ``fix`` the author can change it, ``help`` there is help to be shown, ``hint`` a reader should know.
    A finding about the whole text has ``start == end == 0``.
    """

    start: int
    end: int
    rule: str
    category: str
    kind: str


@dataclass(frozen=True)
class Screened:
    """The findings in the order of the text; ``urgent`` 0 none, 1 soon, 2 now (signs of danger only).

    ``complete`` is false where screening failed or ran out of steps: the text is read by a person all the same
    (moderation.md, invariant 17).
    """

    findings: tuple[Finding, ...] = ()
    urgent: int = 0
    complete: bool = True

    @property
    def categories(self) -> frozenset[str]:
        """The categories that something was found in."""
        return frozenset(finding.category for finding in self.findings)

    @property
    def rules(self) -> tuple[str, ...]:
        """Each rule once, in the order of the text."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))


def whole(rule: str) -> Finding:
    """A finding about the whole text, whose fact the caller knows: :data:`REPETITION` or :data:`NEWCOMER`."""
    return Finding(0, 0, rule, rule, "hint")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, in the order of the text; of one rule the widest of those that overlap, and at most
    :data:`MOST_PLACES`: a rule is never lost, only places that say the same again."""
    kept: list[Finding] = []
    last: dict[str, list[Finding]] = {}
    for one in sorted(set(findings), key=lambda found: (found.start, -found.end, found.rule)):
        before = last.setdefault(one.rule, [])
        if len(before) < MOST_PLACES and not any(other.end >= one.end for other in before):
            before.append(one)
            kept.append(one)
    return tuple(kept)
