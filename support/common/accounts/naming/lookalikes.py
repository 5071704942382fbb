"""Which names a tired reader could take for each other: the look-alike skeleton (S74; the idea is from UTS 39).

Unlike UTS 39 a skeleton ignores case as well. A letter of another script stands for the Latin letter that its capital
looks like, else for the one that its small form looks like: Greek ν is an n here and never a v, since one letter can
have one place only and n and v must stay two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from support.common.accounts.naming.scripts import is_letter, is_vowel_sign, package_data, script

LONGEST_KEY = 64
ALIKE_IN_ASCII = str.maketrans("01i|", "olll")
ALIKE_IN_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
# One letter in two forms: keyboards for Arabic, Persian and Urdu differ in them, and readers do not notice.
SAME_IN_ARABIC = str.maketrans(
    {"ي": "ی", "ى": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه"}
)
PLAIN_LATIN = re.compile(r"LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL )?([A-Z]{1,2})(?: WITH .*)?$")
SPACING_MODIFIERS = re.compile("[\u02b0-\u02ff]")  # letters by name, apostrophes by look
CHAIN = 3


def skeleton(text: str) -> str:
    """The key of a name: at most 64 signs, the same in every process. Spaces, hyphens and the like do not count.

    Not cached: two spaces may share a process, and nobody may feel which names were looked at before (promise 5).
    """
    bare = _without_marks(_without_marks(text).casefold()).translate(SAME_IN_ARABIC)
    alike = "".join(_prototype(sign) for sign in bare).translate(ALIKE_IN_ASCII)
    for pair, one in ALIKE_IN_PAIRS:
        alike = alike.replace(pair, one)
    return unicodedata.normalize("NFC", alike)[:LONGEST_KEY]


def _without_marks(text: str) -> str:
    """Without accents and points. Vowel signs of Indic scripts stay: they are half of a word there."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare)  # the syllables of Hangul whole again


@lru_cache(maxsize=8192)
def _prototype(sign: str) -> str:
    """What one case-folded sign looks like: ASCII letters where it can be, nothing for what is no letter or digit."""
    if SPACING_MODIFIERS.match(sign) or not (is_letter(sign) or is_vowel_sign(sign) or sign.isdecimal()):
        return ""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if sign.isascii():
        return sign
    for form in (sign.upper(), sign):
        seen = _shape(form)
        if seen and seen.isascii():
            return seen
    plain = PLAIN_LATIN.match(unicodedata.name(sign, "")) if script(sign) == "LATIN" else None
    return plain[1].lower() if plain else _shape(sign) or sign


def _shape(sign: str) -> str:
    """The sign's prototype in Unicode's table, letters only, small. Empty where it is no letter but a sign."""
    for _step in range(CHAIN):
        if len(sign) != 1 or sign.isascii():
            break
        sign = _table().get(sign, sign)
    small = _without_marks(sign).casefold()
    return "".join(part for part in small if part.isalnum() or is_vowel_sign(part))


@cache
def _table() -> dict[str, str]:
    """Sign to prototype. The package lists each pair both ways: the side with more partners is the prototype."""
    listed = {_visible(one): [_visible(other["c"]) for other in others] for one, others in _confusables().items()}
    single = {one: others[0] for one, others in listed.items() if len(others) == 1}
    return {one: other for one, other in single.items() if _rank(other, listed) > _rank(one, listed)}


def _confusables() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = package_data("confusables.json")
    return found


def _rank(text: str, listed: dict[str, list[str]]) -> tuple[int, bool, int, str]:
    return len(listed.get(text, ())), text.isascii(), -len(text), text


def _visible(text: str) -> str:
    return text.replace("\u200e", "")
