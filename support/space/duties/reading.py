"""Reads ``duties.toml``. What cannot be right is refused with file, key and what to write; nothing is guessed."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from support.common.kernel.i18n import country_codes
from support.space.duties.stated import (
    AUTHOR_TOLD,
    LANGUAGES,
    NOTHING_ELSE,
    PASSED_ON,
    SAMPLE_JURISDICTION,
    TRIGGERS,
    Duties,
    Duty,
    Retention,
)
from support.space.duties.table import DutiesError, Table

SAMPLE = Path(__file__).parent / "data" / "sample.toml"
LONGEST_REVIEW = timedelta(days=731)  # two years, one of them a leap year
LONGEST_ID, LONGEST_SENTENCE = 60, 240
MOST_HOURS, MOST_DAYS = 24 * 365, 3650
WHOLE = ("jurisdiction", "sample", "reviewer", "reviewed_on", "review_due", "duty", "retention")
ONE = (
    "id", "trigger", "must", "report_to", "how", "within_hours", "passed_on", "author_told", "source_url", "words",
)  # fmt: skip


def read(path: Path, jurisdiction: str, *, today: date | None = None) -> Duties:
    """The duties in the file at ``path`` for the operator's ``jurisdiction``. Raises :class:`DutiesError`.

    A file for another place can be read, so that ``usable`` can say so. ``today`` is in UTC.
    """
    table = Table(path, "", _opened(path))
    table.allow(WHOLE)
    sample = table.truth("sample")
    reviewed_on, review_due = _review(table, today or datetime.now(UTC).date())
    return Duties(
        wanted=jurisdiction,
        jurisdiction=_jurisdiction(table, sample),
        sample=sample,
        reviewer=table.text("reviewer", "write who reviewed it: a name with an office or a law firm."),
        reviewed_on=reviewed_on,
        review_due=review_due,
        duties=_duties(table),
        retention=_retention(table.part("retention")),
    )


def _opened(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise DutiesError(path, "the file", f"it cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DutiesError(path, "the file", f"it is not written in TOML ({error}).") from error


def _jurisdiction(table: Table, sample: bool) -> str:
    value = table.text("jurisdiction", "write the code of ISO 3166, such as GB or US-CA.")
    if sample != (value == SAMPLE_JURISDICTION):
        advice = f"a sample is for {SAMPLE_JURISDICTION}, and anything else names a real place, such as GB."
        raise table.refusal("jurisdiction", advice)
    found = re.fullmatch(r"([A-Z]{2})(?:-[A-Z0-9]{1,3})?", value)
    if not sample and (not found or found[1] not in country_codes()):
        raise table.refusal("jurisdiction", "write the code of ISO 3166 in capitals, such as GB or US-CA.")
    return value


def _review(table: Table, today: date) -> tuple[date, date]:
    reviewed_on, review_due = table.day("reviewed_on"), table.day("review_due")
    if reviewed_on > today:
        raise table.refusal("reviewed_on", f"{reviewed_on} is still to come. Write the day of the review itself.")
    if not timedelta(0) < review_due - reviewed_on <= LONGEST_REVIEW:
        raise table.refusal("review_due", f"write a day after {reviewed_on}, at most two years later.")
    return reviewed_on, review_due


def _duties(table: Table) -> tuple[Duty, ...]:
    rows = table.values.get("duty")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise table.refusal("duty", "write at least one table [[duty]].")
    found: dict[str, Duty] = {}
    for number, row in enumerate(rows, 1):
        part = Table(table.path, f"duty {number}, ", row)
        duty = _duty(part)
        if duty.id in found:
            raise part.refusal("id", f"{duty.id} stands there already. Each duty has an id of its own.")
        found[duty.id] = duty
    return tuple(found.values())


def _duty(table: Table) -> Duty:
    table.allow(ONE)
    must, words = table.truth("must"), table.part("words")
    words.allow(LANGUAGES)
    return Duty(
        id=_id(table),
        trigger=table.one_of("trigger", tuple(TRIGGERS)),
        must=must,
        report_to=table.text("report_to", "write who is told: the name of the office."),
        how=table.text("how", "write the way in which it is told: a form, a number, a sealed letter."),
        within_hours=table.number("within_hours", 0, MOST_HOURS) if "within_hours" in table.values else None,
        passed_on=_passed_on(table),
        author_told=table.one_of("author_told", AUTHOR_TOLD),
        source_url=_source(table, must),
        words={language: _sentence(words, language) for language in LANGUAGES},
    )


def _id(table: Table) -> str:
    value = table.text("id", "write a short name in small letters, such as child-now.", LONGEST_ID)
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", value):
        raise table.refusal("id", "write small letters and digits with hyphens between, such as child-now.")
    return value


def _passed_on(table: Table) -> tuple[str, ...]:
    value = table.values.get("passed_on")
    known = isinstance(value, list) and all(type(word) is str and word in PASSED_ON for word in value)
    if not isinstance(value, list) or not known or not set(value) - {NOTHING_ELSE} or len(set(value)) < len(value):
        raise table.refusal(
            "passed_on",
            f"write a list of words out of: {', '.join(PASSED_ON)}; each once, and {NOTHING_ELSE} not by itself.",
        )
    return tuple(word for word in PASSED_ON if word in value)


def _source(table: Table, must: bool) -> str:
    if not must and "source_url" not in table.values:
        return ""
    value = table.text("source_url", "write the https address at which the law itself can be read.")
    try:
        parts = urlsplit(value)
        good = parts.scheme == "https" and "." in (parts.hostname or "") and " " not in value
    except ValueError:
        good = False
    if not good:
        raise table.refusal("source_url", "write a whole address that begins with https://.")
    return value


def _sentence(words: Table, language: str) -> str:
    value = words.text(language, "write one plain sentence for the first page, in that language.", LONGEST_SENTENCE)
    if not value.endswith(".") or re.search(r"[.!?]\s", value):
        raise words.refusal(language, "write one sentence, and end it with a full stop.")
    return value


def _retention(table: Table) -> Retention:
    table.allow(("held_text_days", "decision_days"))
    return Retention(table.number("held_text_days", 1, MOST_DAYS), table.number("decision_days", 1, MOST_DAYS))
