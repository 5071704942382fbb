"""What an operator has stated about duties: plain values, and the fixed words that a duties file is written in.

The words of ``TRIGGERS`` follow the policy codes of moderation.md section 4, so that a decision under such a code
finds its duty. No duty stands in the code: what is not in the operator's file is unknown here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

SAMPLE_JURISDICTION = "ZZ"  # no country has it (ISO 3166 leaves it to users)

TRIGGERS: Mapping[str, tuple[str, ...]] = {
    "own_life_in_danger": ("X01",),
    "harmed_now": ("X02",),
    "child_in_danger": ("X03",),
    "fear_of_acting": ("X04",),
    "threat_to_another": ("X05",),
    "illegal_material": ("X06",),
    "enticement": ("X06",),
    "past_offence": ("PV07",),
    "court_order": (),
}
NOTHING_ELSE = "nothing_else"
PASSED_ON = ("text", "pseudonym", "times", NOTHING_ELSE)
AUTHOR_TOLD = ("yes", "no", "after")
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Duty:
    """One case in which something is passed on.

    ``must`` tells the law's duty from the operator's choice. ``within_hours`` is 0 for at once, and None where no
    number is fixed. ``words`` is one sentence for the door, by language.
    """

    id: str
    trigger: str
    must: bool
    report_to: str
    how: str
    within_hours: int | None
    passed_on: tuple[str, ...]
    author_told: str
    source_url: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Retention:
    """The longest that may be kept, in days: a held text, and the record of a decision."""

    held_text_days: int
    decision_days: int


@dataclass(frozen=True)
class Duties:
    """A duties file, read for the jurisdiction that the operator has set (``wanted``)."""

    wanted: str
    jurisdiction: str
    sample: bool
    reviewer: str
    reviewed_on: date
    review_due: date
    duties: tuple[Duty, ...]
    retention: Retention

    def overdue(self, today: date) -> bool:
        """Whether the day by which somebody had to read the file again has passed."""
        return today > self.review_due

    def for_another_place(self) -> bool:
        """Whether the file was written for a jurisdiction that is not the operator's."""
        return self.jurisdiction != self.wanted

    def usable(self, today: date) -> list[str]:
        """What stands against using this file in production, each as a sentence for the operator; empty for nothing."""
        problems = []
        if self.sample:
            problems.append("the duties file is a sample; it names no real law. Write your own, see docs/duties.md")
        if self.for_another_place():
            wanted = self.wanted or "not set"
            problems.append(f"the duties file is for {self.jurisdiction}, but JURISDICTION is {wanted}")
        if self.overdue(today):
            problems.append(f"the review of the duties file was due on {self.review_due}; have it read again")
        return problems
