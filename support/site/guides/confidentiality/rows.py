"""The rows of ``confidentiality.csv``, one a jurisdiction: read once, and refused with line and reason where broken.

Source: the compilation ``confidentiality.md`` of 22 November 2026. A fact goes in as it was found; the words around it
are in ``words.py``. A row of low confidence is never shown as a fact (its rule "How to read it").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from support.common.crisis.bundled_rows import BrokenRow, Refusal, web_address
from support.common.kernel.i18n import country_codes

DATA = Path(__file__).parent / "data" / "confidentiality.csv"
COLUMNS = (
    "jurisdiction", "name", "who_must_report", "therapists_listed", "trigger_current_child",
    "trigger_past_abuse_adult_survivor", "trigger_thoughts_only", "trigger_past_offence_disclosed",
    "trigger_viewing_illegal_images", "duty_to_warn", "anonymous_report_possible", "penalty_note", "clergy_note",
    "minors_note", "statute", "source_url", "source_date", "confidence", "last_checked",
)  # fmt: skip
ANSWERS = ("yes", "no", "depends", "unknown")
WHO = ("everyone", "listed professionals", "none general", "unknown")
CONFIDENCES = ("high", "medium", "low")
PART = re.compile(r"[A-Z0-9]{1,3}")  # ISO 3166-2, after the hyphen
BETWEEN_CHECKS = timedelta(days=365)


@dataclass(frozen=True)
class Cell:
    """``answer`` is one of ``ANSWERS``, or empty where the cell is a sentence of its own; ``note`` is English."""

    answer: str
    note: str


@dataclass(frozen=True)
class Row:
    """One jurisdiction: ``code`` is ISO 3166-1 or -2, ``cells`` are the facts by column."""

    code: str
    name: str
    who: str
    therapists: str
    cells: Mapping[str, Cell]
    statute: str
    source_url: str
    source_date: str
    confidence: str
    checked: date

    @property
    def country(self) -> str:
        """The country that the jurisdiction belongs to, by ISO 3166-1."""
        return self.code.partition("-")[0]

    @property
    def shown(self) -> bool:
        """Whether its facts may be shown: low confidence means that nobody has verified them."""
        return self.confidence != "low"

    @property
    def check_due(self) -> date:
        """The day by which somebody reads the row again (wording rule 8)."""
        return self.checked + BETWEEN_CHECKS


@cache
def rows(path: Path = DATA) -> dict[str, Row]:
    """Every row by its code, in the order of the file. Raises :class:`BrokenRow`."""
    found: dict[str, Row] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BrokenRow(path.name, 1, f"the columns must be exactly: {', '.join(COLUMNS)}")
        for cells in reader:
            refuse = Refusal(path.name, reader.line_num)
            refuse.unless(None not in cells and None not in cells.values(), "the row has too many or too few cells")
            row = _row({name: value.strip() for name, value in cells.items()}, refuse)
            refuse.unless(row.code not in found, f"{row.code} stands on another line already")
            found[row.code] = row
    return found


def overdue(today: date) -> list[str]:
    """The codes of rows that should have been read again by now."""
    return [row.code for row in rows().values() if row.check_due < today]


def cell(text: str) -> Cell:
    """A cell as its fixed answer and its note: ``no: our reading …``, ``unknown``, or a sentence without an answer."""
    head, colon, note = text.partition(":")
    if head in ANSWERS and (colon or not note):
        return Cell(head, note.strip())
    return Cell("", text)


def _row(cells: Mapping[str, str], refuse: Refusal) -> Row:
    code = cells["jurisdiction"]
    country, hyphen, part = code.partition("-")
    refuse.unless(country in country_codes(), f"the country of {code!r} is not known")
    refuse.unless(not hyphen or PART.fullmatch(part), f"{code!r} is no code of ISO 3166-2")
    refuse.unless(cells["name"], "the name is missing")
    refuse.unless(cells["who_must_report"] in WHO, f"who must report: {cells['who_must_report']!r} is not known")
    refuse.unless(cells["therapists_listed"] in ("yes", "no", "unknown"), "therapists_listed is yes, no or unknown")
    refuse.unless(cells["confidence"] in CONFIDENCES, f"the confidence {cells['confidence']!r} is not known")
    refuse.unless(web_address(cells["source_url"]), f"the source {cells['source_url']!r} is not a web address")
    refuse.unless(cells["source_date"] and cells["statute"], "a date or law is missing: write undated, or unknown")
    facts = {name: cell(cells[name]) for name in COLUMNS[4:14]}
    empty = [name for name, one in facts.items() if not one.answer and not one.note]
    refuse.unless(not empty, f"{', '.join(empty)} is empty: what is not known is called unknown")
    thoughts = facts["trigger_thoughts_only"]
    refuse.unless(thoughts.answer, "thoughts are answered with yes, no, depends or unknown")
    refuse.unless(thoughts.answer not in ("no", "depends") or thoughts.note, "no and depends need their condition")
    try:
        checked = date.fromisoformat(cells["last_checked"])
    except ValueError:
        refuse.unless(False, f"the day of checking {cells['last_checked']!r} is not one")
        raise
    return Row(
        code, cells["name"], cells["who_must_report"], cells["therapists_listed"], facts, cells["statute"],
        cells["source_url"], cells["source_date"], cells["confidence"], checked,
    )  # fmt: skip
