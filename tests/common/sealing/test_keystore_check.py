"""A store that is not the one meant is refused, in words an operator can act on."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from support.common.kernel.errors import Unavailable
from support.common.sealing.keystore import KeyStore
from support.common.sealing.keystore_check import NoKeyStore, WrongPart
from support.common.sealing.wrapping import KeyStoreError, WrongDataKey
from tests.common.sealing.conftest import FIRST, SECOND, Open
from tests.common.sealing.test_keystore import run

OWNER = uuid.UUID(int=1)


def test_a_store_that_fits_passes_and_may_be_prepared_again(store: KeyStore, opened: Open) -> None:
    store.new(OWNER)
    before = store.key(OWNER)
    store.prepare()
    opened().prepare(create=False)
    assert store.key(OWNER) == before


@pytest.mark.parametrize("data_keys", [(SECOND,), (SECOND, FIRST + " ")])
def test_another_data_key_is_refused(store: KeyStore, opened: Open, data_keys: tuple[str, ...]) -> None:
    for refusing in (opened(*data_keys).check, opened(*data_keys).prepare):
        with pytest.raises(WrongDataKey, match="used before"):
            refusing()
    store.new(OWNER)
    with pytest.raises(WrongDataKey):
        opened(*data_keys).key(OWNER)


@pytest.mark.parametrize("data_keys", [(FIRST, SECOND), (SECOND, FIRST)])
def test_an_old_data_key_is_accepted_beside_a_new_one(store: KeyStore, opened: Open, data_keys: tuple[str]) -> None:
    opened(*data_keys).check()


def test_another_part_is_refused_even_with_the_same_data_key(store: KeyStore, opened: Open) -> None:
    store.new(OWNER)
    other = opened(part="prevention")
    for refusing in (other.check, other.prepare):
        with pytest.raises(WrongPart, match="another application") as told:
            refusing()
        assert "survivors" not in str(told.value)
    with pytest.raises(KeyStoreError):
        other.key(OWNER)


def test_nothing_is_made_where_something_was_expected(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(exist_ok=True)
    for refusing in (opened().check, lambda: opened().prepare(create=False)):
        with pytest.raises(NoKeyStore, match="prepare-database"):
            refusing()
    with pytest.raises(SQLAlchemyError):
        opened().has(OWNER)
    assert not list((tmp_path / "keys").iterdir())


def test_a_store_that_was_not_made_whole_is_refused_then_finished(store: KeyStore) -> None:
    run(store, "DELETE FROM about WHERE name = 'check'")
    with pytest.raises(NoKeyStore, match="prepare-database"):
        store.check()
    store.prepare()
    store.check()


def test_a_spoilt_check_value_is_refused(store: KeyStore) -> None:
    run(store, "UPDATE about SET value = substr(value, 1, 50) WHERE name = 'check'")
    with pytest.raises(WrongDataKey):
        store.check()


def test_a_server_that_does_not_answer_is_said_without_its_password() -> None:
    store = KeyStore("postgresql://keeper:quietword@127.0.0.1:1/keys", (FIRST,), "survivors")
    with pytest.raises(NoKeyStore, match="does not answer") as told:
        store.check()
    assert "quietword" not in str(told.value)
    assert "quietword" in store.url
    assert store.url.startswith("postgresql+psycopg://")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys.sqlite").write_text("a shopping list\n" * 100)
    with pytest.raises(NoKeyStore, match="does not answer"):
        KeyStore(f"sqlite:///{tmp_path / 'keys.sqlite'}", (FIRST,), "survivors").check()


@pytest.mark.parametrize("data_keys", [(), ("",), ("x" * 31,), (FIRST, "short")])
def test_missing_and_short_data_keys_are_refused(data_keys: tuple[str, ...]) -> None:
    with pytest.raises(WrongDataKey):
        KeyStore("sqlite:////nowhere/keys.sqlite", data_keys, "survivors")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://one/two"])
def test_other_kinds_of_store_are_refused(url: str) -> None:
    with pytest.raises((ValueError, SQLAlchemyError)):
        KeyStore(url, (FIRST,), "survivors")


def test_all_of_these_are_pages_with_status_503() -> None:
    assert all(
        issubclass(error, Unavailable) and error.status == 503 for error in (NoKeyStore, WrongPart, WrongDataKey)
    )
