"""Upgrades the database after taking a copy of it; a step that fails leaves the old data where it was.

The key store is never copied: it has no steps, and a copy of it would keep the keys of people who leave afterwards.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade

from support.common.kernel.db import db, migrate

KEPT_COPIES = 5


def migrate_safely() -> str:
    """Apply every step that is missing. Returns a sentence that says what was done."""
    before, newest = _revisions()
    if before == newest:
        return "Database: nothing to change."
    copy = _copy_of_file() if before else None
    upgrade()
    return f"Database: brought to {newest}." + (f" A copy from before is {copy}." if copy else "")


def newest_revision() -> str | None:
    """The schema that this version of the program needs."""
    return ScriptDirectory.from_config(migrate.get_config()).get_current_head()


def _revisions() -> tuple[str | None, str | None]:
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision(), newest_revision()


def _copy_of_file() -> Path | None:
    """A consistent copy of a SQLite file beside it. Other databases are the operator's own to back up."""
    url = db.engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    folder = Path(current_app.config["INSTANCE"]) / "before-upgrade"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.sqlite"
    with closing(sqlite3.connect(url.database)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    copy.chmod(0o600)
    for old in sorted(folder.glob("*.sqlite"))[:-KEPT_COPIES]:
        old.unlink()
    return copy
