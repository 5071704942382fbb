"""Rows by the fastest way that each database has; the indexes are made at the end, as when a backup is restored."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, DropIndex

from support.common.kernel.db import db

# nothing is kept if the machine stops meanwhile: then the benchmark starts anew
SQLITE = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-300000")
POSTGRESQL = ("session_replication_role=replica", "maintenance_work_mem='256MB'")  # no foreign key is looked up
Rows = Mapping[Any, Sequence[Mapping[str, Any]]]


def pour(batches: Iterator[Rows]) -> None:
    """Rows by model into empty tables, batch by batch: one of them is in memory at a time."""
    dropped: set[sa.Index] = set()
    with _connected() as connection:
        for batch in batches:
            connection.execute("BEGIN")
            for model, rows in batch.items():
                table = model.__table__
                for index in table.indexes - dropped:
                    connection.execute(_said(DropIndex(index)))
                dropped |= table.indexes
                _into(connection, table, rows)
            connection.execute("COMMIT")
        for index in dropped:
            connection.execute(_said(CreateIndex(index)))


def settle() -> None:
    """What a database does for itself in time: PostgreSQL's statistics. SQLite has none unless somebody asks."""
    if _sqlite():
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET statement_timeout=0")
        connection.exec_driver_sql("VACUUM (ANALYZE)")
    db.engine.dispose()


@contextmanager
def _connected() -> Iterator[Any]:
    """The driver's own connection; no other is open meanwhile."""
    db.session.remove()
    db.engine.dispose()
    if _sqlite():
        with closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as file:
            for setting in SQLITE:
                file.execute(f"PRAGMA {setting}")
            yield file
            file.execute("PRAGMA journal_mode=WAL")
        return
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(address, autocommit=True)) as server:
        for setting in POSTGRESQL:
            server.execute(f"SET {setting}")
        yield server


def _into(connection: Any, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """One table's rows; what is left out gets the model's plain default."""
    names, sqlite = [column.name for column in table.columns], _sqlite()
    fixed = {column.name: _default(column) for column in table.columns}
    values = ([_plain(row.get(name, fixed[name]), sqlite) for name in names] for row in rows)
    if sqlite:
        marks = ",".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table.name} ({','.join(names)}) VALUES ({marks})", values)
        return
    quoted = ",".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({quoted}) FROM STDIN') as copy:
        for row in values:
            copy.write_row(row)


def _default(column: sa.Column[Any]) -> Any:
    if column.default is not None and column.default.is_scalar:
        return column.default.arg  # type: ignore[attr-defined]  # a scalar default has one
    return None if column.nullable else ""


def _plain(value: Any, sqlite: bool) -> Any:
    """A value as SQLAlchemy writes it into SQLite; the driver of PostgreSQL knows all of them."""
    if not sqlite or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return value.isoformat()


def _said(what: CreateIndex | DropIndex) -> str:
    return str(what.compile(dialect=db.engine.dialect))


def _sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
