"""What the tests of the key store do in processes of their own; it imports little, so that those start fast."""

from __future__ import annotations

import os
import signal
from datetime import date
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from uuid import UUID

import sqlalchemy as sa

from support.common.sealing import keystore as module
from support.common.sealing import rotation
from support.common.sealing.keystore import KeyStore

DAY = date(2026, 11, 24)


def prepare_and_root(address: str, data_key: str, together: Barrier, said: Queue[str]) -> None:
    """Prepare the store and ask for a root, at the same moment as others."""
    store = KeyStore(address, (data_key,), "survivors")
    together.wait(60)
    store.prepare()
    together.wait(60)
    said.put(store.root("outbox").hex())
    store.close()


def die(*_given: object) -> None:
    """End at once, as when the power fails."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(store: KeyStore, beginning: str, number: int) -> None:
    """End after the ``number``-th statement that begins so."""
    seen = [0]

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen[0] += statement.startswith(beginning)
        if seen[0] == number:
            die()

    sa.event.listen(store._engine, "after_cursor_execute", count)


def destroy_and_die(address: str, data_key: str, owner: UUID, when: str) -> None:
    """Destroy the owner's key, and end in the middle of it."""
    store = KeyStore(address, (data_key,), "survivors")
    if when == "commit":
        sa.event.listen(store._engine, "commit", die)
    elif when == "settle":
        module.empty_log = die  # type: ignore[assignment]
    else:
        die_after(store, when, 1)
    store.destroy(owner, DAY)


def rewrap_and_die(address: str, data_keys: tuple[str, ...], batch: int, number: int) -> None:
    """Rewrap in batches, and end after so many rows."""
    rotation.BATCH_ROWS = batch
    store = KeyStore(address, data_keys, "survivors")
    die_after(store, "UPDATE", number)
    store.rewrap()


def destroy_all(address: str, data_key: str, owners: list[UUID], begun: Queue[int]) -> None:
    """Destroy one key after the other, until somebody ends this."""
    store = KeyStore(address, (data_key,), "survivors")
    for number, owner in enumerate(owners):
        store.destroy(owner, DAY)
        if number == 2:
            begun.put(number)
