"""Reason codes in words: a short name at the desk, and a kind statement to the writer (moderation.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass

from support.space.cases import words
from support.space.cases.prevention import words as prevention
from support.space.cases.reasons import reasons
from support.space.cases.survivors import words as survivors
from support.space.cases.words import Said

OF_PART = {"survivors": survivors.said, "prevention": prevention.said}


@dataclass(frozen=True)
class Statement:
    """What a writer is told. ``cannot``: what cannot stay as it is, or what was noticed; ``change``: what can be done
    about it, which may be to do nothing but to find help."""

    cannot: str
    change: str


def short(code: str, part: str) -> str:
    """The name of a code at the desk of that space. Raises :class:`KeyError` for a code that the space has not."""
    return _said(part)[code][0]


def shorts(part: str) -> dict[str, str]:
    """The names of all codes of a space, in the order of the policy."""
    told = _said(part)
    return {one.code: told[one.code][0] for one in reasons(part)}


def statement(code: str, part: str) -> Statement:
    """What the writer is told for that reason. Raises :class:`KeyError` for a code that the space has not."""
    _short, cannot, change = _said(part)[code]
    return Statement(cannot, change)


def _said(part: str) -> dict[str, Said]:
    return words.said() | OF_PART[part]()
