"""The vault: what was sealed opens in its own place for its own owner, and nowhere else."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from support.common.kernel.errors import Unavailable
from support.common.sealing.keystore import KeyStore
from support.common.sealing.keystore_check import NoKeyStore
from support.common.sealing.vault import Vault, keystore, open_store, vault, verify_start
from support.common.sealing.wrapping import KeyGone, Unreadable, WrongDataKey
from tests.common.sealing.conftest import FIRST, SECOND

OWNER, OTHER, ROW = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)
PLACE = "draft.text"
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def shut() -> Iterator[Vault]:
    """A vault on SQLite with two owners. Shared: neither is destroyed."""
    with tempfile.TemporaryDirectory() as folder:
        store = KeyStore(f"sqlite:///{folder}/keys.sqlite", (FIRST,), "survivors")
        store.prepare()
        store.new(OWNER)
        store.new(OTHER)
        yield Vault(store, "survivors")
        store.close()


@given(text=st.text(), row=st.uuids())
def test_what_is_sealed_opens_in_its_place(shut: Vault, text: str, row: uuid.UUID) -> None:
    sealed = shut.seal(OWNER, text, place=PLACE, row=row)
    assert shut.open(OWNER, sealed, place=PLACE, row=row) == text
    assert sealed.isascii()
    assert len(text) < 4 or text not in sealed


@pytest.mark.parametrize(
    ("owner", "place", "row", "part"),
    [
        (OTHER, PLACE, ROW, "survivors"),
        (OWNER, "draft.title", ROW, "survivors"),
        (OWNER, "report.text", ROW, "survivors"),
        (OWNER, PLACE, uuid.UUID(int=4), "survivors"),
        (OWNER, PLACE, ROW, "prevention"),
    ],
)
def test_what_was_moved_does_not_open(shut: Vault, owner: uuid.UUID, place: str, row: uuid.UUID, part: str) -> None:
    sealed = shut.seal(OWNER, "a letter", place=PLACE, row=ROW)
    with pytest.raises(Unreadable) as told:
        Vault(shut.store, part).open(owner, sealed, place=place, row=row)
    assert not isinstance(told.value, KeyGone)


def test_an_owner_whose_key_bytes_are_the_same_elsewhere_does_not_open_it(
    shut: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner stands in the associated data too, not only in the choice of the key."""
    monkeypatch.setattr(shut.store, "key", lambda _owner: b"k" * 32)
    sealed = shut.seal(OWNER, "a letter", place=PLACE, row=ROW)
    assert shut.open(OWNER, sealed, place=PLACE, row=ROW) == "a letter"
    with pytest.raises(Unreadable):
        shut.open(OTHER, sealed, place=PLACE, row=ROW)


@given(text=st.text(min_size=1, max_size=60), data=st.data())
def test_no_bit_changes_unnoticed(shut: Vault, text: str, data: st.DataObject) -> None:
    sealed = shut.seal(OWNER, text, place=PLACE, row=ROW)
    where, bit = data.draw(st.integers(0, len(sealed) - 1)), data.draw(st.integers(0, 6))
    changed = sealed[:where] + chr(ord(sealed[where]) ^ 1 << bit) + sealed[where + 1 :]
    with pytest.raises(Unreadable):
        shut.open(OWNER, changed, place=PLACE, row=ROW)


@given(text=st.text(max_size=60), data=st.data())
def test_what_is_cut_or_longer_does_not_open(shut: Vault, text: str, data: st.DataObject) -> None:
    sealed = shut.seal(OWNER, text, place=PLACE, row=ROW)
    cut = sealed[: data.draw(st.integers(0, len(sealed) - 1))]
    longer = sealed + data.draw(st.text(min_size=1, max_size=4))
    for spoilt in (cut, longer):
        with pytest.raises(Unreadable):
            shut.open(OWNER, spoilt, place=PLACE, row=ROW)


@given(st.one_of(st.text(max_size=80), st.text("AZaz09-_=", max_size=80).map("1.".__add__)))
def test_any_text_is_refused_calmly(shut: Vault, text: str) -> None:
    with pytest.raises(Unreadable):
        shut.open(OWNER, text, place=PLACE, row=ROW)


def test_equal_texts_are_sealed_differently(shut: Vault) -> None:
    assert shut.seal(OWNER, "a letter", place=PLACE, row=ROW) != shut.seal(OWNER, "a letter", place=PLACE, row=ROW)


def test_a_place_cannot_pretend_to_be_two(shut: Vault) -> None:
    with pytest.raises(ValueError, match="stroke"):
        shut.seal(OWNER, "a letter", place="draft|text", row=ROW)


def test_a_destroyed_key_is_dead_at_once_for_whoever_read_it_before(store: KeyStore) -> None:
    store.new(OWNER)
    own = Vault(store, "survivors")
    sealed = own.seal(OWNER, "a letter", place=PLACE, row=ROW)
    elsewhere = KeyStore(store.url, (FIRST,), "survivors")
    reader = Vault(elsewhere, "survivors")
    assert reader.open(OWNER, sealed, place=PLACE, row=ROW) == "a letter"
    store.destroy(OWNER, DAY)
    for dead in (own, reader):
        with pytest.raises(KeyGone):
            dead.open(OWNER, sealed, place=PLACE, row=ROW)
        with pytest.raises(KeyGone):
            dead.seal(OWNER, "another", place=PLACE, row=ROW)
    elsewhere.close()


def test_what_was_sealed_opens_after_a_new_data_key(store: KeyStore) -> None:
    store.new(OWNER)
    sealed = Vault(store, "survivors").seal(OWNER, "a letter", place=PLACE, row=ROW)
    turned = KeyStore(store.url, (SECOND, FIRST), "survivors")
    turned.rewrap()
    assert Vault(turned, "survivors").open(OWNER, sealed, place=PLACE, row=ROW) == "a letter"
    turned.close()


def test_errors_are_pages_with_status_503() -> None:
    assert issubclass(KeyGone, Unreadable)
    assert issubclass(Unreadable, Unavailable)
    assert Unreadable.status == KeyGone.status == 503


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    made = Flask("small")
    made.config.update(KEYS_URL=f"sqlite:///{tmp_path}/new/keys.sqlite", DATA_KEYS=(FIRST,), PART="survivors")
    open_store(made)
    return made


def test_an_application_opens_nothing_until_it_is_asked(app: Flask, tmp_path: Path) -> None:
    assert not (tmp_path / "new").exists()
    with app.app_context():
        keystore().prepare()
        keystore().new(OWNER)
        sealed = vault().seal(OWNER, "a letter", place=PLACE, row=ROW)
        assert vault().open(OWNER, sealed, place=PLACE, row=ROW) == "a letter"
        assert vault().store is keystore()
        keystore().close()


def test_a_start_is_refused_without_keys_and_with_wrong_ones(app: Flask) -> None:
    with pytest.raises(NoKeyStore):
        verify_start(app)
    with app.app_context():
        keystore().prepare()
    verify_start(app)
    assert not app.extensions["keystore"]._engines
    app.config["DATA_KEYS"] = (SECOND,)
    open_store(app)
    with pytest.raises(WrongDataKey):
        verify_start(app)
