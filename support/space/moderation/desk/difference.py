"""What changed between two texts, word by word (moderation.md row 38). Pure, and bounded however a text is made."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
WORD = re.compile(r"\S+\s*|\s+")
MOST_PAIRS = 60_000  # equal words of both texts, each with each: twice what two long ordinary posts have; half a second


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, came or went."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Stretch]:
    """The stretches of both texts in order: what went stands before what came in its place.

    Texts that repeat one word without end would take very long to compare; they are shown one after the other.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    if before == after:
        return _stretches([(SAME, after)])
    if _pairs(old, new) > MOST_PAIRS:
        return _stretches([(REMOVED, before), (ADDED, after)])
    found: list[tuple[str, str]] = []
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        went, came = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        found += [(SAME, came)] if tag == "equal" else [(REMOVED, went), (ADDED, came)]
    return _stretches(found)


def _stretches(found: list[tuple[str, str]]) -> list[Stretch]:
    return [Stretch(kind, text) for kind, text in found if text]


def _pairs(old: list[str], new: list[str]) -> int:
    there = Counter(new)
    return sum(count * there[word] for word, count in Counter(old).items())
