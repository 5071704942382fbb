"""Whether the numbers in our own words are still those of the fact: a fact changed in one place only must be noticed.

Reads digits, small number words, millions and “one in five” in the shipped languages. A number that it cannot read is
not there for it: it finds what contradicts, and proves nothing right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from support.site.guides.facts.facts import Fact

CLOSE = 0.06  # “about 18 million” for 18.5 is rounding; “about 20 million” is another number
WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciocho": 18,
    "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "cien": 100,
}  # fmt: skip
SCALES = {
    "million": 1e6, "millón": 1e6, "millones": 1e6, "billion": 1e9, "thousand": 1e3, "mil": 1e3,
    "quarter": 0.25, "quarters": 0.25, "cuarto": 0.25, "cuartos": 0.25,
    "third": 1 / 3, "thirds": 1 / 3, "tercio": 1 / 3, "tercios": 1 / 3,
    "half": 0.5, "mitad": 0.5,
}  # fmt: skip
BETWEEN = {"in", "of", "out", "de", "cada", "every", "the", "man", "woman", "men", "women", "girl", "boy", "child",
           "children", "adult", "adults", "people", "person", "persona", "personas", "mujer", "mujeres", "hombre",
           "hombres", "niño", "niña", "niños", "niñas", "los", "las"}  # fmt: skip
PIECE = re.compile(r"\d[\d.,\u202f\u00a0]*\d|\d|[^\W\d_]+")


def contradiction(words: str, fact: Fact) -> str:
    """The number in ``words`` that the fact does not hold; empty where there is none."""
    known = [number for text in (fact.statement, fact.value) for number in _numbers(text)]
    known += [float(year) for year in re.findall(r"\d{4}", fact.year)]
    known += [number * 100 for number in known if number < 1] + [100 - number for number in known if number < 100]
    for number in _numbers(words):
        candidates = (number, number * 100) if number < 1 else (number,)
        if not any(_close(one, other) for one in candidates for other in known):
            return f"{number:g}"
    return ""


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))


def _numbers(text: str) -> Iterator[float]:
    """Every number said in a text; “one in five” is 0.2, “18 million” is 18000000."""
    pieces = PIECE.findall(text.casefold())
    values = [_value(piece) for piece in pieces]
    position = 0
    while position < len(pieces):
        number = values[position]
        if number is None:
            if pieces[position] in ("half", "mitad", "quarter", "cuarto"):
                yield SCALES[pieces[position]]
            position += 1
            continue
        scale = SCALES.get(pieces[position + 1]) if position + 1 < len(pieces) else None
        whole = _share_of(pieces, values, position + 1)
        if scale is not None:
            yield number * scale
            position += 2
        elif whole is not None:
            yield number / values[whole]  # type: ignore[operator]  # a share ends at a number
            position = whole + 1
        else:
            if not (number <= 2 and pieces[position] in WORDS):  # “one”, “un” are articles as well
                yield number
            position += 1


def _share_of(pieces: list[str], values: list[float | None], start: int) -> int | None:
    """Where the second number of “one woman in five” stands, where these words are such a share."""
    said = False
    for position in range(start, min(start + 4, len(pieces))):
        if values[position]:
            return position if said else None
        if pieces[position] not in BETWEEN:
            return None
        said = said or pieces[position] in ("in", "of", "cada", "every")
    return None


def _value(piece: str) -> float | None:
    if piece in WORDS:
        return float(WORDS[piece])
    if not piece[0].isdigit():
        return None
    plain = re.sub(r"[\u202f\u00a0]", "", piece)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain):
        plain = re.sub(r"[.,]", "", plain)
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return None
