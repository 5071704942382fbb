"""Facts with their sources: read once, and refused with file, line and reason where a row cannot be true."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

DATA = Path(__file__).parent / "data"
CONFIDENCES = ("high", "medium", "low")
ID = re.compile(r"[A-Z]{2}\d{2}")
LONGEST_NAME = 42


class BrokenFact(Exception):
    """A file of facts holds a row that cannot be true. The message names file, line and reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")


class UnknownFact(KeyError):
    """No fact with that id may be shown."""


@dataclass(frozen=True)
class Fact:
    """One row of ``facts.csv``. ``statement`` is a note for writers; ``value`` is the number in it, or empty."""

    id: str
    topic: str
    statement: str
    value: str
    unit: str
    year: str
    place: str
    source_title: str
    source_url: str
    source_date: str
    checked: str
    confidence: str

    @property
    def shown(self) -> bool:
        """Low confidence is for the editors (guides.md, rule 3)."""
        return self.confidence != "low"

    @property
    def source_name(self) -> str:
        """Who says it, short enough to stand in a sentence; empty where the title has no short beginning."""
        name = self.source_title.partition(":")[0].strip()
        return name if len(name) <= LONGEST_NAME else ""


def fact(fact_id: str) -> Fact:
    """The fact with that id, where it may be shown. Raises :class:`UnknownFact`."""
    found = facts().get(fact_id)
    if found is None or not found.shown:
        raise UnknownFact(fact_id)
    return found


@cache
def facts(path: Path = DATA / "facts.csv") -> Mapping[str, Fact]:
    """Every fact by its id, low confidence included. Raises :class:`BrokenFact`."""
    found: dict[str, Fact] = {}
    for line, row in rows(path, [field.name for field in fields(Fact)]):
        one = Fact(**row)
        reason = _wrong(one) or ("the id stands on another line already" if one.id in found else "")
        if reason:
            raise BrokenFact(path.name, line, reason)
        found[one.id] = one
    return found


def rows(path: Path, names: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a file whose columns are exactly ``names``, each with its line. Raises :class:`BrokenFact`."""
    line = 1
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if reader.fieldnames != names:
                raise BrokenFact(path.name, 1, f"the columns must be exactly: {', '.join(names)}")
            for row in reader:
                line = reader.line_num
                if None in row or None in row.values():
                    raise BrokenFact(path.name, line, "the row has more or fewer cells than there are columns")
                yield line, {name: (value or "").strip() for name, value in row.items()}
    except (csv.Error, UnicodeDecodeError) as error:
        raise BrokenFact(path.name, line, f"the line after it cannot be read: {error}") from error


def is_source(url: str) -> bool:
    """Whether a reader may be sent there: http or https, with a host and nobody's name in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username and url.isprintable()


def _wrong(one: Fact) -> str:
    """Why the row cannot be true; empty where it can."""
    if not ID.fullmatch(one.id):
        return f"the id {one.id!r} must be two capitals and two digits"
    if not (one.statement and one.year and one.source_title):
        return "statement, year and source_title must be filled in"
    if one.confidence not in CONFIDENCES:
        return f"the confidence {one.confidence!r} must be one of: {', '.join(CONFIDENCES)}"
    if not is_source(one.source_url):
        return f"the source {one.source_url!r} is not a web address"
    if one.value and not re.fullmatch(r"\d+(?:\.\d+)?", one.value):
        return f"the value {one.value!r} is not a number"
    return ""
