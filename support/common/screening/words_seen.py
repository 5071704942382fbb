"""A text as words to be matched, each with where it stood: case, look-alikes and digits for letters undone (row 66)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from support.common.screening.shapes import figure, shape

ONE_LETTER = str.maketrans("01i", "oll")
ONE_SIGN = (("rn", "m"), ("vv", "w"))
DIGITS_AS_LETTERS = str.maketrans("345679", "easbtg") | {ord("8"): "b"}
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
STRETCHED = re.compile(r"(.)\1{2,}")
SYMBOLS = re.compile(r"(?<=[a-z0-9])[@$!€+](?=[a-z0-9])|(?<![^\s])[@$€](?=[a-z])")
SYMBOLS_AS_LETTERS = {"@": "a", "$": "s", "!": "i", "€": "e", "+": "t"}
BREAKS = frozenset(".!?;\n…")
LIKE_DIGITS = frozenset("0123456789ol")
LIKE_DIGIT = str.maketrans("oil", "011")


@dataclass(frozen=True, slots=True)
class Seen:
    """The text as it looks: ``signs`` small and plain; ``figures`` the same with each digit as itself; for each of
    them its place in the text as it was written."""

    signs: str
    figures: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Signs ``start`` to ``end`` as characters of the text as it was written."""
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Word:
    """One word: all that it can be read as (the plainest first), its number if it can be one, its signs, its place;
    and whether a sentence or line ended before it."""

    keys: tuple[str, ...]
    number: int | None
    raw: str
    start: int
    end: int
    after_break: bool


def look_at(text: str) -> Seen:
    """The text as it looks."""
    signs, figures, places = [], [], []
    for place, sign in enumerate(text):
        digit = figure(sign)
        for seen in shape(sign):
            signs.append(seen)
            figures.append(digit or seen)
            places.append(place)
    return Seen("".join(signs), "".join(figures), tuple(places))


def key(word: str) -> str:
    """One key for all words that look the same: i, l and 1 are one letter here, o and 0, m and rn, w and vv."""
    one = word.translate(ONE_LETTER)
    for several, single in ONE_SIGN:
        one = one.replace(several, single)
    return one


def plain_key(word: str) -> str:
    """The key of a word of ours, from a pattern or a list."""
    return key("".join(map(shape, word)).replace("'", ""))


@lru_cache(maxsize=4096)
def keys(word: str) -> tuple[str, ...]:
    """All that a word can be read as: with digits for letters, and without letters that were stretched."""
    read = [word]
    if any(sign.isdigit() for sign in word) and not word.isdigit():
        read.append(word.translate(DIGITS_AS_LETTERS))
    for one in tuple(read):
        if STRETCHED.search(one):
            read += [STRETCHED.sub(r"\1", one), STRETCHED.sub(r"\1\1", one)]
    return tuple(dict.fromkeys(map(key, read)))


def number(figures: str) -> int | None:
    """The number that up to four signs are, letters that look like digits among them; None for what is no number."""
    if not (1 <= len(figures) <= 4 and LIKE_DIGITS.issuperset(figures.replace("i", "l"))):
        return None
    return int(figures.translate(LIKE_DIGIT)) if len(figures) > 1 or figures.isdecimal() else None


def words(seen: Seen, signs: str | None = None) -> list[Word]:
    """The words in order. ``signs``: read these, as long as the text's own, in their place."""
    signs = seen.signs if signs is None else signs
    found, before = [], 0
    for match in WORD.finditer(signs):
        raw = match[0].replace("'", "")
        broken = not BREAKS.isdisjoint(signs[before : match.start()])
        figures = seen.figures[match.start() : match.end()]
        found.append(Word(keys(raw), number(figures), raw, match.start(), match.end(), broken))
        before = match.end()
    return found


def with_symbols(seen: Seen) -> str | None:
    """The signs with symbols inside of words read as letters (h@te); None where there are none."""
    said = SYMBOLS.sub(lambda found: SYMBOLS_AS_LETTERS[found[0]], seen.signs)
    return said if said != seen.signs else None
