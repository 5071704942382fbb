"""The key store: one key per account, a few roots, and the list of who was erased (DESIGN section 5, safety.md S84).

Whoever deletes an account destroys its key; what the key sealed is then unreadable in every copy of the content.
Keys lie wrapped by the operator's DATA_KEY, which is in no database. Where the database does not answer, SQLAlchemy's
errors pass: the page says so, and nothing is shown (S90).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from support.common.kernel.logs import log
from support.common.sealing.keystore_check import check, mark
from support.common.sealing.keystore_tables import (
    ABOUT,
    ACCOUNT_KEY,
    ERASURE,
    ROOT,
    address,
    alone,
    empty_log,
    engine,
    make_tables,
    put,
)
from support.common.sealing.rotation import rewrap_all
from support.common.sealing.wrapping import KEY_BYTES, KeyGone, Wrapping

PAGE_ROWS = 500


class KeyStore:
    """The keys of one part. ``url`` is of a SQLite file or a PostgreSQL database; nothing is opened before it is used.

    ``data_keys``: the first wraps, the rest still read (rotation). Each process has its own connections, so that a
    store made before a fork works after it.
    """

    def __init__(self, url: str, data_keys: Sequence[str], part: str) -> None:
        self._address = address(url)
        self._wrapping = Wrapping(data_keys, part)
        self._engines: dict[int, Engine] = {}

    @property
    def url(self) -> str:
        """The address with its password: for copying, never for showing."""
        return self._address.render_as_string(hide_password=False)

    @property
    def _engine(self) -> Engine:
        own = self._engines.get(os.getpid())
        return own or self._engines.setdefault(os.getpid(), engine(self._address))

    def close(self) -> None:
        """Let go of this process's connections; the next call makes new ones."""
        if own := self._engines.pop(os.getpid(), None):
            own.dispose()

    def prepare(self, create: bool = True) -> None:
        """Make what is missing, once however many do it at the same moment; then :meth:`check`.

        ``create=False`` where a store must be there already: then nothing is made.
        """
        if create:
            with alone(self._address), self._engine.begin() as connection:
                make_tables(connection)
            mark(self._engine, self._wrapping)
        self.check()

    def check(self) -> None:
        """Whether this store is there, is ours, and opens. Raises NoKeyStore, WrongPart or WrongDataKey."""
        check(self._engine, self._wrapping, f"the key store {self._address.render_as_string(hide_password=True)}")

    def new(self, owner: UUID) -> None:
        """Make the owner's key; it is on the disk when this returns.

        Raises :class:`KeyGone` for somebody who was erased, and IntegrityError for an owner who has a key.
        """
        wrapped = self._wrap(os.urandom(KEY_BYTES), ACCOUNT_KEY, owner)
        with self._engine.begin() as connection:
            connection.execute(ACCOUNT_KEY.insert().values(owner=owner, wrapped=wrapped))
            if connection.scalar(sa.select(ERASURE.c.owner).where(ERASURE.c.owner == owner)):
                raise KeyGone("was erased")

    def has(self, owner: UUID) -> bool:
        """Whether the owner has a key."""
        return self._wrapped(owner) is not None

    def key(self, owner: UUID) -> bytes:
        """The owner's 32 bytes, for this call only: a kept key would outlive its destruction. Raises KeyGone."""
        wrapped = self._wrapped(owner)
        if wrapped is None:
            raise KeyGone("no key")
        return self._wrapping.unwrap(wrapped, ACCOUNT_KEY.name, owner)

    def destroy(self, owner: UUID, on: date) -> None:
        """Delete the key and record the erasure, both or neither; then clear the file. Safe to call again."""
        self.record_erasures({owner: on})

    def discard(self, *owners: UUID) -> None:
        """Delete the keys of owners who never were anybody, and clear the file: no copy of the content can hold them,
        so nothing is noted. Safe to call again; one who has no key is no error."""
        if not owners:
            return
        with self._engine.begin() as connection:
            for owner in sorted(owners):
                connection.execute(sa.delete(ACCOUNT_KEY).where(ACCOUNT_KEY.c.owner == owner))
        self.settle()

    def root(self, name: str) -> bytes:
        """32 random bytes under that name, made when first asked for; every process gets the same."""
        query = sa.select(ROOT.c.wrapped).where(ROOT.c.name == name)
        with self._engine.connect() as connection:
            wrapped = connection.scalar(query)
        if wrapped is None:
            with self._engine.begin() as connection:
                put(connection, ROOT, name=name, wrapped=self._wrap(os.urandom(KEY_BYTES), ROOT, name))
                wrapped = connection.scalar(query)
        return self._wrapping.unwrap(str(wrapped), ROOT.name, name)

    def rewrap(self) -> int:
        """Wrap by the first data key what another wrapped, while others read and write. Returns how many there were.

        Raises :class:`WrongDataKey` at the end where some could not be opened; the rest is done.
        """
        count = rewrap_all(self._engine, self._wrapping)
        self.settle()
        return count

    def note(self, name: str) -> None:
        """Write a remark about the store that goes with it, wherever it is put."""
        with self._engine.begin() as connection:
            put(connection, ABOUT, name=name, value="")

    def noted(self, name: str) -> bool:
        """Whether that remark stands in the store."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(ABOUT.c.name).where(ABOUT.c.name == name)) is not None

    def erased(self) -> dict[UUID, date]:
        """Who was erased, and on which day: what a restored backup of the content has to forget again."""
        with self._engine.connect() as connection:
            return {row.owner: row.erased_on for row in connection.execute(sa.select(ERASURE))}

    def record_erasures(self, erasures: Mapping[UUID, date]) -> None:
        """Add erasures to those known (whose day stays), destroy the keys, and clear the file. All or nothing."""
        if not erasures:
            return
        with self._engine.begin() as connection:
            for owner in sorted(erasures):
                _erase(connection, owner, erasures[owner])
        self.settle()

    def forget_erasures(self, before: date) -> int:
        """Drop the record of erasures before that day, when no backup can hold them any more. Returns how many."""
        with self._engine.begin() as connection:
            return connection.execute(sa.delete(ERASURE).where(ERASURE.c.erased_on < before)).rowcount

    def owners(self) -> Iterator[UUID]:
        """Everybody who has a key, in order, a page at a time: no connection is held between pages."""
        query = sa.select(ACCOUNT_KEY.c.owner).order_by(ACCOUNT_KEY.c.owner).limit(PAGE_ROWS)
        last: UUID | None = None
        while True:
            with self._engine.connect() as connection:
                page = connection.scalars(query if last is None else query.where(ACCOUNT_KEY.c.owner > last)).all()
            yield from page
            if not page:
                return
            last = page[-1]

    def settle(self) -> bool:
        """Clear SQLite's log of what was deleted. Returns False, and says so in the log, where others kept it busy;
        then what stays there until the next time is wrapped."""
        done = empty_log(self._engine)
        if not done:
            log.warning("key store busy", extra={"reason": "the log of the key store was not emptied"})
        return done

    def _wrap(self, secret: bytes, table: sa.Table, row: object) -> str:
        return self._wrapping.wrap(secret, table.name, row)

    def _wrapped(self, owner: UUID) -> str | None:
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(ACCOUNT_KEY.c.wrapped).where(ACCOUNT_KEY.c.owner == owner))


def _erase(connection: Connection, owner: UUID, on: date) -> None:
    connection.execute(sa.delete(ACCOUNT_KEY).where(ACCOUNT_KEY.c.owner == owner))
    put(connection, ERASURE, owner=owner, erased_on=on)
