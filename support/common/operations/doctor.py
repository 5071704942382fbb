"""``doctor``: what is wrong, in words that an operator can act on."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from alembic.migration import MigrationContext
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from support.common.kernel import clock
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.operations.backup import ENDING, KEPT_DAYS
from support.common.operations.migrating import newest_revision

LEAST_FREE_BYTES = 500_000_000
BACKUP_HOURS = 36
GOOD, WARNING, BAD = "good", "warning", "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, in a sentence, and what to do where it is not good."""

    level: str
    what: str
    advice: str = ""


Check = Callable[[], Iterable[Finding]]


def teach(app: Flask, *checks: Check) -> None:
    """Give the application the checks that only its own features can make."""
    app.extensions["doctor"] = checks


def examine() -> list[Finding]:
    """Every check of this application, in the order in which an operator should read them."""
    checks: tuple[Check, ...] = (settings, database, files, backups, *current_app.extensions.get("doctor", ()))
    return [finding for check in checks for finding in check()]


def settings() -> Iterable[Finding]:
    """Whether it is set up for others to use."""
    config = current_app.config
    if not config["PRODUCTION"]:
        yield Finding(WARNING, "This run is for this machine only.", "Set SUPPORT_SITE_URL to the https address.")
    else:
        yield Finding(GOOD, f"People use it at {config['SITE_URL']}.")
    if not config["OPERATOR_CONTACT"]:
        yield Finding(WARNING, "Nobody is named as its operator.", "Set SUPPORT_OPERATOR_NAME and …_CONTACT.")
    if not config["BACKUP_KEY"]:
        advice = "On another computer: flask --app app backup new-key FILE; then set SUPPORT_BACKUP_KEY here."
        yield Finding(
            BAD if config["PRODUCTION"] else WARNING, "There is no key for backups, so none are made.", advice
        )


def database() -> Iterable[Finding]:
    """Whether it answers, is whole, and stands at the schema of this version."""
    try:
        with db.engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
            whole = db.engine.dialect.name != "sqlite" or (
                connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
            )
    except (SQLAlchemyError, *DRIVER_ERRORS):
        yield Finding(BAD, "The database does not answer.", "Look at SUPPORT_DATABASE_URL, the disk, and the server.")
        return
    if not whole:
        yield Finding(BAD, "The database file is damaged.", "Stop the site; flask --app app backup restore FILE …")
    if found != newest_revision():
        yield Finding(BAD, "The database is not at this version's schema.", "flask --app app prepare-database")
    else:
        yield Finding(GOOD, f"The database answers ({db.engine.dialect.name}).")


def files() -> Iterable[Finding]:
    """Whether only the owner can read what is written, and whether there is room."""
    instance = Path(current_app.config["INSTANCE"])
    for path in (instance, instance / "secret_key"):
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Finding(WARNING, f"Others on this machine can read {path.name}.", f"chmod go= {path}")
    free = shutil.disk_usage(instance).free
    if free < LEAST_FREE_BYTES:
        yield Finding(BAD, f"Only {free // 1_000_000} MB are free on the disk.", "Make room before it is full.")
    else:
        yield Finding(GOOD, f"{free // 1_000_000_000} GB are free on the disk.")
    if sqlite3.sqlite_version_info < (3, 37):
        yield Finding(WARNING, f"SQLite {sqlite3.sqlite_version} is old.", "Use Debian 12 or newer.")


def backups() -> Iterable[Finding]:
    """Whether there is a recent backup, and none that should be forgotten by now."""
    if not current_app.config["BACKUP_KEY"]:
        return
    folder, now = Path(current_app.config["INSTANCE"]) / "backups", clock.now().timestamp()
    made = sorted(path.stat().st_mtime for path in folder.glob(f"*{ENDING}")) if folder.exists() else []
    if not made:
        yield Finding(BAD, "There is no backup yet.", "flask --app app backup create")
    elif now - made[-1] > BACKUP_HOURS * 3600:
        yield Finding(
            BAD, f"The last backup is {int((now - made[-1]) // 3600)} hours old.", "Look at the backup timer."
        )
    else:
        yield Finding(GOOD, "There is a recent backup.")
    if made and now - made[0] > (KEPT_DAYS + 1) * 86400:
        yield Finding(BAD, f"A backup is older than the promised {KEPT_DAYS} days.", "Delete it, copies elsewhere too.")
