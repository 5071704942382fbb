"""The pieces that a person's copy is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import format_date, format_datetime

from support.common.kernel.i18n import gettext as _

Value = str | int | bool | date | datetime | None


@dataclass(frozen=True)
class Fact:
    """One thing that is held. ``column``: where it stands, as ``table.column``; ``label``: what it is, in words.

    ``shown`` is the value in words where the value itself is a code.
    """

    column: str
    label: str
    value: Value
    shown: str = ""

    @property
    def line(self) -> str:
        """The fact as a person reads it."""
        return f"{self.label}: {self.shown or in_words(self.value)}"


@dataclass(frozen=True)
class Section:
    """Things of one kind. ``key`` names it in JSON, for good; ``rows``: each a list of facts; ``kept``: how long."""

    key: str
    title: str
    rows: list[list[Fact]] = field(default_factory=list)
    kept: str = ""


def in_words(value: Value) -> str:
    """A value in the reader's language; moments in UTC, to the minute."""
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return _("%(moment)s UTC", moment=format_datetime(value, "d MMMM y, HH:mm", rebase=False))
    if isinstance(value, date):
        return str(format_date(value, "long"))
    return str(value)


def as_plain(value: Value) -> str | int | bool | None:
    """A value for JSON; days and moments as ISO 8601."""
    return value.isoformat() if isinstance(value, date) else value


def columns(sections: Iterable[Section]) -> set[str]:
    """Where everything in these sections stands."""
    return {fact.column for section in sections for row in section.rows for fact in row}
