"""Where the keys lie: four tables in a store of their own, on SQLite or PostgreSQL, and how it is reached.

The store is no part of the content's database: it has other backups, kept for fewer days (safety.md S84). The rules
for SQLite files (S82) are those of every engine here: ``support/common/kernel/db.py``.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Engine

from support.common.kernel.db import POSTGRESQL

TABLES = sa.MetaData()
ACCOUNT_KEY = sa.Table(
    "account_key", TABLES, sa.Column("owner", sa.Uuid, primary_key=True), sa.Column("wrapped", sa.Text, nullable=False)
)
ROOT = sa.Table(
    "root", TABLES, sa.Column("name", sa.String(64), primary_key=True), sa.Column("wrapped", sa.Text, nullable=False)
)
ERASURE = sa.Table(
    "erasure", TABLES, sa.Column("owner", sa.Uuid, primary_key=True), sa.Column("erased_on", sa.Date, nullable=False)
)
ABOUT = sa.Table(
    "about", TABLES, sa.Column("name", sa.String(64), primary_key=True), sa.Column("value", sa.Text, nullable=False)
)
PART, CHECK = "part", "check"  # the rows of ABOUT
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
ONE_MAKES_TABLES = 0x5357_4B45  # PostgreSQL's number of a lock that only this store takes


def address(url: str) -> URL:
    """The address with the driver that is used, and a file's path from the root. Raises ValueError for others."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise ValueError("the key store is a SQLite file or a PostgreSQL database")
    return parsed.set(database=str(Path(str(parsed.database)).absolute()))


def engine(place: URL) -> Engine:
    """Connections to the store. A SQLite file is opened only where it is: a lost one is not made again, empty."""
    if place.get_backend_name() == "sqlite":
        file = URL.create("sqlite", database=f"file:{quote(str(place.database))}", query={"mode": "rw", "uri": "true"})
        return sa.create_engine(file, hide_parameters=True)
    return sa.create_engine(place, hide_parameters=True, pool_pre_ping=True, connect_args=POSTGRESQL)


@contextlib.contextmanager
def alone(place: URL) -> Iterator[None]:
    """Make the SQLite file, for its owner only, while no other process does. PostgreSQL: see :func:`make_tables`.

    The lock is on the folder: a file of the database that is opened and closed beside SQLite loses SQLite's locks.
    """
    if place.get_backend_name() != "sqlite":
        yield
        return
    file = Path(str(place.database))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield
    finally:
        os.close(folder)


def make_tables(connection: Connection) -> None:
    """Make the tables that are not there."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_MAKES_TABLES)))
    for table in TABLES.sorted_tables:
        connection.execute(sa.schema.CreateTable(table, if_not_exists=True))


def put(connection: Connection, table: sa.Table, **values: object) -> None:
    """Insert the row, unless there is one with its key: the first stays."""
    connection.execute(INSERTS[connection.dialect.name](table).values(**values).on_conflict_do_nothing())


def empty_log(store: Engine) -> bool:
    """Bring SQLite's write-ahead log into the file and leave nothing in it (safety.md S83). Returns whether it did.

    PostgreSQL keeps what was deleted until its own vacuum and log have passed; it is still wrapped there.
    """
    if store.dialect.name != "sqlite":
        return True
    with contextlib.closing(store.raw_connection()) as connection:  # outside of any transaction
        cursor = connection.cursor()
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    return not busy
