"""Yearly counts of public bodies. An empty count is a gap, and stays one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from support.site.guides.facts.facts import DATA, BrokenFact, is_source, rows

COLUMNS = ["series", "year", "reports", "files", "source_url", "source_date", "note"]


@dataclass(frozen=True)
class Count:
    """What one body counted in one year. ``None`` is not zero: nobody has published that number."""

    series: str
    year: int
    reports: int | None
    files: int | None
    source_url: str
    source_date: str
    note: str


@cache
def counts(path: Path = DATA / "timeline.csv") -> tuple[Count, ...]:
    """Every yearly count, in the order of the file. Raises :class:`BrokenFact`."""
    found: list[Count] = []
    taken: set[tuple[str, str]] = set()
    for line, row in rows(path, COLUMNS):
        for name in ("year", "reports", "files"):
            if not (row[name].isascii() and row[name].isdigit()) and (row[name] or name == "year"):
                raise BrokenFact(path.name, line, f"the {name} {row[name]!r} is not a whole number")
        if (row["series"], row["year"]) in taken:
            raise BrokenFact(path.name, line, f"{row['series']} has a row for {row['year']} already")
        if not is_source(row["source_url"]):
            raise BrokenFact(path.name, line, f"the source {row['source_url']!r} is not a web address")
        taken.add((row["series"], row["year"]))
        found.append(
            Count(
                row["series"],
                int(row["year"]),
                _number(row["reports"]),
                _number(row["files"]),
                row["source_url"],
                row["source_date"],
                row["note"],
            )
        )
    return tuple(found)


def _number(text: str) -> int | None:
    return int(text) if text else None
