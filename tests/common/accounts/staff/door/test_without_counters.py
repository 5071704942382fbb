"""Where tries cannot be counted no code is looked at; the passphrase and a passkey still are (S46, S49)."""

from __future__ import annotations

import sqlite3

import pytest

from support.common.accounts.models import FULL, SECOND
from support.common.accounts.throttling.counting import Counters
from tests.common.accounts.staff.door.device import Device
from tests.common.accounts.staff.door.steps import at_stage, code, desk, open_at, show, sign_in_of
from tests.common.accounts.walking import Walker
from tests.people import Person


@pytest.fixture(autouse=True)
def nothing_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_counters: Counters) -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Counters, "_connected", failing)


def test_a_right_code_opens_nothing_while_it_is_not_counted(one: Person) -> None:
    walker = open_at(at_stage(one, SECOND), "/second").fill("/second", code=code(one))
    assert walker.path == desk(one.app, "/second")
    assert len(walker.problems) == 1
    found = sign_in_of(one.app, walker.client)
    assert found and found.stage == SECOND, "and the sign-in is not lost"


def test_the_step_before_stays_open(one: Person) -> None:
    walker = open_at(Walker(one.app), "/sign-in").fill("/sign-in", name=one.name, passphrase=one.passphrase)
    assert walker.path == desk(one.app, "/second")


def test_a_passkey_opens_the_desk_all_the_same(one: Person, device: Device) -> None:
    walker = open_at(at_stage(one, SECOND), "/second")
    assert "A passkey works all the same" in walker.text, "the page says what helps"
    assert show(walker, device).status_code == 200
    found = sign_in_of(one.app, walker.client)
    assert found and found.stage == FULL
