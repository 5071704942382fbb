"""Each file as an input: what it was recognised as, and its rows on their way into the store."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from support.common.kernel.i18n import gettext as _
from support.site.exchange.dialects import guessing, names, parts, records, shapes, visionlink, wellsky
from support.site.exchange.dialects.assembling import EXTRA
from support.site.exchange.dialects.feeding import Feeding
from support.site.exchange.dialects.flat import Flat, record
from support.site.exchange.dialects.mapping import Mapping
from support.site.exchange.dialects.units import Unit, Units
from support.site.exchange.incoming import HELD, NOTE, REFUSED, Finding
from support.site.exchange.reading.documents import STARTS, Document
from support.site.exchange.reading.limits import Options
from support.site.exchange.reading.sources import Member
from support.site.exchange.reading.tables import Row, Table

_PEEKED = 40
_LOOKED_AT = 4_096


class TableInput:
    """A file of rows. ``dialect`` is how it was recognised, ``table`` its table of HSDS; one of both may be empty."""

    def __init__(self, member: Member, options: Options, mapping: Mapping | None) -> None:
        self.member, self.options = member, options
        self.source = Table(member, options)
        self.said = list(self.source.said)
        self.header, self.sample = self.source.header, self.source.sample
        stem = options.table_names.get(member.name, member.stem)
        self.stem = stem.lower()
        self.dialect, self.table, self.mapping = "", "", mapping
        self.alone = False
        if mapping is not None and set(mapping.columns) & set(self.header):
            self.dialect = mapping.name
            return
        self.mapping = None
        self._recognise()

    def _recognise(self) -> None:
        known = shapes.known_mapping(self.header)
        if known is not None:
            self.dialect, self.mapping = known.name, known
            return
        self.table = shapes.wellsky_table(self.header)
        if self.table:
            self.dialect = "wellsky"
            return
        self.table = shapes.hsds_table(self.stem, self.header)
        self.dialect = "hsds" if self.table else ""

    def guess(self) -> Mapping:
        """The mapping that is proposed for it."""
        kind = names.table_of(self.stem)
        return guessing.guess(
            self.member.stem, self.header, self.sample, kind if kind in guessing.WHOSE else "services"
        )

    def feed(self, feeding: Feeding) -> Iterator[Finding]:
        """Its rows into the store. Yields what is told where a row is not kept, and once for each unknown column."""
        feeding.tally(self.member.name)
        yield from self._unknown_columns()
        first = True
        for row in self.source.rows():
            told = shapes.is_template_row(row.cells.values()) if first and not self.table else False
            first = False
            if row.line in self.options.leave_out or told:
                tally = feeding.tally(self.member.name)
                tally.rows += 1
                tally.refused += 1
                shown = next((cell for cell in row.cells.values() if cell.strip()), "")
                yield Finding(
                    self.member.name, row.line, "", shown[:200], "template_row" if told else "left_out", REFUSED
                )
            elif self.mapping is not None:
                yield from _mapped(self.mapping, row.cells, self.member.name, row.line, row.findings, feeding)
            elif self.dialect == "wellsky":
                yield from self._wellsky(row, feeding)
            else:
                yield from feeding.table_row(self.table, self.stem, self.member.name, _lower(row))

    def _wellsky(self, row: Row, feeding: Feeding) -> Iterator[Finding]:
        cells, lists = wellsky.cells(self.table, row.cells, self.alone)
        body: dict[str, Any] = parts.body(self.table, self.stem, cells) | lists
        own = str(body.get("id", "")).strip()
        yield from feeding.record(self.table, own, body, self.member.name, row.line, row.findings)

    def _unknown_columns(self) -> Iterator[Finding]:
        if self.dialect == "hsds":
            known = shapes.columns_of(self.table)
            unknown = [column for column in self.header if column.lower() not in known]
        elif self.mapping is not None:
            unknown = [
                one for one in self.header if not self.mapping.columns.get(one) and one != self.mapping.record_type
            ]
        else:
            unknown = []
        for column in unknown:
            yield Finding(self.member.name, 1, column, "", "unknown_column", NOTE)


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
        unknown = [unit.value for unit in peeked if isinstance(unit.value, dict) and not _table(unit)]
        self.dialect = "hsds" if peeked and not unknown else ""
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
        for unit in units:
            yield from self._take(unit, feeding)
        self.said += units.said

    def _take(self, unit: Unit, feeding: Feeding) -> Iterator[Finding]:
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
        elif self.mapping is not None:
            cells = records.flattened(unit.value)
            yield from _mapped(self.mapping, cells, name, unit.line, findings, feeding)
        else:
            yield from feeding.refused(name, unit.line, "; ".join(unit.value), "no_record")


def opened(member: Member, options: Options, mapping: Mapping | None) -> TableInput | DocumentInput:
    """The file as rows or as records, by what it begins with."""
    if _is_json(member, options):
        return DocumentInput(member, options, mapping)
    return TableInput(member, options, mapping)


def _is_json(member: Member, options: Options) -> bool:
    if member.name.lower().endswith((".json", ".ndjson", ".jsonl", ".geojson")):
        return True
    with member.opened() as stream:
        first = stream.read(_LOOKED_AT)
    wide = first.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = first.decode("utf-16" if wide else options.encoding or "utf-8", "ignore")
    return STARTS.match(text) is not None


def _table(unit: Unit) -> str:
    """The table that a record belongs to, by the name of its list or by what is in it."""
    if _is_flat(unit.value):
        named = shapes.hsds_table(unit.stem.removesuffix("_list").removesuffix("_full"), unit.value)
        if named:
            return named
    return records.kind_of(unit.value, unit.stem)


def _is_flat(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(inner, str) for inner in value.values())


def _mapped(
    mapping: Mapping, cells: dict[str, str], file: str, line: int, findings: tuple[Finding, ...], feeding: Feeding
) -> Iterator[Finding]:
    flat: Flat | None = record(mapping, cells)
    if flat is None:
        value = cells.get(mapping.record_type, "")
        yield from feeding.refused(file, line, value, "kind_unknown", mapping.record_type)
        return
    visionlink.unfold(flat.body, flat.extra)
    body = flat.body | ({EXTRA: flat.extra} if flat.extra else {})
    yield from feeding.record(flat.kind, flat.id, body, file, line, findings)


def _lower(row: Row) -> Row:
    return Row(row.line, {column.lower(): cell for column, cell in row.cells.items()}, row.findings)


def _shape_said(name: str, shape: str) -> list[str]:
    if shape == "lines":
        return [_("%(file)s: each line is a record of its own (JSON Lines).", file=name)]
    return []
