"""The rules, read from ``data/*.toml`` once. Each file says what its rules are signs of; docs/screening.md how they do.

A ``[[rule]]`` is reported; ``[[more]]`` are phrases for a rule of another file; a ``[[part]]`` is a sign only beside
another, as its ``[[pair]]`` says. ``unless`` are
phrases that take a match back where they overlap it: "to die for". A rule without phrases is found by its own module.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from support.common.screening.findings import CATEGORIES, KINDS
from support.common.screening.phrases import Phrases, parse
from support.common.screening.words_seen import plain_key

DATA = Path(__file__).with_name("data")
LISTS, COMMON = "lists.toml", "common"
LANGUAGES = ("en", "es")
UNLESS = "unless "
WHOLE_TEXT = ("repetition", "newcomer")


@dataclass(frozen=True)
class Rule:
    """What is reported: ``urgent`` 0 to 2; ``why`` for whoever works on rules; ``parts``: only there, empty for all."""

    id: str
    category: str
    kind: str
    urgent: int
    why: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two signs that together are one: each of ``of`` with each of ``beside`` at most ``within`` characters away."""

    rule: str
    of: frozenset[str]
    beside: frozenset[str]
    within: int


@cache
def tables() -> tuple[Mapping[str, Any], ...]:
    """What each data file but the lists says."""
    return tuple(tomllib.loads(path.read_text("utf-8")) for path in sorted(DATA.glob("*.toml")) if path.name != LISTS)


@cache
def lists() -> Mapping[str, tuple[str, ...]]:
    """The lists of words by their names."""
    return {name: tuple(said.split()) for name, said in tomllib.loads((DATA / LISTS).read_text("utf-8")).items()}


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id."""
    found = (_rule(one) for table in tables() for group in ("rule", "pair") for one in table.get(group, ()))
    return {rule.id: rule for rule in found}


def _rule(said: Mapping[str, Any]) -> Rule:
    rule = Rule(
        said["id"], said["category"], said["kind"], said.get("urgent", 0), said["why"], tuple(said.get("parts", ()))
    )
    if rule.category not in CATEGORIES or rule.kind not in KINDS or rule.urgent not in (0, 1, 2):
        raise ValueError(f"{rule.id}: {rule}")
    return rule


@cache
def pairs() -> tuple[Pair, ...]:
    """What counts only together."""
    return tuple(
        Pair(one["id"], frozenset(one["of"]), frozenset(one["beside"]), one["within"])
        for table in tables()
        for one in table.get("pair", ())
    )


@cache
def phrases(language: str) -> Phrases:
    """All phrases of one language, ready to be found."""
    common = frozenset(
        map(plain_key, (word for name, said in lists().items() if name.startswith(COMMON) for word in said))
    )
    found = Phrases(common)
    for table in tables():
        for group in ("rule", "more", "part"):
            for said in table.get(group, ()):
                _add(found, said["id"], said.get(language, ()))
                _add(found, UNLESS + said["id"], said.get(f"unless_{language}", ()))
    return found


def _add(found: Phrases, target: str, written: Iterable[str]) -> None:
    for line in written:
        found.add(parse(target, line, lists()))
