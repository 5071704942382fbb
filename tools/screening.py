"""Prints the tables of docs/screening.md: how well screening does on labelled sentences. ``python -m tools.screening``

``--write`` puts them into the document, ``--misses`` prints which sentences went wrong that may be tuned against.
The intervals are Wilson's (1927), 95 %: they say how far chance alone could move a figure, nothing about whether the
sentences are like those that people will write.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from support.common.screening.findings import CATEGORIES, NEWCOMER, REPETITION
from support.common.screening.screening import screen

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "common" / "screening" / "data"
DOCUMENT = ROOT / "docs" / "screening.md"
BEGIN, END = "<!-- figures -->", "<!-- end of the figures -->"
SETS = {
    "held_out": "Held out: written after the last change to the patterns",
    "early": "Written before the last change, not tuned against",
    "seen": "Sentences that the patterns were tuned against",
}
JUDGED = tuple(one for one in CATEGORIES if one not in (REPETITION, NEWCOMER))
Z = 1.959964


@dataclass(frozen=True)
class Sentence:
    """One sentence, its language, and the categories that a careful volunteer would want pointed at."""

    text: str
    language: str
    wanted: frozenset[str]


@dataclass(frozen=True)
class Figures:
    """How often one category was pointed at rightly, wrongly, and not at all though wanted."""

    right: int
    wrong: int
    missed: int


def sentences(group: str) -> list[Sentence]:
    """The labelled sentences of a set: ``seen`` or ``held_out``."""
    return [
        Sentence(text, path.name[:2], frozenset(label.split("+")) - {"none"})
        for path in sorted(DATA.glob(f"*_{group}.toml"))
        for label, texts in tomllib.loads(path.read_text("utf-8")).items()
        for text in texts
    ]


def found_in(text: str) -> frozenset[str]:
    """The categories that screening points at."""
    return screen(text, part="survivors").categories


def figures(judged: Sequence[tuple[Sentence, frozenset[str]]], category: str) -> Figures:
    """The figures of one category. ``judged``: sentences with what was found in them."""
    pairs = [(category in sentence.wanted, category in found) for sentence, found in judged]
    return Figures(pairs.count((True, True)), pairs.count((False, True)), pairs.count((True, False)))


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval for a share of ``part`` in ``whole``, 95 %; the whole range where there is nothing to share."""
    if not whole:
        return 0.0, 1.0
    share, spread = part / whole, Z * Z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(share * (1 - share) / whole + spread / whole / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def tables() -> str:
    """Both tables in Markdown."""
    return "\n\n".join(_table(title, sentences(group)) for group, title in SETS.items())


def _table(title: str, labelled: Sequence[Sentence]) -> str:
    judged = [(one, found_in(one.text)) for one in labelled]
    count = {language: sum(one.language == language for one in labelled) for language in ("en", "es")}
    quiet = [found for one, found in judged if not one.wanted]
    return "\n".join(
        [
            f"### {title}: {len(labelled)} ({count['en']} English, {count['es']} Spanish)",
            "",
            "| category | wanted | found | precision (95 %) | recall (95 %) |",
            "|---|---|---|---|---|",
            *(_row(category, figures(judged, category)) for category in JUDGED),
            "",
            f"Of {len(quiet)} sentences in which nothing should be pointed at, {sum(map(bool, quiet))} were.",
        ]
    )


def _row(category: str, found: Figures) -> str:
    wanted, pointed_at = found.right + found.missed, found.right + found.wrong
    return (
        f"| {category} | {wanted} | {pointed_at} | {_share(found.right, pointed_at)} | {_share(found.right, wanted)} |"
    )


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    low, high = interval(part, whole)
    return f"{part / whole:.2f} ({low:.2f}–{high:.2f})"


def misses(labelled: Iterable[Sentence]) -> Iterator[str]:
    """What went wrong, a line each."""
    for one in labelled:
        found = found_in(one.text)
        if found != one.wanted:
            yield f"{one.text}  wanted {sorted(one.wanted)}, found {sorted(found)}"


def with_tables(document: str) -> str:
    """The document with the tables between its two marks."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


def main() -> None:
    """Print or write, as asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--misses", action="store_true")
    options = asked.parse_args()
    if options.write:
        DOCUMENT.write_text(with_tables(DOCUMENT.read_text("utf-8")), "utf-8")
    print("\n".join(misses(sentences("seen"))) if options.misses else tables())


if __name__ == "__main__":
    main()
