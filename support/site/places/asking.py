"""What a person typed, taken apart: a name, and what they added to tell it from others of the name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from support.site.places.folding import key, words

LONGEST_TEXT = 200
MOST_PARTS = 6
MOST_ADDED_WORDS = 4
_BETWEEN = str.maketrans(dict.fromkeys(";\n\r\t()/،、，", ","))
_IN_NO_NAME = frozenset('*:<>{}[]\\^~|=$%@?+_"')


@dataclass(frozen=True)
class Asked:
    """A way to read the text: ``name`` as a place, narrowed by each of ``narrowed_by`` that is a region or country.

    ``sure``: the person put a comma between them, so what narrows need not be known (``Leeds, West Yorkshire``).
    ``late``: not the first part, so it counts only as a town (``1 High Street, Leeds``).
    """

    name: str
    narrowed_by: tuple[str, ...] = ()
    sure: bool = True
    late: bool = False


def readings(text: str) -> list[Asked]:
    """The ways to read a text, likeliest first; none for one that cannot be a place."""
    parts = parts_of(text)
    if not parts:
        return []
    bare = [_without_codes(part) for part in parts]
    found = [Asked(parts[0], tuple(bare[1:])), Asked(bare[0], tuple(bare[1:]))]
    for start, part in enumerate(bare):
        found.extend(_split_by_words(part, tuple(bare[start + 1 :]), late=start > 0))
        if start:
            found.append(Asked(part, tuple(bare[start + 1 :]), late=True))
    return list(dict.fromkeys(found))


def parts_of(text: str) -> list[str]:
    """The parts between commas and brackets, without empty ones; none if it is too long or has signs of no name."""
    if len(text) > LONGEST_TEXT:
        return []
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if text.count("(") != text.count(")") or any(sign in _IN_NO_NAME or _is_control(sign) for sign in text):
        return []
    return [part.strip() for part in text.translate(_BETWEEN).split(",") if key(part)][:MOST_PARTS]


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t"


def _without_codes(part: str) -> str:
    """``Leeds LS1 4AP`` as Leeds: the words without digits, if there are any."""
    return " ".join(word for word in part.split() if not any(sign.isdigit() for sign in word)) or part


def _split_by_words(part: str, more: tuple[str, ...], *, late: bool) -> Iterator[Asked]:
    """``Austin TX`` as Austin in TX: the last few words may be a region or country, or one after the other."""
    spoken = words(part)
    for added in range(1, min(MOST_ADDED_WORDS, len(spoken) - 1) + 1):
        name, rest = " ".join(spoken[:-added]), spoken[-added:]
        yield Asked(name, (" ".join(rest), *more), sure=False, late=late)
        if added > 1:
            yield Asked(name, (" ".join(rest[:-1]), rest[-1], *more), sure=False, late=late)
