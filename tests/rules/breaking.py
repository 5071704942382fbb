"""Sites that are broken on purpose, each a copy: the shared one stays whole (DESIGN section 8, promise 1)."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from support.common.kernel import db as kernel_db
from support.common.kernel.access import anyone
from support.common.kernel.db import db
from tests.conftest import Make
from tests.rules.tour import folder_of, real_id

CANARY = "canaryinanexception"
Breaks = Callable[[Flask], "contextmanager[None]"]


def copied(site: Flask, folder: Path, make_app: Make, url: str = "") -> Flask:
    """An application like ``site`` with its own files. On SQLite it has a copy of the database; else ``url`` is its."""
    files = folder / "site"
    files.mkdir(parents=True)
    shutil.copytree(folder_of(site) / "index" / "directory", files / "index" / "directory")
    source = database_file(site)
    if source is not None and not url:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(files / "database.sqlite"),))
        url = f"sqlite:///{files / 'database.sqlite'}"
    app = make_app(folder, url or site.config["DATABASE_URL"])
    app.extensions["tests-real-id"] = real_id(site)
    return app


def database_file(app: Flask) -> Path | None:
    """The file of a SQLite database; none for another."""
    with app.app_context():
        url = db.engine.url
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def forget_connections(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    """Another program holds the whole SQLite file; readers wait for 50 milliseconds only."""
    file = database_file(app)
    assert file is not None
    forget_connections(app)
    with pytest.MonkeyPatch.context() as patch, closing(sqlite3.connect(file, isolation_level=None)) as holder:
        patch.setattr(kernel_db, "BUSY_MILLISECONDS", 50)
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        holder.execute("UPDATE account SET name = name")
        yield
        holder.execute("ROLLBACK")
        forget_connections(app)


@contextmanager
def damaged(app: Flask) -> Iterator[None]:
    """The first bytes of the SQLite file are overwritten."""
    file = database_file(app)
    assert file is not None
    forget_connections(app)
    with file.open("r+b") as handle:
        handle.write(b"this is no database any more" * 40)
    yield
    forget_connections(app)


@contextmanager
def emptied(app: Flask) -> Iterator[None]:
    """A database without a single table: a start before the upgrade."""
    file = database_file(app)
    assert file is not None
    forget_connections(app)
    file.unlink()
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    yield
    forget_connections(app)


@contextmanager
def without_index(app: Flask) -> Iterator[None]:
    shutil.rmtree(folder_of(app) / "index" / "directory")
    yield


@contextmanager
def damaged_index(app: Flask) -> Iterator[None]:
    """The files of the index are cut short."""
    for file in (folder_of(app) / "index" / "directory").rglob("*"):
        if file.is_file() and file.name != "current.json":
            file.write_bytes(file.read_bytes()[:7])
    yield


@contextmanager
def without_places(app: Flask) -> Iterator[None]:
    (folder_of(app) / "index" / "places").unlink()
    yield


@contextmanager
def failing_views(app: Flask) -> Iterator[None]:
    """Every view raises."""

    @anyone
    def fail(**_values: object) -> str:
        raise RuntimeError(CANARY)

    before = dict(app.view_functions)
    app.view_functions.update(dict.fromkeys(before, fail))
    yield
    app.view_functions.update(before)


@contextmanager
def failing_layout(app: Flask) -> Iterator[None]:
    """Even the layout cannot be rendered."""

    def fail() -> str:
        raise RuntimeError(CANARY)

    before = app.jinja_env.globals["band"]
    app.jinja_env.globals["band"] = fail
    app.jinja_env.cache.clear()
    yield
    app.jinja_env.globals["band"] = before
