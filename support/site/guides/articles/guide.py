"""What a guide is, once its file was read; and what is said of a file that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markdown_it.token import Token

# whose page it is: it decides which listings and which other guides may be linked (docs/guides.md)
SURVIVOR, OWN_THOUGHTS, YOUNG_WORRIED = "survivor", "own_thoughts", "young_worried"
FAMILY, FAMILY_WORRIED = "family", "family_worried"
PROFESSIONAL, EVERYONE = "professional", "everyone"

# id → number and audience. The ids are the addresses, and stand in histories: no word of topic_words.txt.
KNOWN: Mapping[str, tuple[int, str]] = {
    "first-steps": (1, SURVIVOR),
    "pictures-of-you": (2, SURVIVOR),
    "saying-it-aloud": (3, SURVIVOR),
    "finding-someone": (4, SURVIVOR),
    "men": (5, SURVIVOR),
    "when-it-was-close": (6, SURVIVOR),
    "worried-adult": (7, OWN_THOUGHTS),
    "worried-young": (8, YOUNG_WORRIED),
    "when-you-ask": (9, OWN_THOUGHTS),
    "found-something": (10, EVERYONE),
    "first-minutes": (11, FAMILY),
    "online-life": (12, FAMILY),
    "someone-i-love": (13, FAMILY_WORRIED),
    "what-can-i-do": (14, EVERYONE),
    "at-work": (15, PROFESSIONAL),
    "words-we-use": (16, EVERYONE),
    "how-this-place-works": (17, EVERYONE),
}
EXIT_IN_THE_MIDDLE = frozenset((1, 2, 3, 5, 6, 11))  # guides.md, rule 8


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a file: where, what, and what to do. ``line`` counts from 1."""

    file: str
    line: int
    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what} {self.advice}"


class BrokenGuide(Exception):
    """A guide that must not be shown. Carries every fault that was found before reading stopped."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Search:
    """A search that a guide leads to: a label, and the fields of the directory's form."""

    label: str
    fields: Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Official:
    """A page of an official body."""

    name: str
    url: str


@dataclass(frozen=True)
class FrontMatter:
    """What stands between the ``+++`` lines, checked for its form alone."""

    number: int
    title: str
    heading: str
    summary: str
    audience: str
    written: date
    review_due: date
    content_note: str
    facts: tuple[str, ...]
    searches: tuple[Search, ...]
    lines: tuple[str, ...]
    official: tuple[Official, ...]
    see_also: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Guide:
    """One guide in one language. ``tokens`` are its parsed text; ``first_line`` is where that begins in the file."""

    id: str
    language: str
    file: str
    about: FrontMatter
    tokens: tuple[Token, ...]
    source: str
    first_line: int
