"""A text with the places marked that screening points at, cut into pieces that a page can show one after the other.

Pure: spans are counted in characters of the text as it was written (moderation.md row 61).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

FIRST_LETTERS = 240  # about four lines on a phone: enough to decide whether to read on now (S107)
LONGEST_STEP_BACK = 40


@dataclass(frozen=True)
class Span:
    """Characters ``start`` to ``end`` (not included) of a text, and the number of the hint that points at them."""

    start: int
    end: int
    hint: int


@dataclass(frozen=True)
class Piece:
    """A stretch of text. ``hints``: the numbers of the hints that mark it; ``first``: those that begin with it."""

    text: str
    hints: tuple[int, ...] = ()
    first: tuple[int, ...] = ()


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The whole text in order, cut where a span begins or ends; spans may overlap, and reach over the ends."""
    kept = [span for span in spans if 0 <= span.start < span.end and span.start < len(text)]
    cuts = sorted({0, len(text)} | {min(place, len(text)) for span in kept for place in (span.start, span.end)})
    found, begun = [], set[int]()
    for start, end in pairwise(cuts):
        hints = tuple(sorted({span.hint for span in kept if span.start <= start < span.end}))
        first = tuple(hint for hint in hints if hint not in begun)
        begun |= set(hints)
        found.append(Piece(text[start:end], hints, first))
    return found


def first_lines(text: str, letters: int = FIRST_LETTERS) -> int:
    """How many characters of a text are shown before the rest is asked for: cut between words where there are any."""
    if len(text) <= letters:
        return len(text)
    gap = max(text.rfind(sign, letters - LONGEST_STEP_BACK, letters) for sign in (" ", "\n"))
    return gap if gap > 0 else letters


def cut(marked: Sequence[Piece], letters: int) -> list[Piece]:
    """The pieces of the first ``letters`` characters. Their ``first`` is left out: the whole text has them."""
    found: list[Piece] = []
    for piece in marked:
        if letters <= 0:
            break
        found.append(Piece(piece.text[:letters], piece.hints))
        letters -= len(piece.text)
    return found
