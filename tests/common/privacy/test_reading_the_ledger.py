"""The housekeeper reads the whole list of who was erased once after a start, and then no more (promise 10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from support.common.accounts.models import LEAVING, Account
from support.common.kernel.db import db
from support.common.privacy import retention
from support.common.sealing.keystore import KeyStore
from support.common.sealing.vault import keystore
from tests.people import Person, member

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[KeyStore]:
    """The stores whose list was read, each time anew."""
    stores, real = list[KeyStore](), KeyStore.erased

    def erased(store: KeyStore) -> dict[UUID, date]:
        stores.append(store)
        return real(store)

    monkeypatch.setattr(KeyStore, "erased", erased)
    return stores


def keeps(app: Flask, number: int = 0) -> int:
    with app.app_context():
        return retention.finish_leaving(NOON + number * timedelta(seconds=30))


def wants_to_leave(who: Person) -> None:
    with who.app.app_context():
        db.session.get_one(Account, who.id).state = LEAVING
        db.session.commit()


def there(who: Person) -> bool:
    with who.app.app_context():
        return db.session.get(Account, who.id) is not None


def test_the_list_is_read_once(own_space: Flask, read: list[KeyStore]) -> None:
    assert [keeps(own_space, number) for number in range(4)] == [0, 0, 0, 0]
    assert len(read) == 1
    who = member(own_space)
    wants_to_leave(who)
    assert keeps(own_space, 5) == 1, "who is leaving is found all the same"
    assert not there(who)
    assert len(read) == 1


def test_after_a_start_who_came_back_with_an_old_copy_goes_again(own_space: Flask) -> None:
    who = member(own_space)
    with own_space.app_context():
        keystore().destroy(who.id, NOON.date())
    assert keeps(own_space) == 1
    assert not there(who)


def test_what_failed_is_read_again(own_space: Flask, monkeypatch: pytest.MonkeyPatch, read: list[KeyStore]) -> None:
    def broken(*_given: Any) -> Callable[..., int]:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="gone"):
        patched.setattr(retention.erasing, "repeat", broken)
        keeps(own_space)
    keeps(own_space)
    assert len(read) == 1
