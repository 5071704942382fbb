"""Recovery codes: ten of them, each opens the account once (safety.md S42).

The first sign of a code says which of the ten it is, so that one hash is computed for it and not ten. The other fifteen
are random. Their signs are those of Crockford's base32 without all vowels and without 0, 1, S and Z: no two look alike,
and by chance they spell no word.
"""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from dataclasses import dataclass, field

SLOTS = "ABCDEFGHJK"
SIGNS = "23456789BCDFGHJKMNPQRTVWXY"
RANDOM_SIGNS, GROUP = 15, 4
RANDOM_BITS = RANDOM_SIGNS * math.log2(len(SIGNS))
LONGEST_TYPED = 100
# What is read for what was meant. 0, O, 1, I and L stand in no code, so nobody has to tell them apart.
LOOK_ALIKES = str.maketrans("SZU", "52V")
BETWEEN = re.compile(r"[\s,;.:_·•\-‐‑‒–—―−]+")
NUMBERING = re.compile(r"\A\s*(?:10|[1-9])\s*[.):]+\s*(?=\S)")  # of a list that somebody wrote down
SPELLING = re.compile(rf"[{SLOTS}][{SIGNS}]{{{RANDOM_SIGNS}}}")


@dataclass(frozen=True)
class Code:
    """A new code for slot 0 to 9. ``text`` is shown once and stays out of its ``repr``."""

    slot: int
    text: str = field(repr=False)

    @property
    def canonical(self) -> str:
        """The spelling to hash: what :func:`read` gives for the text."""
        return self.text.replace("-", "")


@dataclass(frozen=True)
class TypedCode:
    """A code as somebody typed it: whose hash to check (slot 0 to 9), and the spelling to check."""

    slot: int
    canonical: str = field(repr=False)


def make_codes() -> list[Code]:
    """Ten codes of :data:`RANDOM_BITS` bits each, by slot, from the system's random source."""
    return [Code(slot, _text(sign)) for slot, sign in enumerate(SLOTS)]


def read(typed: str) -> TypedCode | None:
    """The code that was meant, whatever its case, width, hyphens and look-alikes; None where it cannot be one.

    A number in front, as in a list ("1." or "10)"), is passed over.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    visible = (sign for sign in unicodedata.normalize("NFKC", typed) if unicodedata.category(sign) != "Cf")
    joined = BETWEEN.sub("", NUMBERING.sub("", "".join(visible), count=1))
    if not joined.isascii():
        return None
    spelling = joined.upper().translate(LOOK_ALIKES)
    return TypedCode(SLOTS.index(spelling[0]), spelling) if SPELLING.fullmatch(spelling) else None


def _text(slot_sign: str) -> str:
    signs = slot_sign + "".join(secrets.choice(SIGNS) for _ in range(RANDOM_SIGNS))
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))
