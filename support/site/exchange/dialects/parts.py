"""A row of a known table as a part of HSDS 3.1, with what it points to."""

from __future__ import annotations

from typing import Any

from support.site.exchange.dialects import names
from support.site.exchange.reading.lists import parts

Body = dict[str, Any]
Links = list[tuple[str, str]]


def body(table: str, stem: str, cells: dict[str, str]) -> Body:
    """The cells that are not empty, under the names of HSDS 3.1; nothing is thrown away."""
    found: Body = {column: cell for column, cell in cells.items() if cell.strip()}
    for column, (listed, inside) in names.IN_ONE_CELL.get(table, {}).items():
        cell = found.get(column)
        if isinstance(cell, str):
            del found[column]
            found[listed] = [{inside: one} for one in parts(cell, commas=True)]
    for old, new in names.COLUMNS.get(table, {}).items():
        if old in found and new not in found:
            found[new] = found.pop(old)
    for old, new in names.FLAGS.items():
        if old in found:
            found.setdefault(new, found.pop(old))
    if table == "addresses" and stem in names.ADDRESS_TYPE:
        found.setdefault("address_type", names.ADDRESS_TYPE[stem])
    if table == "schedules" and "byday" in found:
        found.setdefault("freq", "WEEKLY")
    return found


def links(table: str, found: Body) -> Links:
    """What the row points to, the nearest first: a schedule of a service at a location hangs on that, not on both."""
    if table == "service_at_location":
        return [("services", str(found["service_id"]).strip())] if "service_id" in found else []
    if table not in names.HANGS:
        return []
    if table == "attributes" and "link_id" in found:
        entity = str(found.get("link_entity", "service")).strip().lower()
        return [(names.LINK_ENTITY.get(entity, "services"), str(found["link_id"]).strip())]
    for column in names.NEAREST:
        if isinstance(found.get(column), str):
            return [(names.LINKS[column], found[column].strip())]
    return []


def only_links(table: str, found: Body) -> bool:
    """Whether a row says nothing but whose it is (DIRTY.md 27)."""
    return table != "service_at_location" and all(column in names.LINKS for column in found)
