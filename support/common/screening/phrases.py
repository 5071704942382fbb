"""Phrases as the data files write them, and their matching in one pass over the words: linear, whatever the text says.

A phrase is words with spaces between, in any case and with or without accents:

- ``a|b|c`` one of these, ``word*`` a word that begins so, ``(a|b)`` there or not, ``..3`` up to three words within
  the sentence;
- ``<list>`` a word of that list in lists.toml; ``<number>``, ``<age>``, ``<minor>``, ``<day>``, ``<year>`` a number;
  ``<any>`` any word; ``<unknown>`` a word that is in no list of common words: mostly a name.

All phrases that are under way are followed side by side, as an automaton does: each word costs at most one step for
each state, and no text makes it go back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from support.common.screening.steps import Steps
from support.common.screening.words_seen import Word, plain_key

GAP = re.compile(r"\.\.(\d)$")
CLASS = re.compile(r"<(\w+)>$")
SHORTEST_PREFIX, LONGEST_PREFIX = 3, 12
FEWEST_LETTERS = 3
NUMBERS = {"number": (0, 9999), "age": (10, 99), "minor": (8, 17), "day": (1, 31), "year": (1930, 2035)}


@dataclass(frozen=True, slots=True)
class Slot:
    """What one word must be. ``kinds``: names of numbers, ``any`` or ``unknown``."""

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    optional: bool = False
    within_sentence: bool = False

    def takes(self, word: Word, common: frozenset[str]) -> bool:
        """Whether the word can stand here."""
        if self.within_sentence and word.after_break:
            return False
        if any(one in self.words for one in word.keys):
            return True
        if self.prefixes and any(one.startswith(self.prefixes) for one in word.keys):
            return True
        return any(_is(kind, word, common) for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of ``target`` stands from word ``first`` to word ``last``, both included."""

    target: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase, and what it is a sign of."""

    target: str
    slots: tuple[Slot, ...]


def _is(kind: str, word: Word, common: frozenset[str]) -> bool:
    if kind in NUMBERS:
        low, high = NUMBERS[kind]
        return word.number is not None and low <= word.number <= high
    if kind == "unknown":
        return word.number is None and len(word.raw) >= FEWEST_LETTERS and common.isdisjoint(word.keys)
    return True  # any


def parse(target: str, written: str, lists: Mapping[str, Iterable[str]]) -> Phrase:
    """The phrase that a line means. Raises ValueError where it has no first word to be found by."""
    slots = tuple(slot for said in written.split() for slot in _slots(said, lists))
    if not slots or slots[0].optional or not (slots[0].words or slots[0].prefixes or slots[0].kinds - {"any"}):
        raise ValueError(f"{target}: {written}")
    return Phrase(target, slots)


def _slots(said: str, lists: Mapping[str, Iterable[str]]) -> Iterator[Slot]:
    gap = GAP.match(said)
    if gap:
        yield from (Slot(kinds=frozenset({"any"}), optional=True, within_sentence=True) for _ in range(int(gap[1])))
        return
    optional = said.startswith("(")
    words, prefixes, kinds = set[str](), set[str](), set[str]()
    for one in said.strip("()").split("|"):
        named = CLASS.match(one)
        if named and named[1] in lists:
            words.update(map(plain_key, lists[named[1]]))
        elif named and (named[1] in NUMBERS or named[1] in ("any", "unknown")):
            kinds.add(named[1])
        elif named:
            raise ValueError(f"no list is called {named[1]}")
        elif one.endswith("*"):
            prefixes.add(plain_key(one[:-1]))
        else:
            words.add(plain_key(one))
    if any(not SHORTEST_PREFIX <= len(one) <= LONGEST_PREFIX for one in prefixes):
        raise ValueError(f"too short or too long to begin a word: {said}")
    yield Slot(frozenset(words), tuple(sorted(prefixes)), frozenset(kinds), optional)


@dataclass
class Phrases:
    """Phrases to be found together, by what they begin with."""

    common: frozenset[str]
    by_word: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    by_prefix: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    by_kind: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    vocabulary: set[str] = field(default_factory=set)

    def add(self, phrase: Phrase) -> None:
        """Look for this phrase as well."""
        first = phrase.slots[0]
        for names, index in (
            (first.words, self.by_word),
            (first.prefixes, self.by_prefix),
            (first.kinds, self.by_kind),
        ):
            for name in names:
                index[name].append(phrase)
        for slot in phrase.slots:
            self.vocabulary |= slot.words

    def find(self, words: Sequence[Word], steps: Steps, found: Callable[[Match], None]) -> None:
        """Tell ``found`` of each match, in the order of their ends. Raises OutOfSteps."""
        under_way: dict[tuple[int, int], tuple[Phrase, int]] = {}
        for place, word in enumerate(words):
            following: dict[tuple[int, int], tuple[Phrase, int]] = {}
            steps.spend(1 + len(under_way))
            for (_, at), (phrase, first) in under_way.items():
                if phrase.slots[at].takes(word, self.common):
                    _go_on(phrase, at + 1, first, place, following, found)
            for phrase in self._beginning_with(word, steps):
                steps.spend(1)
                _go_on(phrase, 1, place, place, following, found)
            under_way = following

    def _beginning_with(self, word: Word, steps: Steps) -> Iterator[Phrase]:
        for one in word.keys:
            steps.spend(LONGEST_PREFIX)
            yield from self.by_word.get(one, ())
            for length in range(SHORTEST_PREFIX, min(len(one), LONGEST_PREFIX) + 1):
                yield from self.by_prefix.get(one[:length], ())
        for kind, phrases in self.by_kind.items():
            if _is(kind, word, self.common):
                yield from phrases


def _go_on(
    phrase: Phrase,
    at: int,
    first: int,
    place: int,
    following: dict[tuple[int, int], tuple[Phrase, int]],
    found: Callable[[Match], None],
) -> None:
    """The phrase waits for its next word, or for the one after where that may be left out; or it is complete."""
    slots = phrase.slots
    while at < len(slots):
        following.setdefault((id(phrase), at), (phrase, first))
        if not slots[at].optional:
            return
        at += 1
    found(Match(phrase.target, first, place))
