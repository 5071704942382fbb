"""The records of a JSON file, out of whatever they are wrapped in: a page, lists by table, lists by key, one object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from support.common.kernel.i18n import gettext as _
from support.site.exchange.dialects import names, records
from support.site.exchange.reading.documents import Document, Record
from support.site.exchange.reading.limits import Unreadable

PAGE = "contents"


class Unit(NamedTuple):
    """One record, the name of the file or list it stands in, its line, and keys that stood twice."""

    value: Any
    stem: str
    line: int
    doubled: tuple[str, ...] = ()


class Units:
    """Iterates over the records of ``document``; ``said`` holds what is to be told about what wrapped them."""

    def __init__(self, document: Document, stem: str) -> None:
        self._document, self._stem = document, stem
        self.said: list[str] = []

    def __iter__(self) -> Iterator[Unit]:
        found = False
        for record in self._document.records():
            for unit in self._unwrapped(record):
                found = True
                yield unit
        if not found and not self.said:
            raise Unreadable(_("%(file)s holds no record.", file=self._document.name))

    def _unwrapped(self, record: Record) -> Iterator[Unit]:
        value, stem = record.value, record.under if record.under not in ("", PAGE) else self._stem
        if isinstance(value, list):
            raise Unreadable(
                _("%(file)s, line %(line)s: a list stands where a record belongs. Lists of different things are not "
                  "read; make it one list of objects.", file=self._document.name, line=record.line)
            )  # fmt: skip
        if not isinstance(value, dict) or record.under:
            yield Unit(value, stem, record.line, record.doubled)
        elif isinstance(value.get(PAGE), list):
            yield from self._page(value, record)
        elif records.is_about_an_interface(value):
            self.said.append(
                _("%(file)s only describes an interface; there is no record in it.", file=self._document.name)
            )
        elif records.kind_of(value, stem):
            yield Unit(value, stem, record.line, record.doubled)
        elif self._document.shape == "object":
            yield from self._of_object(value, record)
        else:
            yield Unit(value, stem, record.line, record.doubled)

    def _page(self, value: dict[str, Any], record: Record) -> Iterator[Unit]:
        inside = value[PAGE]
        size = str(value.get("size", ""))
        if size and size != str(len(inside)):
            self.said.append(
                _("%(file)s says it has %(size)s records on this page, and has %(number)s. All are read.",
                  file=self._document.name, size=size, number=len(inside))
            )  # fmt: skip
        if str(value.get("total_pages", "1")) not in ("0", "1") and str(value.get("last_page", "")) != "true":
            self.said.append(
                _("%(file)s is one page of %(number)s. The others have to be brought, too.", file=self._document.name,
                  number=value["total_pages"])
            )  # fmt: skip
        if not inside:
            self.said.append(_("%(file)s is an empty page.", file=self._document.name))
        for one in inside:
            yield Unit(one, self._stem, record.line, record.doubled)

    def _of_object(self, value: dict[str, Any], record: Record) -> Iterator[Unit]:
        lists = {key: inner for key, inner in value.items() if _is_list_of_records(inner)}
        tables = {key: inner for key, inner in lists.items() if names.table_of(key)}
        if tables and not {"id", "name"} & value.keys():
            chosen = tables
        elif len(lists) == 1 and len(value) <= 3:
            chosen = lists
        elif value and all(isinstance(inner, dict) for inner in value.values()):
            for key, inner in value.items():
                yield Unit({"id": key} | inner, self._stem, record.line, record.doubled)
            return
        elif sum(isinstance(inner, str) for inner in value.values()) > 1:
            yield Unit(value, self._stem, record.line, record.doubled)
            return
        else:
            raise Unreadable(
                _("%(file)s is an object in which no list of records is found. Lists of different things are not read; "
                  "make it one list of objects.", file=self._document.name)
            )  # fmt: skip
        for key, inner in chosen.items():
            for one in inner:
                yield Unit(one, key if names.table_of(key) else self._stem, record.line, record.doubled)


def _is_list_of_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
