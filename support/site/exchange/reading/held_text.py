"""The text of a JSON file as one value after another, held in memory only as far as the next value needs it."""

from __future__ import annotations

import io
import json
import re
from json.decoder import WHITESPACE  # type: ignore[attr-defined]
from typing import Any

from support.common.kernel.i18n import gettext as _
from support.site.exchange.reading import limits
from support.site.exchange.reading.limits import Unreadable

Value = Any  # text, or dicts and lists of it
_PIECE = 1_048_576
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNFINISHED = ("Unterminated string", "Invalid \\escape", "Invalid \\u")


class HeldText:
    """The text of a file, held only as far as the next value needs it."""

    def __init__(self, stream: io.TextIOBase, name: str) -> None:
        self._stream, self._name = stream, name
        self._held, self._at, self._ended = "", 0, False
        self._line, self._counted, self.position = 1, 0, 0
        self._doubled: list[str] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._pairs, parse_int=str, parse_float=str, parse_constant=self._no_number
        )

    @property
    def line(self) -> int:
        """The physical line at which the next value begins."""
        self.look()
        self._line += self._held.count("\n", self._counted, self._at)
        self._counted = max(self._counted, self._at)
        return self._line

    def look(self) -> str:
        """The next letter that is no blank; empty at the end."""
        while True:
            self._at = WHITESPACE.match(self._held, self._at).end()
            if self._at < len(self._held):
                if self._held[self._at] != "\ufeff":
                    return self._held[self._at]
                self._at += 1
            elif not self._more(_PIECE):
                return ""

    def take(self, letter: str) -> None:
        """Go past ``letter``. Raises Unreadable where another one stands."""
        if self.look() != letter:
            raise Unreadable(self.fault(_("%(letter)s is missing", letter=letter)))
        self._at += 1

    def total_over(self, characters: int) -> bool:
        """Whether more than so many letters are still to come."""
        while len(self._held) - self._at <= characters and self._more(_PIECE):
            pass
        return len(self._held) - self._at > characters

    def ends_within(self) -> bool:
        """Whether the first object ends within what is held: then it is the first of many lines."""
        try:
            self._decoder.raw_decode(self._held, self._at)
        except (json.JSONDecodeError, RecursionError):
            return False
        finally:
            self._doubled.clear()
        return True

    def value(self) -> tuple[Value, tuple[str, ...]]:
        """The next value, and the keys that stood twice in it. Raises Unreadable for what is no JSON, with the line."""
        self.look()
        piece = _PIECE
        while True:
            self._doubled.clear()
            try:
                found, end = self._decoder.raw_decode(self._held, self._at)
            except RecursionError as error:
                raise Unreadable(self.fault(_("it is nested deeper than any directory"))) from error
            except json.JSONDecodeError as error:
                if not self._unfinished(error) or not self._more(piece):
                    raise Unreadable(self.fault(_("this is no JSON"), error.pos)) from error
                piece *= 2
            else:
                if end < len(self._held) or not self._more(piece):
                    break
        self.position += end - self._at
        self._at = end
        if _deeper(found, limits.NESTING):
            raise Unreadable(self.fault(_("it is nested deeper than any directory")))
        return _scalar(found), tuple(self._doubled)

    def fault(self, what: str, position: int | None = None) -> str:
        """A sentence on what is wrong at a position of what is held."""
        at = self._at if position is None else position
        line = self._line + self._held.count("\n", self._counted, at)
        return _("%(file)s, line %(line)s: %(what)s.", file=self._name, line=line, what=what)

    def _unfinished(self, error: json.JSONDecodeError) -> bool:
        if len(self._held) - self._at > limits.RECORD_CHARACTERS:
            raise Unreadable(self.fault(_("this record is larger than a record can be")))
        return error.pos > len(self._held) - 64 or error.msg.startswith(_UNFINISHED)

    def _more(self, characters: int) -> bool:
        if self._ended:
            return False
        read = self._stream.read(characters)
        if not read:
            self._ended = True
            return False
        self._line += self._held.count("\n", self._counted, self._at)
        self._held, self._at, self._counted = self._held[self._at :] + read, 0, 0
        return True

    def _pairs(self, pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key, value in pairs:
            if key in found:
                self._doubled.append(key)
            elif value is not None:
                found[_storable(key)] = _scalar(value)
        return found

    def _no_number(self, _word: str) -> str:
        raise Unreadable(self.fault(_("this is no JSON")))


def _scalar(value: Value) -> Value:
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return [_scalar(one) for one in value if one is not None]
    return value


def _storable(text: str) -> str:
    """Text without zero bytes and halves of letters, which no database takes."""
    return text if text.isascii() and "\x00" not in text else _UNSTORABLE.sub("\ufffd", text)


def _deeper(value: Value, left: int) -> bool:
    if not isinstance(value, (dict, list)):
        return False
    if not left:
        return True
    inner = value.values() if isinstance(value, dict) else value
    return any(isinstance(one, (dict, list)) and _deeper(one, left - 1) for one in inner)
