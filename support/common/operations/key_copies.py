"""Copies of a key store, and the way back (safety.md S84, S85).

A copy is always a SQLite file, whatever the store is: it can be looked at before anything is replaced, and put into
either kind of database. No copy is ever left beside the store, and none is made before an upgrade: it would keep the
keys of everybody who leaves afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from support.common.kernel.db import DRIVER_ERRORS
from support.common.operations import copying
from support.common.sealing.keystore import KeyStore
from support.common.sealing.keystore_tables import (
    ACCOUNT_KEY,
    ERASURE,
    ROOT,
    TABLES,
    address,
    alone,
    empty_log,
    engine,
    make_tables,
    put,
)
from support.common.sealing.wrapping import Wrapping

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
NOTHING: Rows = {table.name: () for table in TABLES.sorted_tables}


def copy_out(url: str, folder: Path) -> str:
    """Write a consistent copy of the store at ``url`` into ``folder``. Returns the kind of database of the copy."""
    if sa.make_url(url).get_backend_name() == copying.SQLITE:
        return copying.copy_out(url, folder)
    with _reading(url) as source:
        rows = _rows(source)
    copy = sa.make_url(f"sqlite:///{folder / copying.SQLITE_NAME}")
    with _disposed(engine(copy)) as target, alone(copy):
        with target.begin() as connection:
            make_tables(connection)
            _insert(connection, rows)
        empty_log(target)
    for ending in ("-wal", "-shm"):
        (folder / (copying.SQLITE_NAME + ending)).unlink(missing_ok=True)
    return copying.SQLITE


def put_back(folder: Path, url: str, data_keys: Sequence[str], part: str) -> None:
    """Put the copy in ``folder`` in the place of the store at ``url``: all of it or nothing.

    From the store of now stay: the note of who was erased, whose keys are then taken out of the copy, and the keys of
    those who came since. Raises NoKeyStore, WrongPart or WrongDataKey where the copy does not fit, and
    :class:`copying.CopyError` where the store of now is in use.
    """
    copy = KeyStore(f"sqlite:///{folder / copying.SQLITE_NAME}", data_keys, part)
    try:
        copy.check()
        present = _present(url)
        _add(copy.url, present or NOTHING, Wrapping(data_keys, part))
        copy.check()
        copy.settle()
    finally:
        copy.close()
    if sa.make_url(url).get_backend_name() == copying.SQLITE:
        copying.copy_in(folder, copying.SQLITE, url, keep=present is None)
        return
    with _reading(copy.url) as source:
        rows = _rows(source)
    with _disposed(engine(address(url))) as target, target.begin() as connection:
        make_tables(connection)
        for table in TABLES.sorted_tables:
            connection.execute(sa.text(f"LOCK TABLE {table.name} IN ACCESS EXCLUSIVE MODE"))
        later = _rows(connection)
        for table in TABLES.sorted_tables:
            connection.execute(sa.delete(table))
        _insert(connection, rows)
        _erase(connection, later)


def _present(url: str) -> Rows | None:
    """What the store of now holds; nothing where it is missing or does not open."""
    try:
        with _reading(url) as source:
            return _rows(source)
    except (SQLAlchemyError, *DRIVER_ERRORS):
        return None


def _add(url: str, present: Rows, wrapping: Wrapping) -> None:
    """Put into the copy what may not be lost of the store of now: later keys that open, and who was erased."""
    with _disposed(engine(address(url))) as target, target.begin() as connection:
        for table in (ACCOUNT_KEY, ROOT):
            for row in present[table.name]:
                if row["wrapped"].startswith(wrapping.openings):
                    put(connection, table, **row)
        _erase(connection, present)
        _erase(connection, _rows(connection))  # the copy's own notes count as much


def _erase(connection: Connection, rows: Rows) -> None:
    for row in rows[ERASURE.name]:
        connection.execute(sa.delete(ACCOUNT_KEY).where(ACCOUNT_KEY.c.owner == row["owner"]))
        put(connection, ERASURE, **row)


def _rows(connection: Connection) -> Rows:
    return {
        table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
        for table in TABLES.sorted_tables
    }


def _insert(connection: Connection, rows: Rows) -> None:
    for table in TABLES.sorted_tables:
        if rows[table.name]:
            connection.execute(table.insert(), list(rows[table.name]))


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    """One moment of the store, however many write meanwhile."""
    with _disposed(engine(address(url))) as source:
        options = {"isolation_level": "REPEATABLE READ"} if source.dialect.name == "postgresql" else {}
        with source.connect().execution_options(**options) as connection, connection.begin():
            yield connection


@contextmanager
def _disposed(made: Engine) -> Iterator[Engine]:
    try:
        yield made
    finally:
        made.dispose()
