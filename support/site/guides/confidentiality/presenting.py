"""From a row to what a page shows of it, in the reader's language: each fact with its source and dates beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from support.common.kernel.i18n import country_name, reading
from support.common.kernel.text import fold
from support.site.guides.confidentiality import words
from support.site.guides.confidentiality.rows import Row, rows
from support.site.guides.confidentiality.sources import Source, source_of


@dataclass(frozen=True)
class Said:
    """One fact: ``answer`` and ``note`` in the reader's language, ``quoted`` as it was written down, in English."""

    question: str
    about: str
    answer: str
    note: str
    quoted: str
    source: Source
    source_date: str
    checked: date


@dataclass(frozen=True)
class Place:
    """One jurisdiction on a page. Where it is not ``checked``, nothing is said of its law."""

    code: str
    name: str
    in_english: bool
    checked: bool
    statute: str
    said: tuple[Said, ...]
    doubts: tuple[str, ...]
    check_due: date


@dataclass(frozen=True)
class Group:
    """The jurisdictions of a country, in the order of the data; ``own`` is the reader's own country."""

    country: str
    name: str
    places: tuple[Place, ...]
    own: bool


def place(row: Row) -> Place:
    """A row as the present reader sees it. Of a row of low confidence no fact is shown."""
    language = reading().language
    name = words.place(row, language)
    said = (*_general(row), *(_said(row, column, question) for column, question in words.facts())) if row.shown else ()
    return Place(
        row.code, name, name == row.name and "-" in row.code and language != "en", row.shown,
        row.statute if row.shown and row.statute != "unknown" else "", said,
        tuple(words.doubts(row)) if row.shown else (), row.check_due,
    )  # fmt: skip


def groups(own_country: str) -> list[Group]:
    """All jurisdictions by country, by name; the reader's own country first."""
    language, by_country = reading().language, dict[str, list[Row]]()
    for row in rows().values():
        by_country.setdefault(row.country, []).append(row)
    found = [
        Group(code, country_name(code, language), tuple(place(row) for row in here), code == own_country)
        for code, here in by_country.items()
    ]
    return sorted(found, key=lambda group: (not group.own, fold(group.name)))


def options(groups: Iterable[Group]) -> list[tuple[str, str]]:
    """The places to choose from: code and name."""
    return [
        (place.code, place.name if place.code == group.country else f"{group.name}: {place.name}")
        for group in groups
        for place in group.places
    ]


def _general(row: Row) -> tuple[Said, Said]:
    who, therapists = words.general()
    source = source_of(row, "")
    dates = (source, words.source_date(source.date), row.checked)
    return Said(who, "", words.who(row), "", "", *dates), Said(therapists, "", words.therapists(row), "", "", *dates)


def _said(row: Row, column: str, question: str) -> Said:
    cell, source = row.cells[column], source_of(row, column)
    note = words.standard_note(cell.note)
    return Said(
        question, words.about(row, column), words.answer(column, cell.answer), note, "" if note else cell.note,
        source, words.source_date(source.date), row.checked,
    )  # fmt: skip
