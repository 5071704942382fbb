"""A file of rows as an input: what it was recognised as, and its rows on their way into the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from support.site.exchange.dialects import guessing, names, parts, shapes, synonyms, wellsky
from support.site.exchange.dialects.feeding import Feeding
from support.site.exchange.dialects.flat import Plan
from support.site.exchange.dialects.mapping import Mapping
from support.site.exchange.incoming import NOTE, REFUSED, Finding
from support.site.exchange.reading.limits import Options
from support.site.exchange.reading.member import Member
from support.site.exchange.reading.tables import Row, Table


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
            self.member.stem, self.header, self.sample, kind if kind in synonyms.WHOSE else "services"
        )

    def feed(self, feeding: Feeding) -> Iterator[Finding]:
        """Its rows into the store. Yields what is told where a row is not kept, and once for each unknown column."""
        feeding.tally(self.member.name)
        yield from self._unknown_columns()
        plan = Plan(self.mapping) if self.mapping is not None else None
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
            elif plan is not None:
                yield from feeding.mapped(plan, row.cells, self.member.name, row.line, row.findings)
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


def _lower(row: Row) -> Row:
    return Row(row.line, {column.lower(): cell for column, cell in row.cells.items()}, row.findings)
