"""Words that no name may hold, found in spite of look-alikes, digits for letters, spacing and doubled letters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from support.common.accounts.naming.lookalikes import skeleton

DATA = Path(__file__).with_name("data")
DIGITS_AS_LETTERS = str.maketrans("345789", "eastbg")
CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
GAPS = re.compile(r"[\s\-‐־'’׳.]+")
DOUBLED = re.compile(r"(.)\1+")
ANYWHERE, FILLER = "*", "+"
SHORT = 2
FEWEST_UNDOUBLED, FEWEST_UNDOUBLED_INSIDE = 4, 7  # shorter ones would stand in harmless names


class WordList:
    """Finds the words of one file in a name. A line is a word; ``*`` after it: also inside of longer words; ``+`` after
    it: no word of its own, but one that stands beside them ("our", "the"). Lines with ``#`` and ``[…]`` are not words.
    """

    def __init__(self, file: str) -> None:
        lines = lines_of(file)
        plain = {skeleton(line) for line in lines if line[-1] not in (ANYWHERE, FILLER)}
        inside = {skeleton(line) for line in lines if line[-1] == ANYWHERE}
        fillers = {skeleton(line) for line in lines if line[-1] == FILLER}
        self.whole = frozenset(plain | inside)
        self.inside = _any_of(inside)
        self.undoubled_inside = _any_of(_undoubled(inside, FEWEST_UNDOUBLED_INSIDE))
        self.undoubled = _undoubled(self.whole, FEWEST_UNDOUBLED)
        beside = f"(?:{_any_of(fillers).pattern})*"
        self.only = re.compile(f"{beside}(?:(?:{_any_of(self.whole).pattern}){beside})+")

    def finds_in(self, name: str) -> bool:
        """Whether the name holds a word of the list."""
        spaced = CAMEL.sub(" ", unicodedata.normalize("NFKC", name))
        together = _readings(name)
        parts = {part for word in _with_short_joined(GAPS.split(spaced)) for part in _readings(word)}
        return (
            any(self.inside.search(said) or self.undoubled_inside.search(DOUBLED.sub(r"\1", said)) for said in together)
            or any(self.only.fullmatch(said) or DOUBLED.sub(r"\1", said) in self.undoubled for said in together | parts)
            or not parts.isdisjoint(self.whole)
        )


def lines_of(file: str) -> list[str]:
    """The lines of a data file that hold a word."""
    lines = (DATA / file).read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and line[0] not in "#["]


def _any_of(words: set[str] | frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted((word for word in words if word), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _with_short_joined(parts: list[str]) -> list[str]:
    """The parts of a name, and besides them what runs of very short parts say together: ``m o d``."""
    runs = [""]
    for part in parts:
        runs = [*runs[:-1], runs[-1] + part] if len(part) <= SHORT else [*runs, ""]
    return [part for part in (*parts, *runs) if part]


def _undoubled(words: set[str] | frozenset[str], fewest: int) -> frozenset[str]:
    """The words without doubled letters, those that stay long enough to mean nothing else."""
    return frozenset(word for word in (DOUBLED.sub(r"\1", word) for word in words) if len(word) >= fewest)


def _readings(word: str) -> set[str]:
    """What a word may be meant to say: as it is, with digits read as letters, without its digits."""
    key = skeleton(word)
    bare = "".join(sign for sign in word if not sign.isdecimal())
    return {key, key.translate(DIGITS_AS_LETTERS), skeleton(bare)}


@cache
def staff_words() -> WordList:
    """What only those who work here may be called."""
    return WordList("staff_words.txt")


@cache
def labels() -> WordList:
    """Words that make a label of a person."""
    return WordList("labels.txt")


@cache
def services() -> WordList:
    """Names of services where people write to each other."""
    return WordList("services.txt")
