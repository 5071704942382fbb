"""A row of a flat file, by its mapping, as a record: the cells at their paths, everything else kept as it is."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from support.site.exchange.dialects.mapping import Mapping
from support.site.exchange.dialects.placing import placed
from support.site.exchange.reading.lists import parts

Body = dict[str, Any]
_SEGMENT = re.compile(r"([a-z_][a-z0-9_]*)(?:\[([^\]]*)\])?")
# An item of a list without any of these says nothing; its cells are kept apart.
_CORE = {
    "phones": ("number",), "schedules": ("description", "opens_at", "closes_at"), "contacts": ("name", "email"),
    "addresses": ("address_1", "address_2", "city", "postal_code", "region"),
    "cost_options": ("amount", "amount_description", "option"),
    "attributes": ("value", "taxonomy_term_id", "label", "taxonomy_term"),
}  # fmt: skip
_LABEL_SAYS = {"phones": "type", "addresses": "address_type"}
_TEXTS = (
    "description",
    "eligibility_description",
    "application_process",
    "fees_description",
    "interpretation_services",
)
_DAYS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
_NO_LABEL = re.compile(r"\d*|main")


class _Items(dict[str, Any]):
    """The items of a list, each under its label, until all cells are in."""


class Flat(NamedTuple):
    """A record by kind (a table of HSDS), its own id (made where the file has none), and the cells nobody knows."""

    kind: str
    id: str
    body: Body
    extra: dict[str, str]


class _Column(NamedTuple):
    """Where the cells of a column go: the names on the way with their labels, the last name, and how they list."""

    way: tuple[tuple[str, str | None], ...]
    last: str
    lists: bool
    commas: bool


class Plan:
    """A mapping made ready for many rows: ``record(cells)``."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._columns = {
            column: _column(path, column in mapping.commas) for column, path in mapping.columns.items() if path
        }
        self._constants = [(_column(path, False), value) for path, value in mapping.constants.items()]
        ways = [to.way for to in (*self._columns.values(), *(to for to, _value in self._constants))]
        self._has_lists = any(label is not None for way in ways for _name, label in way)

    def record(self, cells: dict[str, str]) -> Flat | None:
        """The record of a row; None where the mapping does not know what kind of record the row is."""
        kind = self._kind(cells)
        if kind is None:
            return None
        body: Body = {}
        extra: dict[str, str] = {}
        for column, raw in cells.items():
            cell = raw.strip()
            if not cell:
                continue
            to = self._columns.get(column)
            if to is not None:
                _put(body, to, cell)
            elif column != self.mapping.record_type:
                extra[column] = raw
        for to, value in self._constants:
            _put(body, to, value)
        if self._has_lists:
            for listed, label in _listed(body):
                extra |= self._came_from(listed, label, cells)
        return Flat(kind, str(body.get("id", "")), placed(kind, body), extra)

    def _kind(self, cells: dict[str, str]) -> str | None:
        if not self.mapping.record_type:
            return self.mapping.kind
        return self.mapping.kinds.get(cells.get(self.mapping.record_type, "").strip()) or None

    def _came_from(self, listed: str, label: str, cells: dict[str, str]) -> dict[str, str]:
        """The cells of an item that says nothing by itself: they are kept apart."""
        return {
            column: cells[column]
            for column, to in self._columns.items()
            if (listed, label) in to.way and cells.get(column, "").strip()
        }


def _column(path: str, commas: bool) -> _Column:
    segments = tuple((found[1], found[2]) for found in _SEGMENT.finditer(path))
    return _Column(segments[:-1], segments[-1][0], any(label == "*" for _name, label in segments), commas)


def _put(body: Body, to: _Column, cell: str) -> None:
    if not to.way:
        _set(body, to.last, cell)
    elif to.lists:
        for number, one in enumerate(parts(cell, to.commas)):
            _set(_at(body, to.way, str(number)), to.last, one)
    else:
        _set(_at(body, to.way, ""), to.last, cell)


def _at(body: Body, way: tuple[tuple[str, str | None], ...], star: str) -> Body:
    at: Any = body
    for name, label in way:
        inner = at.get(name)
        if inner is None:
            inner = at[name] = {} if label is None else _Items()
        at = inner if label is None else inner.setdefault(star if label == "*" else label, {})
    return at


def _set(at: Body, last: str, value: str) -> None:
    before = at.get(last)
    if before is None:
        at[last] = value
    elif isinstance(before, str) and value not in before.split("\n"):
        at[last] = f"{before}\n{value}" if last in _TEXTS else f"{before} {value}"


def _listed(body: Body) -> list[tuple[str, str]]:
    """Items become lists; those without a value of their own are left out, and it is returned which."""
    left: list[tuple[str, str]] = []
    for name, value in list(body.items()):
        if isinstance(value, _Items):
            kept = [item for label, item in value.items() if _says_something(name, label, item, left)]
            if kept:
                body[name] = kept
            else:
                del body[name]
        elif isinstance(value, dict):
            left += _listed(value)
    return left


def _says_something(listed: str, label: str, item: Body, left: list[tuple[str, str]]) -> bool:
    core = _CORE.get(listed)
    if core and not any(field in item for field in core):
        left.append((listed, label))
        return False
    left += _listed(item)
    said = _LABEL_SAYS.get(listed)
    if said and said not in item and not _NO_LABEL.fullmatch(label):
        item[said] = label
    if listed == "schedules" and label.lower()[:3] in _DAYS:
        item.setdefault("byday", label)
        item.setdefault("freq", "WEEKLY")
    return True
