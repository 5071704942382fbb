"""What is unfinished goes with its key, and nothing else does: not what is still under way, not in a wrong database."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from flask import Flask

from support.common.accounts.joining import sweeping
from support.common.accounts.joining.sweeping import sweep
from support.common.accounts.models import Account, Joining, ShownOnce
from support.common.kernel import clock
from support.common.sealing.keystore import KeyStore
from support.common.sealing.vault import keystore
from tests.common.accounts.joining.conftest import NOON
from tests.common.accounts.joining.steps import inside, join, owners, reach_check, reach_words, rows
from tests.common.accounts.walking import Walker

HOUR = timedelta(hours=1)


def swept(app: Flask, now: datetime) -> int:
    """How many rows and keys a sweep at that moment took."""
    return inside(app, lambda session: sweep(session, keystore(), now))


def new_key(app: Flask) -> uuid.UUID:
    """The key of somebody whose row never came."""
    owner = uuid.uuid4()
    inside(app, lambda _session: keystore().new(owner))
    return owner


@pytest.fixture(autouse=True)
def at_noon(request: pytest.FixtureRequest) -> None:
    """All that happens here happens at noon, unless a test says otherwise."""
    if "own_door" in request.fixturenames:
        request.getfixturevalue("own_door").config["CLOCK"] = NOON


def test_an_unfinished_joining_goes_with_its_key_when_its_hour_is_over(own_door: Flask) -> None:
    reach_words(own_door)
    assert len(owners(own_door)) == 1
    assert swept(own_door, NOON + HOUR - timedelta(seconds=1)) == 0
    assert len(rows(own_door, Joining)) == len(owners(own_door)) == 1
    assert swept(own_door, NOON + HOUR) == 1
    assert rows(own_door, Joining) == []
    assert owners(own_door) == set()


def test_who_never_had_an_account_is_not_on_the_list_of_who_was_erased(own_door: Flask) -> None:
    """Strangers could fill that list: it is kept for months, and read again and again."""
    joined = join(own_door)[0]
    for _number in range(2):
        reach_words(own_door)
    orphan = new_key(own_door)
    assert swept(own_door, NOON + HOUR) == 3, "two joinings and the codes that were shown"
    assert swept(own_door, NOON + 2 * HOUR) == 1
    assert orphan not in owners(own_door)
    assert len(owners(own_door)) == 1, joined.path
    assert inside(own_door, lambda _session: keystore().erased()) == {}


def test_a_secret_that_nobody_looked_at_goes_and_the_account_stays(own_door: Flask) -> None:
    join(own_door)
    assert len(rows(own_door, ShownOnce)) == 1
    assert swept(own_door, NOON + HOUR) == 1
    assert rows(own_door, ShownOnce) == []
    assert {account.id for account in rows(own_door, Account)} == owners(own_door)


def test_a_sweep_while_somebody_joins_takes_nothing_from_them(own_door: Flask) -> None:
    walker, phrase = reach_check(own_door)
    for minutes in range(0, 60, 10):
        swept(own_door, NOON + timedelta(minutes=minutes))
    walker.fill(passphrase=phrase)
    assert walker.path == "/account/codes"
    for hours in range(1, 6):
        swept(own_door, NOON + hours * HOUR)
    assert {account.id for account in rows(own_door, Account)} == owners(own_door)


def test_a_key_without_a_row_goes_only_when_it_was_seen_an_hour_before(own_door: Flask) -> None:
    join(own_door)
    orphan = new_key(own_door)
    swept(own_door, NOON)
    for minutes in (0, 1, 30, 59):
        swept(own_door, NOON + timedelta(minutes=minutes))
        assert orphan in owners(own_door)
    younger = new_key(own_door)
    swept(own_door, NOON + HOUR)
    assert orphan not in owners(own_door)
    assert younger in owners(own_door)
    swept(own_door, NOON + 2 * HOUR)
    assert {account.id for account in rows(own_door, Account)} == owners(own_door)


def test_a_key_whose_row_comes_in_between_stays(own_door: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep looks exactly between the key and the row, and again an hour later, when there is an account."""
    real = KeyStore.new

    def looked_at(store: KeyStore, owner: uuid.UUID) -> None:
        real(store, owner)
        swept(own_door, NOON)

    with monkeypatch.context() as patch:
        patch.setattr(KeyStore, "new", looked_at)
        walker, phrase = reach_check(own_door)
    walker.fill(passphrase=phrase)
    assert walker.path == "/account/codes"
    swept(own_door, NOON + HOUR)
    swept(own_door, NOON + 2 * HOUR)
    assert len(owners(own_door)) == 1


def test_what_was_replaced_in_the_same_browser_goes_too(own_door: Flask) -> None:
    walker = reach_words(own_door, "Quiet Otter")
    agreed = " ".join(f"{one.key}.{one.version}" for one in own_door.extensions["agreements"])
    Walker(own_door, walker.client).post("/join/name", {"adult": "yes", "agreed": agreed, "name": "Brave Finch"})
    (left,) = rows(own_door, Joining)
    join(own_door)
    assert len(owners(own_door)) == 3
    swept(own_door, NOON)
    swept(own_door, NOON + HOUR)
    assert left.id not in owners(own_door)
    assert {account.id for account in rows(own_door, Account)} == owners(own_door)


@pytest.mark.parametrize("orphans", [1, 3])
def test_where_nobody_has_an_account_no_key_is_destroyed(own_door: Flask, orphans: int) -> None:
    """An empty database beside a full key store is a wrong one, or a backup that is still being put back (S84)."""
    keys = {new_key(own_door) for _number in range(orphans)}
    for hours in range(4):
        swept(own_door, NOON + hours * HOUR)
    assert owners(own_door) == keys


def test_where_most_keys_belong_to_nobody_none_is_destroyed(own_door: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "FEW_ORPHANS", 2)
    join(own_door)
    keys = {new_key(own_door) for _number in range(3)}
    for hours in range(4):
        swept(own_door, NOON + hours * HOUR)
    assert keys < owners(own_door)
    monkeypatch.setattr(sweeping, "FEW_ORPHANS", 3)
    swept(own_door, NOON + 5 * HOUR)
    assert not keys & owners(own_door)


def test_a_clock_that_is_set_back_destroys_nothing_early(own_door: Flask) -> None:
    join(own_door)
    orphan = new_key(own_door)
    swept(own_door, NOON + 10 * HOUR)
    swept(own_door, NOON)
    assert orphan in owners(own_door)
    swept(own_door, NOON + HOUR)
    assert orphan not in owners(own_door)


def test_more_keys_than_are_looked_at_together(own_door: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "AT_A_TIME", 2)
    for _number in range(3):
        join(own_door)
    keys = {new_key(own_door) for _number in range(4)}
    swept(own_door, NOON)
    assert swept(own_door, NOON + HOUR - timedelta(seconds=1)) == 0
    assert swept(own_door, NOON + HOUR) == 3 + len(keys), "three secrets that nobody looked at, and the keys"
    assert len(owners(own_door)) == 3


def test_sweeping_on_each_database(door: Flask) -> None:
    walker, phrase = reach_check(door)
    before = owners(door)
    later = inside(door, lambda _session: clock.now()) + HOUR
    assert swept(door, later) >= 1
    assert rows(door, Joining) == []
    assert owners(door) < before
    walker.fill(passphrase=phrase)
    assert walker.path == "/join"
