"""The yearly counts as series that can be drawn: gaps stay gaps, and a new way of counting parts a line.

Whether a year begins a new way of counting, and whether a number is rounded, stands in the note of its row
(``timeline.csv``), so that the plot, the table and the data cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from support.site.guides.facts.timeline import Count

REPORTS, RECOUNTED, PAGES = "ncmec_cybertipline", "ncmec_incidents_unbundled", "iwf_confirmed_pages"
FIRST_FILES, LAST_FILES = 2018, 2024  # before, nobody published files for every year (guides.md, chart 2)
BREAK = "BREAK:"
FILES = "Files:"  # what stands behind it in a note is about the files, not about the reports
DIFFERENT = re.compile(r"([\d.]+) million images and ([\d.]+) million videos were visually different")


@dataclass(frozen=True)
class Point:
    """One year. ``value`` is None where nobody published a number; ``inside`` is the part that is visually different.

    ``breaks``: from this year on something else is counted, or counted in another way.
    """

    year: int
    value: int | None
    breaks: bool = False
    rounded: bool = False
    inside: int | None = None
    source_url: str = ""
    source_date: str = ""


@dataclass(frozen=True)
class Source:
    """Where the numbers of some years were read."""

    years: tuple[int, ...]
    url: str
    date: str


def reports(found: Sequence[Count]) -> tuple[Point, ...]:
    """Reports to the CyberTipline by year."""
    return tuple(_counted(one, one.note.partition(FILES)[0]) for one in _of(found, REPORTS))


def recounted(found: Sequence[Count]) -> tuple[Point, ...]:
    """What the reports of a year would have been, had they been counted as in the year before."""
    return tuple(_counted(one, one.note) for one in _of(found, RECOUNTED))


def pages(found: Sequence[Count]) -> tuple[Point, ...]:
    """Pages that the Internet Watch Foundation confirmed, by year."""
    return tuple(_counted(one, one.note) for one in _of(found, PAGES))


def files(found: Sequence[Count]) -> tuple[Point, ...]:
    """Files in the reports to the CyberTipline by year, and how many of them were visually different."""
    years = [one for one in _of(found, REPORTS) if FIRST_FILES <= one.year <= LAST_FILES]
    return tuple(
        Point(
            one.year,
            one.files,
            rounded=_rounded(one.note.partition(FILES)[2]),
            inside=_different(one.note),
            source_url=one.source_url,
            source_date=one.source_date,
        )
        for one in years
    )


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """The points that a line may join: neighbours in time, both known, counted in the same way."""
    found: list[list[Point]] = []
    for point in points:
        if point.value is None:
            continue
        last = found[-1][-1] if found else None
        if last is None or point.breaks or last.year + 1 != point.year:
            found.append([])
        found[-1].append(point)
    return found


def known(points: Sequence[Point]) -> list[Point]:
    """The points that have a number."""
    return [point for point in points if point.value is not None]


def sources(points: Sequence[Point]) -> list[Source]:
    """Where they were read, each source once, in the order of the years."""
    years: dict[tuple[str, str], list[int]] = {}
    for point in points:
        years.setdefault((point.source_url, point.source_date), []).append(point.year)
    return [Source(tuple(here), url, date) for (url, date), here in years.items()]


def spans(years: Sequence[int]) -> list[tuple[int, int]]:
    """First and last year of each stretch without a hole: 2011, 2013, 2014 are (2011, 2011) and (2013, 2014)."""
    found: list[tuple[int, int]] = []
    for year in sorted(years):
        if found and found[-1][1] + 1 == year:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def _of(found: Sequence[Count], series: str) -> list[Count]:
    return sorted((one for one in found if one.series == series), key=lambda one: one.year)


def _counted(one: Count, note: str) -> Point:
    return Point(one.year, one.reports, BREAK in one.note, _rounded(note), None, one.source_url, one.source_date)


def _rounded(note: str) -> bool:
    return "rounded" in note.casefold()


def _different(note: str) -> int | None:
    found = DIFFERENT.search(note)
    return round((float(found[1]) + float(found[2])) * 1_000_000) if found else None
