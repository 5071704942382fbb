"""The key store: one key an owner, until it is destroyed; roots; who was erased."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from support.common.sealing import keystore as module
from support.common.sealing.keystore import KeyStore
from support.common.sealing.wrapping import KeyGone, Unreadable
from tests.common.sealing.conftest import Open

OWNER, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
DAY = date(2026, 11, 24)


def run(store: KeyStore, statement: str) -> list[sa.Row[tuple[str]]]:
    """What somebody who holds the database can do to it."""
    with store._engine.begin() as connection:
        result = connection.exec_driver_sql(statement)
        return list(result) if result.returns_rows else []


def test_an_owner_has_one_key_and_it_stays_the_same(store: KeyStore, opened: Open) -> None:
    assert not store.has(OWNER)
    store.new(OWNER)
    store.new(OTHER)
    assert store.has(OWNER)
    assert len(store.key(OWNER)) == 32
    assert store.key(OWNER) == opened().key(OWNER) != store.key(OTHER)


def test_a_key_is_never_made_over(store: KeyStore) -> None:
    store.new(OWNER)
    before = store.key(OWNER)
    with pytest.raises(IntegrityError):
        store.new(OWNER)
    assert store.key(OWNER) == before


def test_who_has_no_key_is_said_to_have_none(store: KeyStore) -> None:
    with pytest.raises(KeyGone):
        store.key(OWNER)


def test_discarding_deletes_keys_and_notes_nothing(store: KeyStore, opened: Open) -> None:
    store.new(OWNER)
    store.new(OTHER)
    store.discard(OWNER, uuid.UUID(int=3))
    store.discard()
    assert store.erased() == {}
    assert (opened().has(OWNER), opened().has(OTHER)) == (False, True)


def test_what_was_discarded_is_not_left_in_the_log(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.new(OWNER)
    settled = list[bool]()
    monkeypatch.setattr(KeyStore, "settle", lambda _store: settled.append(not store.has(OWNER)) or True)
    store.discard(OWNER)
    assert settled == [True], "after the key is gone"


def test_a_remark_stays_with_the_store(store: KeyStore, opened: Open) -> None:
    assert not store.noted("something")
    store.note("something")
    store.note("something")
    assert opened().noted("something")
    store.check()


def test_destroying_deletes_the_key_and_records_the_day(store: KeyStore, opened: Open) -> None:
    store.new(OWNER)
    store.new(OTHER)
    reader = opened()
    assert reader.key(OWNER)
    store.destroy(OWNER, DAY)
    assert store.erased() == {OWNER: DAY}
    assert not reader.has(OWNER)
    with pytest.raises(KeyGone):
        reader.key(OWNER)
    assert reader.key(OTHER)


def test_destroying_twice_changes_nothing(store: KeyStore) -> None:
    store.new(OWNER)
    store.destroy(OWNER, DAY)
    store.destroy(OWNER, DAY + timedelta(days=1))
    assert store.erased() == {OWNER: DAY}


def test_an_erasure_is_recorded_of_who_never_had_a_key(store: KeyStore) -> None:
    store.destroy(OWNER, DAY)
    assert store.erased() == {OWNER: DAY}


def test_who_was_erased_gets_no_key_again(store: KeyStore) -> None:
    store.destroy(OWNER, DAY)
    with pytest.raises(KeyGone):
        store.new(OWNER)
    assert not store.has(OWNER)


def test_erasures_of_a_newer_store_destroy_keys_that_a_backup_brought_back(store: KeyStore) -> None:
    store.new(OWNER)
    store.destroy(OTHER, DAY)
    store.record_erasures({OWNER: DAY, OTHER: DAY + timedelta(days=3), uuid.UUID(int=3): DAY})
    assert not store.has(OWNER)
    assert store.erased() == dict.fromkeys((OWNER, OTHER, uuid.UUID(int=3)), DAY)
    store.record_erasures({})
    assert len(store.erased()) == 3


def test_erasures_are_forgotten_when_no_backup_can_hold_them(store: KeyStore) -> None:
    store.record_erasures({OWNER: DAY, OTHER: DAY - timedelta(days=1)})
    assert store.forget_erasures(DAY) == 1
    assert store.erased() == {OWNER: DAY}
    assert store.forget_erasures(DAY) == 0


def test_a_root_is_made_once(store: KeyStore, opened: Open) -> None:
    assert len(store.root("outbox")) == 32
    assert store.root("outbox") == opened().root("outbox") != store.root("audit")


@pytest.mark.parametrize("count", [0, 1, 4, 5])
def test_owners_come_a_page_at_a_time(store: KeyStore, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(module, "PAGE_ROWS", 2)
    owners = sorted(uuid.uuid4() for _ in range(count))
    for owner in reversed(owners):
        store.new(owner)
    assert list(store.owners()) == owners


def test_no_connection_is_held_between_two_owners(store: KeyStore) -> None:
    for owner in (OWNER, OTHER):
        store.new(owner)
    for owner in store.owners():
        store.destroy(owner, DAY)
    assert len(store.erased()) == 2


def test_keys_do_not_lie_open(store: KeyStore) -> None:
    store.new(OWNER)
    [row] = run(store, "SELECT wrapped FROM account_key")
    assert row.wrapped.startswith("1.")
    assert store.key(OWNER).hex() not in row.wrapped
    store.destroy(OWNER, DAY)
    store.new(OTHER)
    [again] = run(store, "SELECT wrapped FROM account_key")
    assert again.wrapped.split(".")[:2] == row.wrapped.split(".")[:2]


def test_swapped_keys_do_not_open(store: KeyStore) -> None:
    store.new(OWNER)
    store.new(OTHER)
    run(store, "UPDATE account_key SET wrapped = (SELECT min(wrapped) FROM account_key)")
    opened = []
    for owner in (OWNER, OTHER):
        try:
            opened.append(store.key(owner))
        except Unreadable:
            continue
    assert len(opened) == 1


@pytest.mark.parametrize("spoilt", ["''", "'1'", "'1.'", "'2' || substr(wrapped, 2)", "substr(wrapped, 1, 60)"])
def test_spoilt_keys_do_not_open(store: KeyStore, spoilt: str) -> None:
    store.new(OWNER)
    run(store, f"UPDATE account_key SET wrapped = {spoilt}")
    with pytest.raises(Unreadable):
        store.key(OWNER)


def test_a_root_does_not_open_as_the_key_of_an_owner(store: KeyStore) -> None:
    store.new(OWNER)
    store.root(str(OWNER))
    run(store, "UPDATE account_key SET wrapped = (SELECT wrapped FROM root)")
    with pytest.raises(Unreadable):
        store.key(OWNER)


def test_a_closed_store_opens_again(store: KeyStore) -> None:
    store.new(OWNER)
    before = store.key(OWNER)
    store.close()
    store.close()
    assert store.key(OWNER) == before
