"""The database of one application: base classes, the wall between the schemas, safe SQLite.

One declarative base serves all applications; each table says whose it is, and a session refuses the tables of
another (three-applications.md). What is built for it: ``tests/rules/test_schema.py``.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar

from flask import Flask, current_app
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import DateTime, MetaData, String, Table, Text, TypeDecorator, Uuid, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.sql import visitors

DRIVER_ERRORS = (sqlite3.Error,)  # what escapes SQLAlchemy while a connection is being settled
BEGIN_MODE = "sqlite_begin"
BUSY_MILLISECONDS = 5_000
POSTGRESQL = {
    "connect_timeout": 5,
    "options": "-c lock_timeout=5s -c statement_timeout=20s -c idle_in_transaction_session_timeout=60s",
}
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """A moment, always in UTC: SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


Key = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=uuid.uuid4)]
Code = Annotated[str, mapped_column(String(64))]
Words = Annotated[str, mapped_column(Text, default="")]


class Base(DeclarativeBase):
    """Every table's base. The registry carries the column types (style.md, trap 2)."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcTime, uuid.UUID: Uuid},
    )


class WrongPart(Exception):
    """A statement names a table of another application."""


def schema_of(part: str) -> str:
    """Which set of tables an application owns: ``site`` or ``space``."""
    return "site" if part == "site" else "space"


def owned(table: Table, schema: str) -> bool:
    """Whether a table belongs to that schema; one without a mark belongs to both."""
    return bool(table.info.get("schema", schema) == schema)


class PartSession(Session):
    """Refuses tables of another application. ``text()`` passes here, and fails for want of the table (trap 8)."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **more: Any) -> Any:
        tables = {mapper.local_table} if mapper is not None else set()
        if clause is not None:
            tables |= {part for part in visitors.iterate(clause) if part.__visit_name__ == "table"}
        schema = schema_of(current_app.config["PART"])
        for table in tables:
            if not owned(table, schema):
                raise WrongPart(table.name)
        return super().get_bind(mapper=mapper, clause=clause, bind=bind, **more)


db = SQLAlchemy(model_class=Base, session_options={"class_": PartSession})
migrate = Migrate()


@migrate.configure  # type: ignore[untyped-decorator]  # Flask-Migrate ships no types
def _steps_of_part(config: Any) -> Any:
    """One folder of steps a schema."""
    folder = Path(config.config_file_name).parent
    config.set_main_option("version_locations", str(folder / schema_of(current_app.config["PART"])))
    return config


# last in the table arguments of a model that has its own
SITE: dict[str, Any] = {"info": {"schema": "site"}}
SPACE: dict[str, Any] = {"info": {"schema": "space"}}


class CommonModel(db.Model):  # type: ignore[name-defined, misc]  # made by Flask-SQLAlchemy at run time
    """A table that every application has, each in its own database."""

    __abstract__ = True


class SiteModel(db.Model):  # type: ignore[name-defined, misc]  # made by Flask-SQLAlchemy at run time
    """A table of the directory's application."""

    __abstract__ = True
    __table_args__: ClassVar[Any] = SITE


class SpaceModel(db.Model):  # type: ignore[name-defined, misc]  # made by Flask-SQLAlchemy at run time
    """A table that each space has in its own database."""

    __abstract__ = True
    __table_args__: ClassVar[Any] = SPACE


def connect(app: Flask, migrations: Path) -> None:
    """Give the application its database and its folder of migration steps."""
    url = make_url(app.config["DATABASE_URL"])
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.database not in (None, "", ":memory:") and url.get_backend_name() == "sqlite":
        _own_file(Path(url.database))
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "hide_parameters": True,
        "pool_pre_ping": url.get_backend_name() != "sqlite",
        "connect_args": {} if url.get_backend_name() == "sqlite" else POSTGRESQL,
    }
    db.init_app(app)
    migrate.init_app(
        app, db, directory=str(migrations), render_as_batch=True, compare_type=True, render_item=_plain_type
    )


def _own_file(place: Path) -> None:
    """Make a SQLite file that only its owner reads (safety.md S82); its journal gets the same mode from SQLite."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _plain_type(kind: str, item: Any, _context: Any) -> Any:
    """Migrations name the database's types, never our own classes (style.md, trap 4)."""
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    return False


@event.listens_for(Engine, "connect")
def _settle_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself (style.md, trap 3)
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
        "secure_delete=ON", "trusted_schema=OFF", "mmap_size=268435456", "cache_size=-4000",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(BEGIN_MODE, '')}")


def begin_writing(session: Any) -> None:
    """Start a transaction that reads and then writes. What the session held before is let go.

    SQLite refuses a write after a read where another process wrote in between, without waiting; so the right to
    write is taken first. PostgreSQL needs no such thing.
    """
    session.rollback()
    session.connection(execution_options={BEGIN_MODE: "IMMEDIATE"})
