"""A new data key: everything is wrapped again, while others read, write and destroy."""

from __future__ import annotations

import threading
import uuid
from datetime import date

import pytest
import sqlalchemy as sa

from support.common.sealing import rotation
from support.common.sealing.keystore import KeyStore
from support.common.sealing.wrapping import KeyGone, WrongDataKey
from tests.common.sealing.conftest import FIRST, SECOND, Open
from tests.common.sealing.test_keystore import run

DAY = date(2026, 11, 24)


def owners(store: KeyStore, count: int) -> dict[uuid.UUID, bytes]:
    """New owners and their keys."""
    found = {}
    for _ in range(count):
        owner = uuid.uuid4()
        store.new(owner)
        found[owner] = store.key(owner)
    return found


def test_after_rewrapping_the_old_data_key_is_not_needed(
    store: KeyStore, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH_ROWS", 3)
    keys, root = owners(store, 7), store.root("outbox")
    both = opened(SECOND, FIRST)
    assert both.rewrap() == 9  # with the root and the check value
    assert both.rewrap() == 0
    alone = opened(SECOND)
    alone.check()
    assert {owner: alone.key(owner) for owner in keys} == keys
    assert alone.root("outbox") == root
    with pytest.raises(WrongDataKey):
        store.check()


def test_nothing_is_rewrapped_without_a_new_data_key(store: KeyStore) -> None:
    owners(store, 2)
    before = run(store, "SELECT * FROM account_key")
    assert store.rewrap() == 0
    assert run(store, "SELECT * FROM account_key") == before


def test_a_key_made_by_a_process_that_has_only_the_old_data_key_is_missed_by_check(
    store: KeyStore, opened: Open
) -> None:
    opened(SECOND, FIRST).rewrap()
    keys = owners(store, 1)
    with pytest.raises(WrongDataKey, match=r"1 keys .* rewrap"):
        opened(SECOND).check()
    opened(SECOND, FIRST).check()
    assert opened(SECOND, FIRST).rewrap() == 1
    opened(SECOND).check()
    assert {owner: opened(SECOND).key(owner) for owner in keys} == keys


def test_a_key_that_cannot_be_opened_does_not_stop_the_others(store: KeyStore, opened: Open) -> None:
    keys = owners(store, 3)
    spoilt = sorted(keys)[1]
    run(store, f"UPDATE account_key SET wrapped = '1.0.x' WHERE owner = '{literal(store, spoilt)}'")
    with pytest.raises(WrongDataKey, match=r"3 keys .* 1 could not"):
        opened(SECOND, FIRST).rewrap()
    for owner in set(keys) - {spoilt}:
        assert opened(SECOND).key(owner) == keys[owner]


def literal(store: KeyStore, owner: uuid.UUID) -> str:
    return owner.hex if store._engine.dialect.name == "sqlite" else str(owner)


def test_a_key_destroyed_between_reading_and_writing_does_not_come_back(
    store: KeyStore, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = owners(store, 3)
    gone, *stay = keys
    real = rotation._again

    def meanwhile(*given: object) -> str:
        store.destroy(gone, DAY)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(rotation, "_again", meanwhile)
    assert opened(SECOND, FIRST).rewrap() == 3  # two owners and the check value
    assert not store.has(gone)
    assert {owner: opened(SECOND).key(owner) for owner in stay} == {owner: keys[owner] for owner in stay}


def test_others_read_write_and_destroy_meanwhile(
    store: KeyStore, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH_ROWS", 4)
    keys = owners(store, 40)
    site, turning, faults = opened(SECOND, FIRST), opened(SECOND, FIRST), []
    begun = threading.Event()
    made: dict[uuid.UUID, bytes] = {}
    doomed, kept = list(keys)[:10], list(keys)[10:]

    def live() -> None:
        try:
            for number, owner in enumerate(kept):
                made.update(owners(site, 1))
                if site.key(owner) != keys[owner]:
                    faults.append(owner)
                if number < len(doomed):
                    site.destroy(doomed[number], DAY)
                begun.set()
        except Exception as error:
            faults.append(error)  # type: ignore[arg-type]
            begun.set()

    living = threading.Thread(target=live)
    living.start()
    begun.wait(30)
    turning.rewrap()
    living.join()
    assert not faults
    turning.rewrap()
    alone = opened(SECOND)
    alone.check()
    assert set(alone.owners()) == set(kept) | set(made)
    assert {owner: alone.key(owner) for owner in alone.owners()} == {owner: keys[owner] for owner in kept} | made
    for owner in doomed:
        with pytest.raises(KeyGone):
            alone.key(owner)


def test_each_transaction_is_small(store: KeyStore, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH_ROWS", 3)
    owners(store, 8)
    turning, updates, largest = opened(SECOND, FIRST), [0], [0]

    def counted(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        updates[0] += statement.startswith("UPDATE")
        largest[0] = max(largest[0], updates[0])

    def ended(_connection: object) -> None:
        updates[0] = 0

    sa.event.listen(turning._engine, "before_cursor_execute", counted)
    sa.event.listen(turning._engine, "commit", ended)
    turning.rewrap()
    assert largest == [3]


def test_what_somebody_else_rewrapped_between_reading_and_writing_is_left_to_them(
    store: KeyStore, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = owners(store, 3)
    real, others = rotation._again, []

    def meanwhile(*given: object) -> str:
        if not others:
            others.append(0)
            others[0] = opened(SECOND, FIRST).rewrap()
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(rotation, "_again", meanwhile)
    assert opened(SECOND, FIRST).rewrap() == 0
    assert others == [4]
    assert {owner: opened(SECOND).key(owner) for owner in keys} == keys
