"""Fills every table with one row that its constraints allow, whatever the tables are."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from support.common.kernel.db import UtcTime, db, owned

Row = dict[str, Any]
OPENED = datetime(2026, 1, 1, tzinfo=UTC)
FITTING: dict[str, Row] = {  # where columns of a row depend on each other
    "draft": {"answers_id": None, "post_id": None},
    "review_case": {"opened_at": OPENED, "holder_id": None},
}


def tables(schema: str = "site") -> list[sa.Table]:
    """The tables of a schema, parents first."""
    return [table for table in db.metadata.sorted_tables if owned(table, schema)]


def one_row_each(connection: Connection, schema: str = "site") -> dict[str, Row]:
    """Insert a row into each table; a column that points at another table points at that row. Returns the rows."""
    rows: dict[str, Row] = {}
    for table in tables(schema):
        row = rows[table.name] = {column.name: _value(column) for column in table.columns}
        for key in table.foreign_key_constraints:
            for element in key.elements:
                row[element.parent.name] = rows[element.column.table.name][element.column.name]
        row |= FITTING.get(table.name, {})
        connection.execute(table.insert().values(row))
    return rows


def counts(connection: Connection, names: list[str]) -> dict[str, int]:
    """How many rows each table holds."""
    return {name: connection.scalar(sa.text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}


def _value(column: sa.Column[Any]) -> Any:
    default = column.default
    if isinstance(default, sa.ColumnDefault) and not default.is_callable:
        return default.arg
    if column.nullable:
        return None
    allowed = _allowed(column)
    return allowed if allowed is not None else _of_type(column.type)


def _allowed(column: sa.Column[Any]) -> str | None:
    """The first value of a check such as ``kind IN ('a', 'b')``."""
    for constraint in column.table.constraints:
        if isinstance(constraint, sa.CheckConstraint):
            found = re.fullmatch(rf"{column.name} (?:IN \(|= )'([^']+)'.*", str(constraint.sqltext))
            if found:
                return found[1]
    return None


def _of_type(kind: sa.types.TypeEngine[Any]) -> Any:
    samples: dict[type, Any] = {
        str: "XX", int: 1, float: 1.0, bool: True, uuid.UUID: uuid.uuid4(), date: date(2026, 1, 1),
        datetime: datetime(2026, 1, 1, tzinfo=UTC), bytes: b"x",
    }  # fmt: skip
    return samples[datetime if isinstance(kind, UtcTime) else kind.python_type]
