"""What people left unfinished goes, and its keys with it: joinings, secrets nobody looked at, keys without a person.

A key is made before its row, so one without a row may belong to somebody who joins at this moment. No time is stored
with a key; a sweep keeps in mind which keys had no row, and destroys those that still have none an hour later. Nothing
is destroyed where the database looks as if it were the wrong one: a destroyed key cannot be mended (safety.md S84).
Nobody of these ever had an account, so the list of who was erased does not grow by them: strangers could fill it.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import Account, Joining, ShownOnce
from support.common.kernel.logs import log
from support.common.sealing.keystore import KeyStore

AGAIN_AFTER = timedelta(hours=1)  # longer than any request lasts
FEW_ORPHANS = 50
AT_A_TIME = 400


@dataclass(frozen=True)
class _Looked:
    """When this process last looked at all keys, and which had no row then. Nothing of it is stored."""

    at: datetime
    without_row: frozenset[uuid.UUID]


_last_look: WeakKeyDictionary[KeyStore, _Looked] = WeakKeyDictionary()


def sweep(session: Session, store: KeyStore, now: datetime) -> int:
    """Delete what is over and destroy the keys that belong to nobody. Returns how many rows and keys went.

    Commits. Cheap where nothing is over: all keys are looked at once an hour. Safe while others join.
    """
    gone = _delete_over(session, ShownOnce, now)
    unfinished = _delete_over(session, Joining, now)
    store.discard(*unfinished)
    return len(gone) + len(unfinished) + _destroy_orphans(session, store, now)


def _delete_over(session: Session, table: type[ShownOnce | Joining], now: datetime) -> Sequence[uuid.UUID]:
    """Looks first: most of the time there is nothing, and nobody has to wait for a lock."""
    found = session.scalar(sa.select(table.id).where(table.ends_at <= now).limit(1))
    session.rollback()  # a write after a read fails on SQLite where somebody else has written meanwhile
    if found is None:
        return []
    gone = session.scalars(sa.delete(table).where(table.ends_at <= now).returning(table.id)).all()
    session.commit()
    return gone


def _destroy_orphans(session: Session, store: KeyStore, now: datetime) -> int:
    before = _last_look.get(store)
    if before and before.at <= now < before.at + AGAIN_AFTER:
        return 0
    with_row, without_row = _sorted(session, store.owners())
    _last_look[store] = _Looked(now, frozenset(without_row))
    orphans = without_row & before.without_row if before and before.at <= now else set()
    if orphans and (not with_row or len(orphans) > max(FEW_ORPHANS, with_row)):
        log.error("keys without accounts", extra={"count": len(orphans), "reason": "is this the right database?"})
        return 0
    store.discard(*orphans)
    return len(orphans)


def _sorted(session: Session, owners: Iterable[uuid.UUID]) -> tuple[int, set[uuid.UUID]]:
    """How many owners of keys have a row, and which have none. Keys are read first, and then their rows."""
    with_row, without_row = 0, set[uuid.UUID]()
    waiting = iter(owners)
    while some := set(itertools.islice(waiting, AT_A_TIME)):
        joining = session.scalars(sa.select(Joining.id).where(Joining.id.in_(some))).all()
        found = {*joining, *session.scalars(sa.select(Account.id).where(Account.id.in_(some)))}
        session.rollback()  # no read stays open over a long look
        with_row += len(found)
        without_row |= some - found
    return with_row, without_row
