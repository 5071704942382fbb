"""What a rule is called, why it is a hint, and what to do: for author and reader alike, without blame (row 61)."""

from __future__ import annotations

from typing import NamedTuple

from support.common.screening.words import RULES


class Explained(NamedTuple):
    """Words in the reader's language."""

    name: str
    why: str
    what_to_do: str


def explain(rule: str) -> Explained:
    """The words for a rule. Raises KeyError for one that is not known."""
    name, why, what_to_do = RULES[rule]
    return Explained(str(name), str(why), str(what_to_do))
