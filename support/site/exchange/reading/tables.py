"""A table of text cells: its column names, and its rows one at a time, each with the physical line it begins on.

Bounded: no cell, line or row is larger than ``limits`` says; a quotation mark that is never closed is found and told
with its line instead of swallowing the rest of the file (DIRTY.md 15 to 20, 100; RFC 4180).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from support.common.kernel.i18n import gettext as _
from support.site.exchange.incoming import HELD, NOTE, Finding
from support.site.exchange.reading import headers, letters, limits, separators
from support.site.exchange.reading.limits import Options, Unreadable
from support.site.exchange.reading.lines import Lines, text_of
from support.site.exchange.reading.member import Member

SAMPLED_LINES = 200


class Row(NamedTuple):
    """One row: the physical line it begins on, its cells by column, and what is to be told about it."""

    line: int
    cells: dict[str, str]
    findings: tuple[Finding, ...] = ()


class Table:
    """A file of rows. ``header`` and ``said`` are known at once; ``rows()`` reads the file from its start each time."""

    def __init__(self, member: Member, options: Options) -> None:
        self.member, self.name, self.options = member, member.name, options
        self.position: Callable[[], int] = int
        self.letters = letters.recognise(member.name, member.chunks(), options.encoding)
        with member.opened() as stream:
            lines = Lines(text_of(stream, self.letters), member.name)
            sample = list(islice(lines, SAMPLED_LINES))
        if options.separator and (len(options.separator) != 1 or options.separator in '"\r\n'):
            raise Unreadable(_("A separator is one character, and neither a quotation mark nor a line end."))
        self.separator = options.separator or separators.recognise(sample)
        sampled = self._sampled(sample)
        header, first = (sampled[0], sampled[1:]) if sampled else ([], [])
        if not header:
            raise Unreadable(_("%(file)s has no row.", file=member.name))
        headers.check_width(header, first, member.name)
        self.header, said = headers.names(header, member.name)
        self.said = [
            self.letters.said(member.name), separators.said(member.name, self.separator), lines.said(), *said,
            *self._blanks(sample),
        ]  # fmt: skip
        self.sample = [dict(zip(self.header, row, strict=False)) for row in first]

    def rows(self) -> Iterator[Row]:
        """Its rows, without the header and without empty lines. Raises Unreadable with the line."""
        with self.member.opened() as stream:
            self.position = stream.tell
            lines = Lines(text_of(stream, self.letters), self.name)
            records = _Records(lines, self.separator, self.options.skip_blanks, self.name)
            next(records, None)
            for line, cells in records:
                if any(map(str.strip, cells)):
                    yield self._row(line, cells)

    def _row(self, line: int, cells: list[str]) -> Row:
        found: list[Finding] = []
        width = len(self.header)
        if len(cells) > width:
            beyond = [cell for cell in cells[width:] if cell.strip()]
            if beyond:
                said = self.separator.join(beyond)
                found.append(Finding(self.name, line, self.header[-1], said[:200], "cells_beyond", HELD))
        elif len(cells) < width:
            found.append(Finding(self.name, line, self.header[len(cells)], "", "cells_missing", NOTE))
        if self.letters.odd or self.letters.encoding != "utf-8-sig":
            found += self._odd(line, cells)
        return Row(line, dict(zip(self.header, cells, strict=False)), tuple(found))

    def _odd(self, line: int, cells: Sequence[str]) -> Iterator[Finding]:
        for column, cell in zip(self.header, cells, strict=False):
            if not cell.isascii() and letters.ODD.search(cell):
                yield Finding(self.name, line, column, cell[:200], "letters_damaged", NOTE)

    def _sampled(self, sample: Sequence[str]) -> list[list[str]]:
        csv.field_size_limit(limits.CELL_CHARACTERS)
        try:
            rows = csv.reader(sample, delimiter=self.separator, skipinitialspace=self.options.skip_blanks)
            return [row for row in rows if row]
        except csv.Error:
            return list(csv.reader(sample[:1], delimiter=self.separator))

    def _blanks(self, sample: Sequence[str]) -> list[str]:
        quoted = re.compile(rf'{re.escape(self.separator)}[ ]+"[^"]')
        if self.options.skip_blanks or sum(1 for line in sample if quoted.search(line)) * 3 < len(sample):
            return []
        return [
            _("%(file)s: a blank stands between the separator and many quotation marks. If cells come out cut, read it "
              "again and leave out the blanks after the separator.", file=self.name)
        ]  # fmt: skip


class _Records:
    """Rows of cells with the line they begin on. Raises Unreadable where a quotation mark is never closed."""

    def __init__(self, lines: Lines, separator: str, skip_blanks: bool, name: str) -> None:
        csv.field_size_limit(limits.CELL_CHARACTERS)
        self._lines, self._name, self._separator, self._skip = lines, name, separator, skip_blanks
        self._raw: list[str] = []
        self._reader = csv.reader(self._fed(), delimiter=separator, skipinitialspace=skip_blanks)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self

    def __next__(self) -> tuple[int, list[str]]:
        self._raw.clear()
        first = self._lines.number + 1
        try:
            cells = next(self._reader)
        except csv.Error as error:
            raise Unreadable(self._too_much(first)) from error
        if not self._lines.peek():
            self._check_closed(first)
        return first, cells

    def _fed(self) -> Iterator[str]:
        for line in self._lines:
            self._raw.append(line)
            if len(self._raw) > limits.LINES_OF_A_ROW:
                raise Unreadable(self._too_much(self._lines.number - limits.LINES_OF_A_ROW))
            yield line

    def _check_closed(self, first: int) -> None:
        """The last row may have come to its end only because the file did."""
        strict = csv.reader(self._raw, delimiter=self._separator, skipinitialspace=self._skip, strict=True)
        try:
            next(strict)
        except csv.Error as error:
            if "end of data" in str(error):
                raise Unreadable(self._too_much(first)) from error

    def _too_much(self, line: int) -> str:
        return _(
            "%(file)s, line %(line)s: a cell that begins here does not end, or is larger than any table has. A "
            "quotation mark may be missing, or the file was cut off.",
            file=self._name,
            line=line,
        )
