"""Telephone numbers and dates as they are written in figures, and numbers that are spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from support.common.screening.steps import Steps
from support.common.screening.words_seen import Seen, Word, plain_key

Place = tuple[str, int, int]

FIGURES = re.compile(r"(?<![^\W_])[+(]{0,2}[0-9ol](?:[ .()/_-]{0,2}[0-9ol]){6,17}(?![^\W_])")
FEWEST_REAL, FEWEST_SPELLED = 4, 7
NO_NUMBER = re.compile(
    r"(?:19|20)\d\d ?[-/ ] ?(?:19|20)\d\d|\d{1,2}[ ./-]{1,2}\d{1,2}[ ./-]{1,2}\d{2,4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}[.]\d\d ?- ?\d{1,2}[.]\d\d|\d{1,3}(?:\.\d{3}){1,4}"
)
DATE = re.compile(
    r"(?<![^\W_])(?:[0-9ol]{1,2} ?[./-] ?[0-9ol]{1,2} ?[./-] ?[0-9ol]{4}|[0-9ol]{4}-[0-9ol]{2}-[0-9ol]{2})(?![^\W_])"
)
SPELLED = {
    plain_key(word): value
    for said in (
        "zero one two three four five six seven eight nine",
        "cero uno dos tres cuatro cinco seis siete ocho nueve",
    )
    for value, word in enumerate(said.split())
} | {plain_key("oh"): 0, plain_key("double"): -1, plain_key("doble"): -1}
CHAIN_OF_FIGURES = 4


def numbers(seen: Seen, steps: Steps) -> Iterator[Place]:
    """Telephone numbers, and dates (``date``, a part). Raises OutOfSteps."""
    steps.spend(4 * len(seen.signs))
    said = seen.figures.replace("i", "l")
    for found in DATE.finditer(said):
        yield "date", found.start(), found.end()
        yield "full_date", found.start(), found.end()
    for found in FIGURES.finditer(said):
        steps.spend(40)
        as_digits = found[0].replace("o", "0").replace("l", "1")
        if sum(sign.isdecimal() for sign in found[0]) >= FEWEST_REAL and not NO_NUMBER.fullmatch(
            as_digits.strip("+( ")
        ):
            yield "phone", found.start(), found.end()


def spelled(words: Sequence[Word], steps: Steps) -> Iterator[Place]:
    """Numbers of seven digits and more in words. Counting up or down is none. Raises OutOfSteps."""
    steps.spend(len(words))
    run: list[tuple[Word, int]] = []
    for word in (*words, None):
        value = next((SPELLED[one] for one in word.keys if one in SPELLED), None) if word else None
        if word and value is not None:
            run.append((word, value))
            continue
        if word and run and word.number is not None and len(word.raw) <= CHAIN_OF_FIGURES:
            run += [(word, int(sign)) for sign in str(word.number)]
            continue
        if len(run) >= FEWEST_SPELLED and not _is_counting([one for _, one in run]):
            yield "phone_spelled", run[0][0].start, run[-1][0].end
        run = []


def _is_counting(values: Sequence[int]) -> bool:
    ways = {other - one for one, other in pairwise(values)}
    return len(ways) == 1 or len(set(values)) <= 2
