"""A JSON file as an input: what its records were recognised as, and their way into the store."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from support.common.kernel.i18n import gettext as _
from support.site.exchange.dialects import guessing, records, shapes
from support.site.exchange.dialects.feeding import Feeding
from support.site.exchange.dialects.flat import Plan
from support.site.exchange.dialects.mapping import Mapping
from support.site.exchange.dialects.units import Unit, Units
from support.site.exchange.incoming import HELD, Finding
from support.site.exchange.reading.documents import Document
from support.site.exchange.reading.limits import Options, Unreadable
from support.site.exchange.reading.member import Member
from support.site.exchange.reading.tables import Row

_PEEKED = 40


class DocumentInput:
    """A JSON file. Records of HSDS go their way; others are laid flat and follow ``mapping``."""

    table = ""

    def __init__(self, member: Member, options: Options, mapping: Mapping | None) -> None:
        self.member, self.options = member, options
        self.source = Document(member, options)
        self.stem = options.table_names.get(member.name, member.stem).lower()
        units = Units(self.source, self.stem)
        peeked = list(islice(units, _PEEKED))
        self.said = [self.source.letters.said(member.name), *_shape_said(member.name, self.source.shape)]
        self.mapping: Mapping | None = None
        objects = [unit for unit in peeked if isinstance(unit.value, dict)]
        if peeked and not objects:
            raise Unreadable(_("%(file)s is a list, but not of objects: there is no record in it.", file=member.name))
        unknown = [unit.value for unit in objects if not _table(unit)]
        self.dialect = "hsds" if peeked and len(unknown) * 2 <= len(objects) else ""
        self.empty = not peeked
        self.sample = [records.flattened(value) for value in unknown]
        self.header = list(dict.fromkeys(column for row in self.sample for column in row))
        if unknown and mapping is not None:
            self.mapping, self.dialect = mapping, mapping.name

    def guess(self) -> Mapping:
        """The mapping that is proposed for records that are none of HSDS."""
        return guessing.guess(self.member.stem, self.header, self.sample)

    def feed(self, feeding: Feeding) -> Iterator[Finding]:
        """Its records into the store. Yields what is told where a record is not kept."""
        feeding.tally(self.member.name)
        units = Units(self.source, self.stem)
        plan = Plan(self.mapping) if self.mapping is not None else None
        for unit in units:
            yield from self._take(unit, feeding, plan)
        self.said += units.said

    def _take(self, unit: Unit, feeding: Feeding, plan: Plan | None) -> Iterator[Finding]:
        name = self.member.name
        findings = tuple(Finding(name, unit.line, key, "", "key_twice", HELD) for key in unit.doubled)
        if not isinstance(unit.value, dict):
            yield from feeding.refused(name, unit.line, str(unit.value), "no_record")
            return
        table = _table(unit)
        if table and _is_flat(unit.value):
            yield from feeding.table_row(table, unit.stem, name, Row(unit.line, unit.value, findings))
        elif table:
            for inner, body, derived in records.taken_apart(table, unit.value):
                own = str(body.get("id", "")).strip()
                yield from feeding.record(inner, own, body, name, unit.line, findings, derived)
        elif plan is not None:
            yield from feeding.mapped(plan, records.flattened(unit.value), name, unit.line, findings)
        else:
            yield from feeding.refused(name, unit.line, "; ".join(unit.value), "no_record")


def _table(unit: Unit) -> str:
    """The table that a record belongs to, by the name of its list or by what is in it."""
    if _is_flat(unit.value):
        named = shapes.hsds_table(unit.stem.removesuffix("_list").removesuffix("_full"), unit.value)
        if named:
            return named
    return records.kind_of(unit.value, unit.stem)


def _is_flat(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(inner, str) for inner in value.values())


def _shape_said(name: str, shape: str) -> list[str]:
    if shape == "lines":
        return [_("%(file)s: each line is a record of its own (JSON Lines).", file=name)]
    return []
