"""JSON of any size as a stream of records: a list, JSON Lines, a page with ``contents``, one object, lists by name.

All scalars come as text, as they stand in the file (``true`` and ``12.50`` too); null is left out, so absent is absent.
Bounded: no record is larger or nested deeper than ``limits`` says. Of a key that stands twice the first value is kept,
and that is told (RFC 8259 leaves it open).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from support.common.kernel.i18n import gettext as _
from support.site.exchange.reading import letters, limits
from support.site.exchange.reading.held_text import HeldText
from support.site.exchange.reading.limits import Options, Unreadable
from support.site.exchange.reading.lines import text_of
from support.site.exchange.reading.member import Member

Value = Any  # text, or dicts and lists of it
STARTS = re.compile(r"[\s﻿]*[\[{]")


class Record(NamedTuple):
    """A value, the list it stands in (a key of the outermost object, or empty), its line, keys that stood twice."""

    value: Value
    under: str
    line: int
    doubled: tuple[str, ...] = ()


class Document:
    """A JSON file. ``shape`` is known after the first record: ``list``, ``lines``, ``object``."""

    def __init__(self, member: Member, options: Options) -> None:
        self.name, self.member = member.name, member
        self.letters = letters.recognise(member.name, member.chunks(), options.encoding)
        self.shape = ""
        self.position: Callable[[], int] = int

    def records(self) -> Iterator[Record]:
        """Its records. Raises Unreadable with the line where it is no JSON, and for JSON inside a string."""
        with self.member.opened() as stream:
            self.position = stream.tell
            yield from self._records(HeldText(text_of(stream, self.letters), self.name))

    def _records(self, text: HeldText) -> Iterator[Record]:
        first = text.look()
        if first == "[":
            self.shape = "list"
            yield from _listed(text, "")
        elif first == "{":
            yield from self._objects(text)
        elif first == '"':
            raise Unreadable(
                _("%(file)s is text that holds JSON inside quotation marks. Unwrap it once and bring it again.",
                  file=self.name)
            )  # fmt: skip
        else:
            raise Unreadable(_("%(file)s is no JSON list or object.", file=self.name))
        if text.look():
            raise Unreadable(text.fault(_("something follows after the end")))

    def _objects(self, text: HeldText) -> Iterator[Record]:
        """One object, or many after one another (JSON Lines). A large single object is read list by list."""
        if text.total_over(limits.RECORD_CHARACTERS) and not text.ends_within():
            self.shape = "object"
            yield from _members(text)
            return
        line = text.line
        value, doubled = text.value()
        if not text.look():
            self.shape = "object"
            yield Record(value, "", line, doubled)
            return
        self.shape = "lines"
        yield Record(value, "", line, doubled)
        while (first := text.look()) in ("{", "["):
            line = text.line
            value, doubled = text.value()
            yield Record(value, "", line, doubled)
        if first:
            raise Unreadable(text.fault(_("here is no object, though the lines above are")))


def _listed(text: HeldText, under: str) -> Iterator[Record]:
    text.take("[")
    while text.look() != "]":
        line = text.line
        value, doubled = text.value()
        yield Record(value, under, line, doubled)
        if text.look() != ",":
            break
        text.take(",")
        if text.look() == "]":
            raise Unreadable(text.fault(_("a comma without anything after it")))
    text.take("]")


def _members(text: HeldText) -> Iterator[Record]:
    """What stands in a large object: each item of its lists, then everything else of it as one record."""
    rest: dict[str, Value] = {}
    line, size = text.line, 0
    text.take("{")
    while text.look() == '"':
        key, _doubled = text.value()
        text.take(":")
        if text.look() == "[":
            yield from _listed(text, key)
        else:
            size -= text.position
            rest[key], _doubled = text.value()
            size += text.position
            if size > limits.RECORD_CHARACTERS:
                raise Unreadable(text.fault(_("this object is larger than a record can be")))
        if text.look() != ",":
            break
        text.take(",")
    text.take("}")
    if rest:
        yield Record(rest, "", line)
