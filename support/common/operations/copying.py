"""A database into files and back: SQLite by its own means, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL, make_url

SQLITE, POSTGRESQL = "sqlite", "postgresql"
SQLITE_NAME, DUMP_NAME = "database.sqlite", "database.dump"


class CopyError(Exception):
    """The database cannot be copied; the message says why and what to do."""


def copy_out(url: str, folder: Path) -> str:
    """Write a consistent copy into ``folder`` while others write. Returns the kind of database."""
    parsed = make_url(url)
    if parsed.get_backend_name() == SQLITE:
        with closing(sqlite3.connect(f"file:{parsed.database}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(folder / SQLITE_NAME),))  # holds no deleted text (safety.md S85)
        return SQLITE
    _postgres(parsed, "pg_dump", "--format=custom", f"--file={folder / DUMP_NAME}")
    return POSTGRESQL


def copy_in(folder: Path, kind: str, url: str, *, keep: bool = True) -> None:
    """Put the copy in the place of the database. All or nothing.

    A replaced SQLite file is kept beside the new one, where it may be kept (``keep``).
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != kind:
        raise CopyError(f"The backup is of {kind}, the settings name {parsed.get_backend_name()}.")
    if kind == POSTGRESQL:
        options = ("--clean", "--if-exists", "--single-transaction", "--no-owner", "--exit-on-error")
        _postgres(parsed, "pg_restore", *options, f"--dbname={parsed.database}", str(folder / DUMP_NAME))
        return
    target = Path(str(parsed.database))
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".restoring")
    shutil.copyfile(folder / SQLITE_NAME, fresh)
    fresh.chmod(0o600)
    if target.exists():
        try:
            _settle(target)
        except CopyError:
            fresh.unlink()
            raise
        if keep:
            target.replace(target.with_name(f"{target.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}"))
    fresh.replace(target)


def _settle(database: Path) -> None:
    """Bring the write-ahead log into the file, and make sure that nobody is using it."""
    try:
        with closing(sqlite3.connect(database, timeout=1, isolation_level=None)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        raise CopyError("The database is in use. Stop the site first, then restore.") from error
    except sqlite3.DatabaseError:
        pass  # damaged: that is what a restore is for
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _postgres(url: URL, program: str, *options: str) -> None:
    if shutil.which(program) is None:
        raise CopyError(f"{program} is not installed. On Debian: apt-get install postgresql-client.")
    where = [f"--host={url.host or 'localhost'}", f"--port={url.port or 5432}"]
    where += [f"--username={url.username}"] if url.username else []
    last = [] if program == "pg_restore" else [str(url.database)]
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin"} | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run(  # noqa: S603  # our own program names, the operator's own address
        [program, *where, "--no-password", *options, *last], env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise CopyError(f"{program} failed: {done.stderr.decode(errors='replace').strip().splitlines()[-1:]}")
