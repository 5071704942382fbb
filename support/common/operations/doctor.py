"""``doctor``: what is wrong, in words that an operator can act on."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from alembic.migration import MigrationContext
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.operations.copies_seen import backups, plain_copies
from support.common.operations.findings import BAD, GOOD, WARNING, Finding, command, setting
from support.common.operations.migrating import newest_revision
from support.common.operations.people_seen import enough_people
from support.common.operations.secrets_seen import jurisdiction, keys, private_files, runtime
from support.common.operations.walls_seen import own_origin
from support.environment import unknown

__all__ = ["BAD", "GOOD", "WARNING", "Finding", "database", "examine", "teach"]
LEAST_FREE_BYTES = 500_000_000

Check = Callable[[], Iterable[Finding]]


def teach(app: Flask, *checks: Check) -> None:
    """Give the application the checks that only its own features can make."""
    app.extensions["doctor"] = checks


def examine() -> list[Finding]:
    """Every check of this application, in the order in which an operator should read them."""
    here = (settings, own_origin, jurisdiction, database, keys, private_files, runtime, room, backups, plain_copies)
    checks: tuple[Check, ...] = (*here, enough_people, *current_app.extensions.get("doctor", ()))
    return [finding for check in checks for finding in check()]


def settings() -> Iterable[Finding]:
    """Whether it is set up for others to use."""
    config = current_app.config
    if not config["PRODUCTION"]:
        url = "SUPPORT_SITE_URL" if config["PART"] == "site" else setting("URL")
        yield Finding(WARNING, "This run is for this machine only.", f"Set {url} to the https address.")
    else:
        yield Finding(GOOD, f"People use it at {config['OWN_URL']}.")
    if not config["OPERATOR_CONTACT"]:
        yield Finding(
            WARNING, "Nobody is named as its operator.", "Set SUPPORT_OPERATOR_NAME and SUPPORT_OPERATOR_CONTACT."
        )
    for name in unknown(os.environ):
        yield Finding(WARNING, f"Nothing reads the setting {name}.", "Is it misspelt? docs/operating.md has all names.")


def database() -> Iterable[Finding]:
    """Whether it answers, is whole, and stands at the schema of this version."""
    try:
        with db.engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
            whole = db.engine.dialect.name != "sqlite" or (
                connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
            )
    except (SQLAlchemyError, *DRIVER_ERRORS):
        yield Finding(
            BAD, "The database does not answer.", f"Look at {setting('DATABASE_URL')}, the disk, and the server."
        )
        return
    if not whole:
        yield Finding(BAD, "The database file is damaged.", f"Stop the site; {command('backup restore FILE …')}")
    if found != newest_revision():
        yield Finding(BAD, "The database is not at this version's schema.", command("prepare-database"))
    else:
        yield Finding(GOOD, f"The database answers ({db.engine.dialect.name}).")


def room() -> Iterable[Finding]:
    """Whether there is room to write."""
    free = shutil.disk_usage(Path(current_app.config["INSTANCE"])).free
    if free < LEAST_FREE_BYTES:
        yield Finding(BAD, f"Only {free // 1_000_000} MB are free on the disk.", "Make room before it is full.")
    else:
        yield Finding(GOOD, f"{free // 1_000_000_000} GB are free on the disk.")
    if sqlite3.sqlite_version_info < (3, 37):
        yield Finding(WARNING, f"SQLite {sqlite3.sqlite_version} is old.", "Use Debian 12 or newer.")
