"""The register of every stored column: what it serves, whom it is about, how long it stays (safety.md S27).

The rows stand in ``data/register.csv``; a test compares them with the schema of every store, both ways. A time is the
name of a setting of :mod:`support.times` in braces, so that no number is written down twice.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from string import Formatter

from support.times import Times

FILE = Path(__file__).parent / "data" / "register.csv"
PEOPLE = ("staff", "member", "anyone with an account", "reader")  # whom a column can be about, beside:
THINGS = ("nobody", "service")
LEVELS = ("public", "internal", "personal", "secret")
STORES = ("database", "key store", "memory")
EXPORTED = "yes"
REASONS = (  # why a person's copy lacks it
    "ties", "derived", "check", "sealed", "key", "before", "after", "nobody", "sketch", "reading", "others",
)  # fmt: skip


class RegisterError(Exception):
    """A row of the register makes no sense; the message names it and says what to write."""


@dataclass(frozen=True)
class Column:
    """One row. ``where``: the store that it lies in. ``export``: ``yes``, or one of :data:`REASONS`; empty where the
    column is about no person."""

    table: str
    column: str
    purpose: str
    about: str
    level: str
    kept: str
    where: str
    export: str

    @property
    def name(self) -> str:
        """How it is named elsewhere: ``table.column``."""
        return f"{self.table}.{self.column}"

    @property
    def of_people(self) -> bool:
        """Whether it is about a person."""
        return self.about in PEOPLE


@cache
def register() -> tuple[Column, ...]:
    """Every row, in the order of the file. Raises :class:`RegisterError`."""
    return read(FILE)


def read(file: Path) -> tuple[Column, ...]:
    """The rows of a register. Raises :class:`RegisterError`."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, strict=True))
    wanted = [field.name for field in fields(Column)]
    for row in rows:
        if list(row) != wanted or None in row.values():
            raise RegisterError(f"{file.name}: {list(row.values())}: the columns are {', '.join(wanted)}")
    found = tuple(Column(**row) for row in rows)
    for column in found:
        _check(column)
    if len({column.name for column in found}) != len(found):
        raise RegisterError(f"{file.name}: a column stands twice")
    return found


def settings_in(kept: str) -> set[str]:
    """The settings that a length of time names."""
    return {name for _text, name, _format, _conversion in Formatter().parse(kept) if name is not None}


def _check(column: Column) -> None:
    words = ((column.about, (*PEOPLE, *THINGS)), (column.level, LEVELS), (column.where, STORES))
    for word, known in words:
        if word not in known:
            raise RegisterError(f"{column.name}: {word!r} is none of: {', '.join(known)}")
    exports = (EXPORTED, *REASONS) if column.of_people else ("",)
    if column.export not in exports:
        raise RegisterError(f"{column.name}: {column.export!r} is none of: {', '.join(exports)}")
    if not column.purpose.strip() or not column.kept.strip():
        raise RegisterError(f"{column.name}: say what it is for and how long it stays")
    unknown = settings_in(column.kept) - {field.name for field in fields(Times)}
    if unknown:
        raise RegisterError(f"{column.name}: no such setting: {', '.join(sorted(unknown))}")
