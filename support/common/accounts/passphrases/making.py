"""Makes the long-term secret of an account: seven words that nobody chose (safety.md S38)."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass, field
from pathlib import Path

LIST = Path(__file__).parent / "data" / "words.txt"
WORDS = tuple(LIST.read_text("utf-8").split())
PLACES = {word: place for place, word in enumerate(WORDS, start=1)}  # a word's line in the file
WORDS_IN_A_PASSPHRASE = 7
DIGITS_OF_A_WORD = 4
ENTROPY_BITS = WORDS_IN_A_PASSPHRASE * math.log2(len(WORDS))


@dataclass(frozen=True)
class Passphrase:
    """One secret in two forms; either opens the account. Neither is part of its ``repr``, so no log repeats it."""

    words: str = field(repr=False)
    """Seven words with single spaces between: the form that is hashed."""
    digits: str = field(repr=False)
    """Seven groups of four digits, for hiding: it looks like any list of numbers."""


def make() -> Passphrase:
    """A new secret of :data:`ENTROPY_BITS` bits from the system's random source. Shown once, never stored in clear."""
    drawn = [secrets.choice(WORDS) for _ in range(WORDS_IN_A_PASSPHRASE)]
    return Passphrase(" ".join(drawn), as_digits(drawn))


def as_digits(words: list[str]) -> str:
    """The same words as their lines in the list, zero padded. Raises :class:`KeyError` for a word that is not in it."""
    return " ".join(f"{PLACES[word]:0{DIGITS_OF_A_WORD}}" for word in words)


def word_at(place: int) -> str | None:
    """The word on that line of the list, counted from 1; None where the list has no such line."""
    return WORDS[place - 1] if 1 <= place <= len(WORDS) else None
