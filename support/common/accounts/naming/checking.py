"""Whether a pseudonym can be used, how it is shown, and what it is compared by (safety.md S33, S73, S74)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from support.common.accounts.naming.contact import is_contact
from support.common.accounts.naming.lookalikes import skeleton
from support.common.accounts.naming.scripts import (
    JOINERS,
    is_letter,
    is_of_one_script,
    is_vowel_sign,
    legible,
    letters_in,
)
from support.common.accounts.naming.wordlists import labels, lines_of, staff_words
from support.common.kernel.errors import DomainError
from support.common.kernel.text import fold

FEWEST_LETTERS, MOST_SIGNS, MOST_DIGITS = 3, 30, 4
MOST_TYPED = 2_000  # nobody types more; what is longer is not even cleaned
MOST_MARKS = 2  # on one letter
BETWEEN = " -‐־'’׳."
TWICE = re.compile(rf"([{re.escape(BETWEEN)}])\1")
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
FIRST_YEAR, LAST_YEAR = 1930, 2015
MOST_PARTS_OF_A_REAL_NAME = 3
REASONS = ("too_short", "too_long", "signs", "mixed_scripts", "reserved", "contact", "unkind")
DOUBTS = ("like_a_real_name", "has_a_year")


@dataclass(frozen=True)
class Name:
    """A pseudonym: as it is shown (at most 30 signs), and the key that two names alike share (at most 64)."""

    shown: str
    key: str


class NameRefused(DomainError):
    """A pseudonym that cannot be used. ``reason`` is one of :data:`REASONS`."""

    status = 422

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check(raw: str) -> Name:
    """The name that ``raw`` stands for, cleaned. Raises :class:`NameRefused`."""
    if len(raw) > MOST_TYPED:
        raise NameRefused("too_long")
    shown = legible(raw)
    key = skeleton(shown[:MOST_SIGNS])
    reason = _refusal(shown)
    if reason or not key:
        raise NameRefused(reason or "signs")
    return Name(shown, key)


def doubts(name: Name) -> tuple[str, ...]:
    """What we ask about and do not refuse: some of :data:`DOUBTS`."""
    asked = {"like_a_real_name": _is_like_a_real_name(name.shown), "has_a_year": _has_a_year(name.shown)}
    return tuple(doubt for doubt in DOUBTS if asked[doubt])


def _refusal(shown: str) -> str:
    """The first reason against a name; empty for none."""
    if len(shown) > 4 * MOST_SIGNS:
        return "too_long"
    if is_contact(shown):
        return "contact"
    if len(shown) > MOST_SIGNS:
        return "too_long"
    if not _has_good_signs(shown):
        return "signs"
    if letters_in(shown) < FEWEST_LETTERS:
        return "too_short"
    if staff_words().finds_in(shown):
        return "reserved"
    if labels().finds_in(shown):
        return "unkind"
    return "" if is_of_one_script(shown) else "mixed_scripts"


def _has_good_signs(shown: str) -> bool:
    """Letters first; then letters, their marks, at most four digits, and single signs between words."""
    if not shown or not is_letter(shown[0]) or TWICE.search(shown):
        return False
    if sum(sign.isdecimal() for sign in shown) > MOST_DIGITS:
        return False
    return all(map(_is_good_sign, shown)) and _has_few_marks(shown)


def _is_good_sign(sign: str) -> bool:
    return is_letter(sign) or sign.isdecimal() or sign in BETWEEN or sign in JOINERS or _is_mark(sign)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Mc")


def _has_few_marks(shown: str) -> bool:
    """Marks stand on letters, and only so many accents as one line of text has room for."""
    run, after_letter = 0, False
    for sign in shown:
        if not _is_mark(sign):
            run, after_letter = 0, is_letter(sign) or (after_letter and sign in JOINERS)
            continue
        run += not is_vowel_sign(sign)
        if not after_letter or run > MOST_MARKS:
            return False
    return True


def _is_like_a_real_name(shown: str) -> bool:
    parts = [part for part in shown.replace("-", " ").split() if not part.isdecimal()]
    if not 1 < len(parts) <= MOST_PARTS_OF_A_REAL_NAME or not all(part[0].isupper() for part in parts):
        return False
    return fold(parts[0]) in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(map(fold, lines_of("given_names.txt")))


def _has_a_year(shown: str) -> bool:
    return any(FIRST_YEAR <= int(found) <= LAST_YEAR for found in YEAR.findall(shown))
