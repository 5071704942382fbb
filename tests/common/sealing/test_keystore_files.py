"""The files of a SQLite store: for their owner only, and without what was destroyed (safety.md S82, S83)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from support.common.kernel import db
from support.common.sealing.keystore import KeyStore
from support.common.sealing.vault import Vault
from tests.common.sealing.conftest import FIRST, SECOND
from tests.common.sealing.test_keystore import run
from tests.common.sealing.test_keystore_rotation import owners

DAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "of" / "keys"


@pytest.fixture
def store(folder: Path) -> Iterator[KeyStore]:
    made = KeyStore(f"sqlite:///{folder / 'keys.sqlite'}", (FIRST,), "survivors")
    made.prepare()
    yield made
    made.close()


def holding(folder: Path, *traces: bytes) -> set[str]:
    """The files in which one of these stands."""
    return {path.name for path in folder.rglob("*") for trace in traces if trace in path.read_bytes()}


def wrapped(store: KeyStore, owner: uuid.UUID) -> bytes:
    """The last and longest piece of what is written of the key."""
    [row] = run(store, f"SELECT wrapped FROM account_key WHERE owner = '{owner.hex}'")
    return row.wrapped.split(".")[2].encode()


def test_only_their_owner_reads_the_files(store: KeyStore, folder: Path) -> None:
    store.new(uuid.uuid4())
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == dict.fromkeys(
        ("keys.sqlite", "keys.sqlite-wal", "keys.sqlite-shm"), 0o600
    )
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_settings_are_those_of_every_database(store: KeyStore) -> None:
    asked = ("journal_mode", "synchronous", "secure_delete", "trusted_schema", "busy_timeout")
    said = [run(store, f"PRAGMA {name}")[0][0] for name in asked]
    assert said == ["wal", 2, 1, 0, db.BUSY_MILLISECONDS]


def test_names_with_signs_of_addresses_are_files_like_others(tmp_path: Path) -> None:
    file = tmp_path / "a b#c%20d?e" / "keys.sqlite"
    store = KeyStore(sa.URL.create("sqlite", database=str(file)).render_as_string(), (FIRST,), "survivors")
    store.prepare()
    store.close()
    assert file.stat().st_size
    assert list(tmp_path.iterdir()) == [file.parent]
    KeyStore(store.url, (FIRST,), "survivors").check()


@pytest.mark.parametrize("count", [1, 120])
def test_no_byte_of_a_destroyed_key_stays(store: KeyStore, folder: Path, count: int) -> None:
    keys = owners(store, count)
    gone = list(keys)[count // 2]
    trace = wrapped(store, gone)
    half = trace[: len(trace) // 2], trace[len(trace) // 2 :]
    sealed = Vault(store, "survivors").seal(gone, "a letter", place="draft.text", row=uuid.uuid4())
    assert holding(folder, trace)
    store.destroy(gone, DAY)
    assert holding(folder, *half, keys[gone], keys[gone].hex().encode(), sealed.encode()) == set()
    assert (folder / "keys.sqlite-wal").stat().st_size == 0
    assert set(store.owners()) == set(keys) - {gone}


def test_no_byte_that_an_old_data_key_opens_stays(store: KeyStore, folder: Path) -> None:
    traces = [wrapped(store, owner) for owner in owners(store, 30)]
    assert holding(folder, *traces)
    turning = KeyStore(store.url, (SECOND, FIRST), "survivors")
    assert turning.rewrap() == 31
    turning.close()
    assert holding(folder, *traces) == set()


def test_a_reader_who_holds_the_log_is_waited_for_then_said(
    store: KeyStore, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(db, "BUSY_MILLISECONDS", 20)
    [gone] = owners(store, 1)
    trace = wrapped(store, gone)
    store.close()
    with store._engine.connect() as reader:
        reader.execute(sa.text("SELECT count(*) FROM account_key"))
        store.destroy(gone, DAY)
        assert not store.has(gone)
        assert "key store busy" in caplog.text
        assert holding(folder, trace)
    assert store.settle()
    assert holding(folder, trace) == set()
