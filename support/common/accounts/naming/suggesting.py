"""Names that we offer: an adjective and a noun from our own lists, drawn by chance (safety.md S33)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from support.common.accounts.naming.checking import Name, NameRefused, check
from support.common.accounts.naming.wordlists import lines_of

Taken = Callable[[set[str]], set[str]]
ROUNDS, ROUNDS_WITH_NUMBER, SPARE = 4, 16, 3
FIRST_NUMBER, NUMBERS = 10, 990


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language. Each noun comes with the adjectives in the form that agrees with it."""

    nouns: tuple[tuple[str, str], ...]  # the noun, and the gender that its adjective takes
    adjectives: dict[str, tuple[str, ...]]  # by gender
    noun_first: bool

    def draw(self) -> str:
        """A name by chance, every pair as likely as another."""
        noun, gender = secrets.choice(self.nouns)
        adjective = secrets.choice(self.adjectives[gender])
        return f"{noun.capitalize()} {adjective}" if self.noun_first else f"{adjective} {noun}".title()


def suggestions(language: str, how_many: int, taken: Taken) -> list[Name]:
    """``how_many`` names in that language (English where we have no words yet) that nobody uses.

    ``taken`` gets keys and gives those of them that are in use. Where nearly every pair is in use, a number is added;
    fewer names come back only where even that does not help.
    """
    words, found = vocabulary(language), dict[str, Name]()
    for turn in range(ROUNDS + ROUNDS_WITH_NUMBER):
        if len(found) >= how_many:
            break
        drawn = _drawn(words, SPARE * (how_many - len(found)), with_number=turn >= ROUNDS)
        used = taken(set(drawn)) if drawn else set()
        found |= {key: name for key, name in drawn.items() if key not in used}
    return list(found.values())[:how_many]


def _drawn(words: Vocabulary, how_many: int, *, with_number: bool) -> dict[str, Name]:
    drawn = {}
    for _name in range(how_many):
        number = f" {FIRST_NUMBER + secrets.randbelow(NUMBERS)}" if with_number else ""
        try:
            name = check(words.draw() + number)
        except NameRefused:
            continue
        drawn[name.key] = name
    return drawn


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language; English where there are none yet."""
    return {"en": _english, "es": _spanish}.get(language, _english)()


def _english() -> Vocabulary:
    nouns = tuple((noun, "") for noun in lines_of("en/nouns.txt"))
    return Vocabulary(nouns, {"": tuple(lines_of("en/adjectives.txt"))}, noun_first=False)


def _spanish() -> Vocabulary:
    masculine = [(noun, "m") for noun in lines_of("es/nouns_masculine.txt")]
    feminine = [(noun, "f") for noun in lines_of("es/nouns_feminine.txt")]
    forms = [_spanish_forms(line) for line in lines_of("es/adjectives.txt")]
    adjectives = {"m": tuple(one for one, _other in forms), "f": tuple(other for _one, other in forms)}
    return Vocabulary((*masculine, *feminine), adjectives, noun_first=True)


def _spanish_forms(line: str) -> tuple[str, str]:
    """Masculine and feminine: both as written, else -o becomes -a, and everything else serves for both."""
    masculine, _gap, feminine = line.partition(" ")
    if feminine:
        return masculine, feminine
    return masculine, masculine[:-1] + "a" if masculine.endswith("o") else masculine
