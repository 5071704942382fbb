"""How hard a text is to read: words, words a sentence, and a grade.

English: Flesch and Kincaid (1975), in years of school. Spanish: Szigriszt's perspicuity on the INFLESZ scale (Barrio
Cantalejo 2008), where 55 to 65 is normal and more is easier. Both count syllables by rule, so a grade is an estimate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d[\d.,]*")
END = re.compile(r"[.!?…]+[”’\")»]*(?:\s|$)")
LETTERS = re.compile(r"[^\W\d_]")
VOWELS_EN = re.compile(r"[aeiouy]+")
VOWELS_ES = re.compile(r"[aeiouáéíóúü]+")
STRONG_ES = re.compile(r"[aeoáéíóú](?=[aeoáéíóú])")

Spoken = Callable[[str, str, str], str]


@dataclass(frozen=True)
class Measure:
    """``words`` of the whole text; the rest of its sentences alone. ``grade`` is school years, or the INFLESZ score."""

    words: int
    sentences: int
    words_a_sentence: float
    grade: float


@dataclass(frozen=True)
class Piece:
    """A heading, a paragraph, an item or a cell, as it is read aloud; ``line`` counts from 0 in the text."""

    kind: str
    text: str
    line: int


def pieces(tokens: Sequence[Token], spoken: Spoken) -> Iterator[Piece]:
    """The text of the tokens. ``spoken`` gives the words of a reference."""
    kind, cell = "paragraph", False
    for token in tokens:
        if token.type in ("heading_open", "paragraph_open"):
            kind = token.type.removesuffix("_open")
        cell = token.type in ("th_open", "td_open") or (cell and token.type == "inline")
        if token.type == "inline":
            text = "".join(_said(child, spoken) for child in token.children or ())
            yield Piece("cell" if cell else kind, " ".join(text.split()), token.map[0] if token.map else 0)


def measured(found: Sequence[Piece], language: str) -> Measure:
    """The measure of a text. Headings and tables count as words, not as sentences."""
    sentences = [one for piece in found if piece.kind == "paragraph" for one in sentences_of(piece.text)]
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    total = sum(len(WORD.findall(piece.text)) for piece in found)
    if not words:
        return Measure(total, 0, 0.0, 0.0)
    length = len(words) / len(sentences)
    a_word = sum(syllables(word, language) for word in words) / len(words)
    grade = 206.835 - 62.3 * a_word - length if language == "es" else 0.39 * length + 11.8 * a_word - 15.59
    return Measure(total, len(sentences), round(length, 1), round(grade, 1))


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph; what has no word in it is none."""
    return [part.strip() for part in END.split(text) if LETTERS.search(part)]


def syllables(word: str, language: str) -> int:
    """About how many syllables a word has; a number counts as two."""
    low = word.casefold()
    if low[0].isdigit():
        return 2
    if language == "es":
        return max(1, len(VOWELS_ES.findall(low)) + len(STRONG_ES.findall(low)))
    count = len(VOWELS_EN.findall(low))
    if re.search(r"[^laeiouy]e$|[^aeiouytd]ed$|[^aeiouy]les$", low) or re.search(r"[^sxzaeiouy]es$", low):
        count -= 1
    if re.match(r"(?:some|every|there|here|where)[^\W\d_]{2}", low):  # a silent e inside: somebody, everyone, therefore
        count -= 1
    return max(1, count)


def _said(token: Token, spoken: Spoken) -> str:
    if token.type == "reference":
        return spoken(token.meta["kind"], token.meta["target"], token.meta["words"])
    return " " if token.type in ("softbreak", "hardbreak") else token.content
