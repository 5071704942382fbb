"""One table of a duties file: reads a key as what it must be, or says what to write there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

LONGEST_TEXT = 500


class DutiesError(Exception):
    """A duties file cannot be used. The message names the file, the key, and what to write there."""

    def __init__(self, file: Path, key: str, advice: str) -> None:
        super().__init__(f"{file}: {key}: {advice} See docs/duties.md.")


@dataclass(frozen=True)
class Table:
    """A table, and where it stands: ``place`` leads every key in a message. Methods raise :class:`DutiesError`."""

    path: Path
    place: str
    values: Mapping[str, Any]

    def refusal(self, key: str, advice: str) -> DutiesError:
        """The error for a key of this table."""
        return DutiesError(self.path, self.place + key, advice)

    def allow(self, keys: Sequence[str]) -> None:
        """Refuse a key that nobody knows: a slip of the pen must not pass as left out."""
        for key in self.values:
            if key not in keys:
                raise self.refusal(key, f"there is no such key. Those there are: {', '.join(keys)}.")

    def text(self, key: str, advice: str, longest: int = LONGEST_TEXT) -> str:
        """One line of text with words in it."""
        value = self.values.get(key)
        if type(value) is not str or not value.strip():
            raise self.refusal(key, advice)
        if len(value) > longest or not value.isprintable():
            raise self.refusal(key, f"write one line of at most {longest} characters.")
        return value.strip()

    def truth(self, key: str) -> bool:
        """True or false."""
        value = self.values.get(key)
        if type(value) is not bool:
            raise self.refusal(key, "write true or false, without quotation marks.")
        return value

    def day(self, key: str) -> date:
        """A calendar day."""
        value = self.values.get(key)
        if type(value) is not date:  # a moment is a day too for isinstance
            raise self.refusal(key, "write a day without quotation marks, such as 2026-03-31.")
        return value

    def number(self, key: str, least: int, most: int) -> int:
        """A whole number, both bounds included."""
        value = self.values.get(key)
        if type(value) is not int or not least <= value <= most:  # true is a number too for isinstance
            raise self.refusal(key, f"write a whole number from {least} to {most}, without quotation marks.")
        return value

    def one_of(self, key: str, known: Sequence[str]) -> str:
        """One of the fixed words."""
        value = self.values.get(key)
        if type(value) is not str or value not in known:
            raise self.refusal(key, f"write one of: {', '.join(known)}.")
        return value

    def part(self, key: str) -> Table:
        """A table inside this one."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.refusal(key, "write a table of that name.")
        return Table(self.path, f"{self.place}{key}.", value)
