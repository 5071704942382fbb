"""The physical lines of a text, one at a time and none too long, with what ends them (DIRTY.md 9 and 10)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO

from support.common.kernel.i18n import gettext as _
from support.site.exchange.reading import limits
from support.site.exchange.reading.letters import Letters
from support.site.exchange.reading.limits import Unreadable

DOUBLED = "\r\r\n"
NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR", DOUBLED: "CR CR LF"}


def text_of(stream: IO[bytes], letters: Letters) -> io.TextIOWrapper:
    """The letters of ``stream``, line ends as they are; bytes that do not fit are kept (``letters.py``)."""
    return io.TextIOWrapper(stream, letters.encoding, errors="windows", newline="")


class Lines:
    """Iterates over the lines with their ends; ``number`` is the physical line that came last, from 1 on.

    ``ending`` is what ends the first line: where that is CR CR LF, each of those counts as one end and not as two.
    Raises Unreadable for a line that is longer than ``LINE_CHARACTERS``."""

    def __init__(self, text: io.TextIOBase, name: str) -> None:
        self._text, self._name = text, name
        self.number = 0
        self.ending = ""
        self._ahead: list[str] = []
        self._recognise()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.pop(0) if self._ahead else self._next()
        if self.ending == DOUBLED and line.endswith("\r"):
            after = self._ahead.pop(0) if self._ahead else self._next()
            if after == "\r\n":
                line = line[:-1] + after
            elif after:
                self._ahead.insert(0, after)
        if not line:
            raise StopIteration
        self.number += 1
        return line

    def peek(self) -> bool:
        """Whether there is another line."""
        if not self._ahead:
            self._ahead.append(self._next())
        return bool(self._ahead[0])

    def said(self) -> str:
        """The sentence about what ends the lines."""
        return _("%(file)s: lines end with %(ending)s.", file=self._name, ending=NAMES.get(self.ending, "LF"))

    def _next(self) -> str:
        line = self._text.readline(limits.LINE_CHARACTERS + 1)
        if "\x00" in line:
            raise Unreadable(_("%(file)s, line %(line)s: there is a zero byte.", file=self._name, line=self.number + 1))
        if len(line) > limits.LINE_CHARACTERS:
            raise Unreadable(
                _("%(file)s, line %(line)s: this line is longer than any table has. It may be no table, or a quotation "
                  "mark is missing.", file=self._name, line=self.number + 1)
            )  # fmt: skip
        return line

    def _recognise(self) -> None:
        first = self._next()
        self._ahead.append(first)
        if first.endswith("\r\n"):
            self.ending = "\r\n"
        elif first.endswith("\n"):
            self.ending = "\n"
        elif first.endswith("\r"):
            second = self._next()
            self._ahead.append(second)
            self.ending = DOUBLED if second == "\r\n" else "\r"
