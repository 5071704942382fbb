"""Counts how often something was tried, under names that only today's key can make (safety.md S46, S86; promise 6).

A counter is a token bucket, kept as the moment at which it will be full again: a bucket that is full needs no row. The
file lies beside the key of the day, in memory, and holds neither an address nor what was tried. At midnight UTC all
counts begin again, for yesterday's names can no longer be made.

Where counting fails, the attempt passes. A throttle that refuses when it is broken would lock everybody out for as long
as nobody looks after the server; and guessing stays slow without it, because hashing is bounded. Only what has few
digits, and is not hashed, must not pass then: whoever asks says so.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from support.common.kernel.logs import log
from support.common.sealing.day_key import DayKey

NAME_BYTES = 12
BUSY_SECONDS = 2.0
MOST_PAGES = 16_384  # of 4 KiB: memory that a flood of addresses can fill
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
UNREADABLE = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
TABLE = """CREATE TABLE bucket (
    name TEXT PRIMARY KEY, day TEXT NOT NULL, full_at INTEGER NOT NULL, every INTEGER NOT NULL
) WITHOUT ROWID"""  # times and lengths of time in whole microseconds: sums of fractions would lose a token
Result = TypeVar("Result")


@dataclass(frozen=True)
class Limit:
    """``burst`` tries at once, and one more each ``every_seconds``."""

    burst: int
    every_seconds: float

    def __post_init__(self) -> None:
        if self.burst < 1 or self.every < 1:
            raise ValueError("a limit lets something pass, and has an end")

    @property
    def every(self) -> int:
        """``every_seconds`` in microseconds."""
        return round(self.every_seconds * 1_000_000)


@dataclass(frozen=True)
class _Open:
    """The file in a transaction, and what is needed to name a counter in it. ``moment`` in microseconds."""

    store: sqlite3.Connection
    day: date
    key: bytes
    moment: int


class Counters:
    """The counters of the application ``part``, in a file in ``folder``. No method raises when the file is broken."""

    def __init__(self, folder: Path, part: str) -> None:
        self.part, self.file, self.keys = part, folder / "counters.sqlite", DayKey(folder)
        self._swept: date | None = None

    def take(self, action: str, source: str, limit: Limit, now: datetime, *, unread: bool = True) -> bool:
        """Count one try of ``action`` from ``source``. False if it is over the limit; such a try is not counted.

        ``unread``: the answer where counting fails.
        """
        return self._do(now, lambda opened: _take(opened, self._name(opened, action, source), limit), unread)

    def forgive(self, action: str, source: str, now: datetime) -> None:
        """Give back the last try, because it succeeded.

        Not more than that one: whoever has an account could otherwise wipe out the guesses at all others by signing in
        to it between them.
        """
        self._do(now, lambda opened: _give_back(opened, self._name(opened, action, source)), None)

    def sweep(self, now: datetime) -> int:
        """Remove the rows of other days, and buckets that are full; replace the key of a day that is over. Returns the
        number of rows that went. Called by the housekeeper, for nobody may come by at midnight."""
        return self._do(now, _sweep, 0)

    def _name(self, opened: _Open, action: str, source: str) -> str:
        text = f"{self.part}|{action}|{source}".encode("utf-8", "surrogatepass")
        digest = hmac.new(opened.key, text, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:NAME_BYTES]).decode("ascii")

    def _do(self, now: datetime, work: Callable[[_Open], Result], otherwise: Result) -> Result:
        """The result of ``work`` in one transaction; ``otherwise`` where that fails, twice if the file was broken."""
        try:
            try:
                return self._once(now, work)
            except sqlite3.DatabaseError as error:
                if _code(error) not in UNREADABLE:
                    raise
                _remove(self.file)
                return self._once(now, work)
        except (sqlite3.Error, OSError) as error:
            reason = getattr(error, "sqlite_errorname", type(error).__name__)
            log.warning("throttle does not count", extra={"part": self.part, "reason": reason})
            return otherwise

    def _once(self, now: datetime, work: Callable[[_Open], Result]) -> Result:
        day, key = self.keys.at_hand(now)
        with closing(self._connected()) as store:
            store.execute("BEGIN IMMEDIATE")
            opened = _Open(store, day, key, (now - EPOCH) // MICROSECOND)
            if self._swept != day and work is not _sweep:
                _sweep(opened)
            result = work(opened)
            store.execute("COMMIT")
        self._swept = day
        return result

    def _connected(self) -> sqlite3.Connection:
        if not self.file.exists():
            with self.keys.alone():
                self._make()
        store = sqlite3.connect(
            f"{self.file.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
        )
        try:
            store.execute("PRAGMA synchronous = OFF")
            store.execute("PRAGMA secure_delete = ON")
            store.execute(f"PRAGMA max_page_count = {MOST_PAGES:d}")
        except BaseException:
            store.close()
            raise
        return store

    def _make(self) -> None:
        """Put a finished file in place at once: SQLite does not let others wait while it turns to a write-ahead log."""
        if self.file.exists():  # another process was first
            return
        new = self.file.with_name("counters.new")
        _remove(self.file)
        _remove(new)
        try:
            os.close(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))  # what SQLite adds gets the same mode
            with closing(sqlite3.connect(new)) as store:
                store.execute("PRAGMA journal_mode = WAL")
                store.execute(TABLE)
            new.rename(self.file)
        finally:
            _remove(new)


def _take(opened: _Open, name: str, limit: Limit) -> bool:
    row = opened.store.execute("SELECT full_at FROM bucket WHERE name = ?", (name,)).fetchone()
    before = row[0] if row else opened.moment
    empty = opened.moment + limit.burst * limit.every
    full_at = min(max(before, opened.moment), empty)  # a clock that was set back must not lengthen the wait
    allowed = full_at + limit.every <= empty
    full_at += limit.every if allowed else 0
    if full_at != before:
        values = (name, opened.day.isoformat(), full_at, limit.every)
        opened.store.execute("INSERT OR REPLACE INTO bucket VALUES (?, ?, ?, ?)", values)
    return allowed


def _give_back(opened: _Open, name: str) -> None:
    opened.store.execute("UPDATE bucket SET full_at = full_at - every WHERE name = ?", (name,))
    opened.store.execute("DELETE FROM bucket WHERE name = ? AND full_at <= ?", (name, opened.moment))


def _sweep(opened: _Open) -> int:
    gone = (opened.day.isoformat(), opened.moment)
    return opened.store.execute("DELETE FROM bucket WHERE day <> ? OR full_at <= ?", gone).rowcount


def _remove(file: Path) -> None:
    """Remove a file of SQLite, and what it keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _code(error: sqlite3.Error) -> int | None:
    """SQLite's number for what happened, without the finer division in its upper bits."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
