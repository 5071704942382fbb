"""Words that no guide says: labels, jargon, blame, promises that nobody can keep (safety.md S106)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from support.common.kernel.text import fold

FILE = Path(__file__).parent / "data" / "never_said.txt"
QUOTED = re.compile(r"“[^”]*”|«[^»]*»")


@cache
def never_said(path: Path = FILE) -> Mapping[str, tuple[tuple[str, str, re.Pattern[str]], ...]]:
    """For each language: the expression as written, what to say instead, and the pattern that finds it."""
    found: dict[str, list[tuple[str, str, re.Pattern[str]]]] = {}
    language = ""
    for number, written in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = written.strip()
        if line.startswith("["):
            language = line.strip("[]")
        elif line and not line.startswith("#"):
            expression, arrow, instead = (part.strip() for part in line.partition("->"))
            if not (language and expression and arrow and instead):
                raise ValueError(f"{path.name}, line {number}: write an expression -> and what to say instead.")
            found.setdefault(language, []).append((expression, instead, _pattern(expression)))
    return {name: tuple(rows) for name, rows in found.items()}


def unsaid_words(text: str, language: str, *, may_quote: bool = False) -> Iterator[tuple[str, str]]:
    """Each expression in ``text`` that is not to be said, and what to say instead."""
    flat = _flat(QUOTED.sub(" ", text) if may_quote else text)
    for expression, instead, pattern in never_said().get(language, ()):
        if pattern.search(flat):
            yield expression, instead


def _flat(text: str) -> str:
    return f" {fold(text)} "


def _pattern(expression: str) -> re.Pattern[str]:
    words = [re.escape(fold(word)) + ("[a-z0-9]*" if word.endswith("*") else "") for word in expression.split()]
    return re.compile(f" {' '.join(words)} ")
