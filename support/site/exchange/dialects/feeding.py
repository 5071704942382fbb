"""Rows and records on their way into the store: each is kept, or told why not; none overwrites another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from support.site.exchange.dialects import parts, visionlink
from support.site.exchange.dialects.extra import EXTRA
from support.site.exchange.dialects.flat import Plan
from support.site.exchange.dialects.placing import made_id
from support.site.exchange.incoming import HELD, NOTE, REFUSED, Finding, Tally
from support.site.exchange.reading import store as stored
from support.site.exchange.reading.store import Store
from support.site.exchange.reading.tables import Row

Body = dict[str, Any]
OWNERS = ("services", "organizations", "locations", "service_at_location")


class Feeding:
    """Takes rows into ``store`` and counts them in the tally of their file."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.tallies: dict[str, Tally] = {}

    def tally(self, file: str) -> Tally:
        """The tally of a file."""
        return self.tallies.setdefault(file, Tally(file))

    def table_row(self, table: str, stem: str, file: str, row: Row) -> Iterator[Finding]:
        """A row of a table that is known by name. Yields what is told about it where it is not kept."""
        body = parts.body(table, stem, row.cells)
        own = body.get("id") or (body.get("taxonomy_id", "") if table == "taxonomy_terms" else "")
        yield from self.record(table, str(own).strip(), body, file, row.line, row.findings)

    def mapped(
        self, plan: Plan, cells: dict[str, str], file: str, line: int, findings: tuple[Finding, ...]
    ) -> Iterator[Finding]:
        """A row of a flat file, by its mapping."""
        flat = plan.record(cells)
        if flat is None:
            kind = plan.mapping.record_type
            yield from self.refused(file, line, cells.get(kind, ""), "kind_unknown", kind)
            return
        visionlink.unfold(flat.body, flat.extra)
        if flat.extra:
            flat.body[EXTRA] = flat.extra
        yield from self.record(flat.kind, flat.id, flat.body, file, line, findings)

    def refused(self, file: str, line: int, value: str, reason: str, column: str = "") -> Iterator[Finding]:
        """Count a row that is not taken, and say why."""
        tally = self.tally(file)
        tally.rows += 1
        tally.refused += 1
        yield Finding(file, line, column, value[:200], reason, REFUSED)

    def record(
        self,
        table: str,
        own: str,
        body: Body,
        file: str,
        line: int,
        findings: tuple[Finding, ...] = (),
        derived: bool = False,
    ) -> Iterator[Finding]:
        """A record under the names of HSDS 3.1; ``own`` is its id, empty where it has none."""
        tally, count = self.tally(file), 0 if derived else 1
        tally.rows += count
        if not body:
            tally.refused += count
            yield Finding(file, line, "", "", "empty_row", REFUSED)
            return
        if parts.only_links(table, body):
            tally.refused += count
            column, value = next(iter(body.items()))
            yield Finding(file, line, column, str(value)[:200], "only_link", REFUSED)
            return
        if table in OWNERS and own:
            body["id"] = own
            if not self.store.first_time("id", table, own):
                yield from self._again(table, own, body, file, line, findings, count)
                return
        elif not self.store.first_time(table, own, repr(body)):
            tally.repeated += count
            if count:
                yield Finding(file, line, "id", own[:200], "same_row", NOTE)
            return
        elif table in OWNERS:
            own = body["id"] = self._made(table, body)
        self.store.add(table, own, file, line, body, parts.links(table, body), findings, derived)

    def _made(self, table: str, body: Body) -> str:
        organization = body.get("organization")
        whose = organization.get("name", "") if isinstance(organization, dict) else body.get("organization_id", "")
        places = [place.get("location", {}).get("id", "") for place in body.get("service_at_locations", [])]
        own = made_id(table, body.get("name", ""), whose, *places)
        if not body.get("name"):
            own = made_id(table, repr(sorted(body.items(), key=lambda one: one[0])))
        number = 1
        tried = own
        while not self.store.first_time("id", table, tried):
            number += 1
            tried = f"{own}-{number}"
        return tried

    def _again(
        self, table: str, own: str, body: Body, file: str, line: int, findings: tuple[Finding, ...], count: int
    ) -> Iterator[Finding]:
        """The same id once more: what the first leaves open is filled in, nothing is overwritten (DIRTY.md 25, 29)."""
        tally = self.tally(file)
        self.store.index_ids()
        first = self.store.find(table, own)
        if first is None or _named(first.body) != _named(body) != "" != _named(first.body):
            tally.refused += count
            yield Finding(file, line, "id", own[:200], "same_id", REFUSED)
            return
        together, differing = merged(first.body, body)
        if together == first.body and not differing:
            tally.repeated += count
            if count:
                yield Finding(file, line, "id", own[:200], "same_row", NOTE)
            return
        told = tuple(Finding(file, line, field, str(body[field])[:200], "same_id_differs", HELD) for field in differing)
        self.store.replace(first.number, together, (*first.findings, *findings, *told))
        tally.used += count

    def finish(self) -> None:
        """Add what the store knows to the tallies."""
        for file, fate, number in self.store.counted():
            tally = self.tally(file)
            if fate == stored.USED:
                tally.used += number
            elif fate == stored.REPEATED:
                tally.repeated += number
            else:
                tally.refused += number


def merged(first: Body, second: Body) -> tuple[Body, list[str]]:
    """The first with what only the second has, and the fields in which they differ."""
    together, differing = dict(first), []
    for field, value in second.items():
        there = together.get(field)
        if there in (None, "", [], {}):
            together[field] = value
        elif isinstance(there, list) or isinstance(value, list):
            together[field] = _together(there, value)
        elif isinstance(there, dict) and isinstance(value, dict):
            together[field], inner = merged(there, value)
            differing += [field for _one in inner[:1]]
        elif there != value:
            differing.append(field)
    return together, differing


def _together(there: Any, value: Any) -> list[Any]:
    kept = list(there) if isinstance(there, list) else [there]
    for one in value if isinstance(value, list) else [value]:
        own = one.get("id") if isinstance(one, dict) else None
        same = next(
            (n for n, other in enumerate(kept) if own and isinstance(other, dict) and other.get("id") == own), None
        )
        if same is not None:
            kept[same] = merged(kept[same], one)[0]
        elif one not in kept:
            kept.append(one)
    return kept


def _named(body: Body) -> str:
    return " ".join(str(body.get("name", "")).split()).casefold()
