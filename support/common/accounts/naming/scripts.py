"""Signs and the scripts they belong to: one name, one script; nothing in it that cannot be seen (S73, S74)."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import confusable_homoglyphs

from support.common.kernel.text import one_line

SHARED = frozenset({"COMMON", "INHERITED"})
WRITTEN_TOGETHER = tuple(map(frozenset, (("HAN", "HIRAGANA", "KATAKANA"), ("HAN", "HANGUL"), ("HAN", "BOPOMOFO"))))
WHOLE_SYLLABLES = frozenset({"HAN", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "YI"})
# Scripts in which a joiner or non-joiner changes what is read (S73).
NEED_JOINERS = frozenset(
    [
        "ARABIC",
        "SYRIAC",
        "MONGOLIAN",
        "DEVANAGARI",
        "BENGALI",
        "GURMUKHI",
        "GUJARATI",
        "ORIYA",
        "TAMIL",
        "TELUGU",
        "KANNADA",
        "MALAYALAM",
        "SINHALA",
    ]
)
JOINERS = "\u200c\u200d"
# Default_Ignorable_Code_Point of Unicode: they take no room and would make two equal names differ.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028\u2029\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
ROUNDS = 4


def package_data(name: str) -> Any:
    """One of the two JSON files of confusable-homoglyphs, which hold Unicode's own tables (UTS 39, UAX 24)."""
    return json.loads((resources.files(confusable_homoglyphs) / name).read_text("utf-8"))


def legible(raw: str) -> str:
    """A name as it will be shown: one line, one width (NFKC), nothing unseen but the joiners that a script needs.

    Doing it twice changes nothing.
    """
    text = raw
    for _round in range(ROUNDS):
        before, text = text, one_line(_seen_only(unicodedata.normalize("NFKC", one_line(text))))
        if text == before:
            break
    return text


def _seen_only(text: str) -> str:
    if not UNSEEN.search(text):
        return text
    return "".join(sign for place, sign in enumerate(text) if not UNSEEN.match(sign) or _joiner_is_needed(text, place))


def _joiner_is_needed(text: str, place: int) -> bool:
    return (
        text[place] in JOINERS
        and 0 < place < len(text) - 1
        and script(text[place - 1]) in NEED_JOINERS
        and script(text[place + 1]) in NEED_JOINERS
    )


@lru_cache(maxsize=8192)
def script(sign: str) -> str:
    """The script of one sign, as ``LATIN``; ``UNKNOWN`` where Unicode's table has none."""
    starts, ranges, names = _ranges()
    place = bisect_right(starts, ord(sign)) - 1
    low, high, number = ranges[place]
    return names[number] if low <= ord(sign) <= high else "UNKNOWN"


@cache
def _ranges() -> tuple[list[int], list[tuple[int, int, int]], list[str]]:
    data = package_data("categories.json")
    ranges = sorted((low, high, number) for low, high, number, _category in data["code_points_ranges"])
    return [low for low, _high, _number in ranges], ranges, data["iso_15924_aliases"]


def is_of_one_script(text: str) -> bool:
    """Whether all letters are of one script, or of scripts that one language writes together."""
    found = {script(sign) for sign in text} - SHARED
    return len(found) <= 1 or any(found <= together for together in WRITTEN_TOGETHER)


def letters_in(text: str) -> int:
    """How many letters a name has. Signs that stand for a syllable or a word count twice, vowel signs once."""
    return sum(2 if script(sign) in WHOLE_SYLLABLES else 1 for sign in text if is_letter(sign) or is_vowel_sign(sign))


def is_letter(sign: str) -> bool:
    """Letters of any script."""
    return unicodedata.category(sign)[0] == "L"


def is_vowel_sign(sign: str) -> bool:
    """Marks that are read as sounds of their own, as in Devanagari or Thai: not accents or points."""
    return unicodedata.category(sign) in ("Mn", "Mc") and not unicodedata.combining(sign) and script(sign) not in SHARED
