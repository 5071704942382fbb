"""The rows of files that belong together, in a temporary SQLite file: memory stays small however large they are.

The file lies in a folder of its own that goes when it is closed, on an error, and when the program ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import msgspec

from support.common.kernel.i18n import gettext as _
from support.site.exchange.incoming import Finding
from support.site.exchange.reading.limits import Unreadable

UNUSED, USED, REFUSED, REPEATED = range(4)
_DERIVED = 8  # beside the fate: a record that was found inside another row, and is no row of its own
_SCHEMA = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768; PRAGMA temp_store=FILE;
CREATE TABLE part (number INTEGER PRIMARY KEY, kind TEXT, id TEXT, file TEXT, line INTEGER, body BLOB, findings BLOB);
CREATE TABLE seen (mark BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE link (kind TEXT, parent TEXT, number INTEGER);
"""
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS link_parent ON link (kind, parent)",
    "CREATE INDEX IF NOT EXISTS part_id ON part (kind, id)",
)
_FINDINGS = msgspec.json.Decoder(tuple[Finding, ...])


class Part(NamedTuple):
    """One row: its number in the order of reading, table, own id, where it stood, its values, what is told about it."""

    number: int
    kind: str
    id: str
    file: str
    line: int
    body: dict[str, Any]
    findings: tuple[Finding, ...]


class Store:
    """Rows by table and id, and by what they point to. Raises Unreadable where the disk is full."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="incoming-", ignore_cleanup_errors=True)
        self._base = sqlite3.connect(Path(self._folder.name) / "rows", isolation_level=None, check_same_thread=False)
        self._base.executescript(_SCHEMA)
        self._base.execute("BEGIN")
        self._fate = bytearray(1)
        self._by_id = False
        self._kinds: set[str] = set()
        self._linked: set[str] = set()

    @property
    def size(self) -> int:
        """How many rows are in it."""
        return len(self._fate) - 1

    def close(self) -> None:
        """Remove everything."""
        self._base.close()
        self._folder.cleanup()

    def first_time(self, *parts: str) -> bool:
        """Whether exactly these texts are met for the first time."""
        mark = blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).digest()
        return self._do("INSERT OR IGNORE INTO seen VALUES (?)", (mark,)).rowcount == 1

    def add(
        self, kind: str, own: str, file: str, line: int, body: dict[str, Any], links: list[tuple[str, str]],
        findings: tuple[Finding, ...] = (), derived: bool = False,
    ) -> int:  # fmt: skip
        """Keep a row with what it points to: pairs of table and id. Returns its number. A ``derived`` one was found
        inside another row: it is not counted."""
        number = len(self._fate)
        self._kinds.add(kind)
        self._fate.append(_DERIVED if derived else UNUSED)
        values = (number, kind, own, file, line, msgspec.json.encode(body), _told(findings))
        self._do("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        for to, parent in links:
            self._linked.add(to)
            self._do("INSERT INTO link VALUES (?, ?, ?)", (to, parent, number))
        return number

    def has(self, kind: str) -> bool:
        """Whether there is any row of that table."""
        return kind in self._kinds

    def replace(self, number: int, body: dict[str, Any], findings: tuple[Finding, ...]) -> None:
        """Other values for a row."""
        values = (msgspec.json.encode(body), _told(findings), number)
        self._do("UPDATE part SET body = ?, findings = ? WHERE number = ?", values)

    def ready(self) -> None:
        """All rows are in: make them quick to find."""
        for statement in _INDEXES:
            self._do(statement, ())

    def index_ids(self) -> None:
        """Make rows quick to find by id while they still come in."""
        if not self._by_id:
            self._do(_INDEXES[1], ())
            self._by_id = True

    def find(self, kind: str, own: str) -> Part | None:
        """The first row of that id."""
        row = self._do("SELECT * FROM part WHERE kind = ? AND id = ? ORDER BY number LIMIT 1", (kind, own)).fetchone()
        return _part(row) if row else None

    def children(self, kind: str, parent: str) -> list[Part]:
        """The rows that point to that row, in the order of reading."""
        if kind not in self._linked:
            return []
        found = self._do(
            "SELECT part.* FROM link JOIN part USING (number) WHERE link.kind = ? AND parent = ? ORDER BY number",
            (kind, parent),
        )
        return [_part(row) for row in found]

    def all(self, kind: str = "", unused: bool = False) -> Iterator[Part]:
        """Every row (of a table), in the order of reading; only those that nobody used yet, where asked for.

        The + keeps SQLite from taking the index and sorting the rows again."""
        where = "WHERE +kind = ?" if kind else ""
        for row in self._do(f"SELECT * FROM part {where} ORDER BY number", (kind,) if kind else ()):  # noqa: S608
            if not unused or self.fate(row[0]) == UNUSED:
                yield _part(row)

    def mark(self, number: int, fate: int) -> None:
        """Say where a row went: ``USED``, ``REFUSED`` or ``REPEATED``; what was used stays so."""
        if self.fate(number) != USED:
            self._fate[number] = fate | self._fate[number] & _DERIVED

    def fate(self, number: int) -> int:
        """Where a row went."""
        return self._fate[number] & ~_DERIVED

    def counted(self) -> Iterator[tuple[str, int, int]]:
        """File, fate and how many rows of it."""
        counts: dict[tuple[str, int], int] = {}
        for number, file in self._do("SELECT number, file FROM part", ()):
            if not self._fate[number] & _DERIVED:
                key = (file, self._fate[number])
                counts[key] = counts.get(key, 0) + 1
        for (file, fate), count in counts.items():
            yield file, fate, count

    def _do(self, statement: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
        try:
            return self._base.execute(statement, values)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_IOERR_WRITE):
                raise Unreadable(_full()) from error
            raise


def _told(findings: tuple[Finding, ...]) -> bytes | None:
    return msgspec.json.encode(findings) if findings else None


def _full() -> str:
    return _("There is not enough room on the disk to read these files together.")


def _part(row: tuple[Any, ...]) -> Part:
    number, kind, own, file, line, body, findings = row
    return Part(
        number, kind, own, file, line, msgspec.json.decode(body), _FINDINGS.decode(findings) if findings else ()
    )
