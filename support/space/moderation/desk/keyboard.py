"""The letters that press buttons at the desk, and what they do: for the help sheet (moderation.md row 31)."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _
from support.space.cases.states import APPROVE, APPROVE_WITH_NOTE, CARE, HOLD, OUTCOMES, REJECT, REQUEST_CHANGES
from support.space.moderation.desk import words

LETTERS = {APPROVE: "a", APPROVE_WITH_NOTE: "t", REQUEST_CHANGES: "c", REJECT: "x", CARE: "e", HOLD: "h"}


def outcomes() -> list[tuple[str, str]]:
    """Every outcome with its letter, in the order in which they are offered."""
    return [(outcome, LETTERS[outcome]) for outcome in OUTCOMES]


def queue() -> list[tuple[str, str]]:
    """The letters of the page that lists what waits."""
    return [("n", _("Read the next one")), ("u", _("Take the last decision back")), ("?", _("This sheet"))]


def case() -> list[tuple[str, str]]:
    """The letters of the page with one post."""
    choices = [(letter, words.choice(outcome)[0]) for outcome, letter in outcomes()]
    return [
        ("w", _("Read all of it")), ("v", _("What changed since it was last decided")), *choices,
        ("m", _("Your own words to the writer")), ("d", _("Decide")), ("s", _("Pass it on to somebody else")),
        ("r", _("Give it back")), ("z", _("Stop reading")), ("u", _("Take the last decision back")),
        ("?", _("This sheet")),
    ]  # fmt: skip
