"""What a sign looks like: small ASCII letters where it can be, whatever script, width, accent or trick it came in.

The pairs are Unicode's own (UTS 39), from confusable-homoglyphs. Nothing here is kept or shown: it is to match only.
"""

from __future__ import annotations

import json
import re
import string
import unicodedata
from functools import cache, lru_cache
from importlib import resources

import confusable_homoglyphs

UNSEEN = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters by name that take no room
UNSEEN_KINDS = frozenset(("Cc", "Cf", "Cs", "Co", "Mn", "Me"))
ROOM = "\u2800"  # an empty braille cell looks like a space
LINES = "\n\r\v\f\x85\u2028\u2029"
NAMED = re.compile(
    r"(?:LATIN|REGIONAL INDICATOR SYMBOL)\b.*\bLETTER (?:SMALL CAPITAL |TURNED |REVERSED )*([A-Z])(?: WITH .*)?$"
)
SIGNS = {
    **dict.fromkeys("‘’ʼʹ′`´‛", "'"),
    **dict.fromkeys("。·•∙‧・․⸱", "."),
    **dict.fromkeys("⁄∕", "/"),
    "|": "l",
}
LEFT_TO_RIGHT = "\u200e"  # the package puts it around signs that run to the left
DEEPEST = 4


@lru_cache(maxsize=16384)
def shape(sign: str) -> str:
    """What one sign looks like, small: usually one sign, nothing for what is not seen, ``\\n`` for what ends a line."""
    return _shape(sign, DEEPEST)


@lru_cache(maxsize=16384)
def figure(sign: str) -> str:
    """The digit that a sign stands for or looks like; empty for what is none. Letters ``o`` and ``l`` are none here."""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    seen = shape(sign)
    return seen if seen.isdecimal() else ""


def _shape(sign: str, steps: int) -> str:
    if sign in LINES:
        return "\n"
    if sign in SIGNS:
        return SIGNS[sign]
    if sign.isspace() or sign == ROOM:
        return " "
    if sign in UNSEEN or unicodedata.category(sign) in UNSEEN_KINDS:
        return ""
    if sign.isascii():
        return sign.lower()
    return _looks_like(sign, steps)


def _looks_like(sign: str, steps: int) -> str:
    """The table first, then what Unicode takes the sign apart into, then its name, then what it is confused with."""
    if sign in _table():
        return _table()[sign]
    parts = unicodedata.normalize("NFKD", sign)
    if parts != sign and steps:
        return "".join(_shape(part, steps - 1) for part in parts)
    if unicodedata.category(sign) == "Pd":
        return "-"
    named = NAMED.search(unicodedata.name(sign, ""))
    if named:
        return named[1].lower()
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    for other in _confused(sign) if steps else ():
        seen = _shape(other, 0)
        if seen.isascii() and seen.isalnum():
            return seen
    return sign.casefold()


@cache
def _listed() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(
        (resources.files(confusable_homoglyphs) / "confusables.json").read_text("utf-8")
    )
    return found


def _confused(sign: str) -> list[str]:
    """Single signs that Unicode says are confused with this one."""
    found = (other["c"].replace(LEFT_TO_RIGHT, "") for other in _listed().get(sign, ()))
    return [other for other in found if len(other) == 1]


@cache
def _table() -> dict[str, str]:
    """Sign to small ASCII letter or digit. Small letters have the first word: ν is written like v."""
    table: dict[str, str] = {}
    for plain in string.ascii_lowercase + string.ascii_uppercase + string.digits:
        for other in _confused(plain):
            if not other.isascii():
                table.setdefault(other, plain.lower())
    return table
