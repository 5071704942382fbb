"""How a place name is compared: without case, accents, spaces and punctuation, in any script."""

from __future__ import annotations

import re
import unicodedata

LONGEST_KEY = 80
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"})
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}
# Marks that people leave out when they type: Latin and Greek accents, Hebrew points, Arabic vowels and the stroke that
# only stretches a word. The vowel signs of Indian scripts are letters to their readers and stay.
_DROPPED = ((0x0300, 0x036F), (0x0591, 0x05C7), (0x064B, 0x065F), (0x0670, 0x0670), (0x0640, 0x0640))
_PLAIN_WORDS = re.compile("[a-z0-9]+")
_MOST_REMEMBERED = 20_000


class _Signs(dict[int, str | None]):
    """What becomes of each sign: itself, nothing, or a space. Remembers those it met, up to a bound."""

    def __missing__(self, point: int) -> str | None:
        kept = _kept(point)
        if len(self) < _MOST_REMEMBERED:
            self[point] = kept
        return kept


def _kept(point: int) -> str | None:
    if any(first <= point <= last for first, last in _DROPPED):
        return None
    sign = chr(point)
    return sign if sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc") else " "


_SIGNS = _Signs()


def words(text: str) -> list[str]:
    """The words of ``text``, folded, with usual short forms written out (``St. Ives`` gives ``saint``, ``ives``)."""
    if text.isascii():
        found = _PLAIN_WORDS.findall(text.lower())
    else:
        apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
        found = unicodedata.normalize("NFC", apart.translate(_SIGNS)).casefold().split()
    return [_SHORT.get(word, word) for word in found]


def key(text: str) -> str:
    """One comparable key for a name, at most 80 characters; empty when nothing is left of it."""
    return "".join(words(text))[:LONGEST_KEY]


def keys(name: str) -> set[str]:
    """All keys under which a name is found: its own, and the one with German and Nordic letters written out."""
    found = {key(name)}
    if not name.isascii():
        found.add(key(name.casefold().translate(_WRITTEN_OUT)))
    return found - {""}
