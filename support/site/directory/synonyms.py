"""Words that people use for the same thing, from ``data/synonyms.txt``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from support.common.kernel.text import fold

FILE = Path(__file__).parent / "data" / "synonyms.txt"


def others(word: str) -> tuple[str, ...]:
    """What else a folded word may be called; phrases may have spaces."""
    return _groups().get(word, ())


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            words = [fold(word) for word in line.split(",")]
            for word in words:
                groups[word] = groups.get(word, ()) + tuple(other for other in words if other != word)
    return groups
