"""A text cut where screening points at something, so that a page can mark those places. Pure (moderation.md row 61)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether something was found in it."""

    text: str
    marked: bool = False


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """The whole text in order. A span counts characters, its end not included; spans may overlap, and reach too far."""
    kept = [(start, min(end, len(text))) for start, end in spans if 0 <= start < end and start < len(text)]
    cuts = sorted({0, len(text), *(place for span in kept for place in span)})
    found: list[Piece] = []
    for start, end in pairwise(cuts):
        marked = any(first <= start < last for first, last in kept)
        if found and found[-1].marked == marked:
            found[-1] = Piece(found[-1].text + text[start:end], marked)
        else:
            found.append(Piece(text[start:end], marked))
    return found
