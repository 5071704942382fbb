"""A thousand tries slow down whoever makes them, and lock nobody out (S46, S69)."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from flask import Flask

from support.common.accounts.means import counters, hasher, means
from support.common.accounts.passphrases import hashing
from support.common.accounts.throttling import limits
from support.common.accounts.throttling.limits import Pace
from support.common.sealing.returning import LONGEST_VALUE
from tests.common.accounts.returning.conftest import NOON, a_name, comes_in, from_here, person
from tests.common.accounts.walking import Walker

TRIES = 1_000
THERE, HOME_SOURCE = "203.0.113.7", "198.51.100.4"
A_FEW_PRESSES = 3


@pytest.fixture
def quick(own_place: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A space in which a hash costs next to nothing: the same code with the least memory and one pass."""
    monkeypatch.setattr(hashing, "MEMORY_KIB", 8)
    monkeypatch.setattr(hashing, "PASSES", 1)
    with own_place.app_context():
        assert means()._hasher is None, "made with the usual costs already"
    return own_place


def guess(app: Flask, name: str, times: int) -> None:
    """Somebody tries words on a name again and again."""
    walker = Walker(app)
    for number in range(times):
        walker.post("/sign-in", {"name": name, "passphrase": f"guess {number}"}, follow=False)
        assert walker.answer.status_code == 303


def test_from_one_source_the_guesser_is_hurried_and_the_owner_gets_in(
    quick: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = person(quick)
    from_here(monkeypatch, lambda: THERE)
    guess(quick, who.name, TRIES)
    with quick.app_context():
        assert limits.pace(counters(), "sign-in", THERE, NOON) is Pace.HURRIED
    assert any(comes_in(quick, who) for _press in range(A_FEW_PRESSES))
    from_here(monkeypatch, lambda: HOME_SOURCE)
    assert comes_in(quick, who)


def test_from_many_sources_the_owner_gets_in_at_once(quick: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = person(quick)
    numbers = itertools.count()
    from_here(monkeypatch, lambda: f"198.18.{next(numbers) % 250}.1")
    guess(quick, who.name, TRIES)
    from_here(monkeypatch, lambda: HOME_SOURCE)
    assert comes_in(quick, who)


@pytest.mark.parametrize(("path", "secret"), [("/sign-in", "passphrase"), ("/recover", "code")])
def test_while_the_hurried_lane_is_full_its_callers_are_asked_to_press_again(
    quick: Flask, monkeypatch: pytest.MonkeyPatch, path: str, secret: str
) -> None:
    who = person(quick)
    typed: dict[str, Any] = {secret: who.passphrase if secret == "passphrase" else who.codes[0]}
    from_here(monkeypatch, lambda: THERE)
    with quick.app_context():
        while limits.pace(counters(), "sign-in" if secret == "passphrase" else "recover", THERE, NOON) is Pace.FREE:
            pass
        lane = hasher()._hurried_slot
    for name in (who.name, a_name()):
        lane.acquire()
        walker = Walker(quick).open(path).fill(name=name, **typed)
        lane.release()
        assert (walker.status, walker.path) == (200, path)
        assert "Many people are signing in." in walker.problems[0]
        assert walker.sent(walker.form())["name"] == [name]
        assert walker.cookies() == {}
    walker = Walker(quick).open(path).fill(name=who.name, **typed)
    assert walker.path != path


def test_a_sign_in_gives_its_own_try_back_and_no_other(quick: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = person(quick)
    from_here(monkeypatch, lambda: THERE)
    guess(quick, who.name, 9)  # one of ten is left
    for _time in range(4):
        assert comes_in(quick, who)
    assert left(quick, "sign-in") == 1


def test_wrong_codes_are_counted_apart(quick: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = person(quick)
    from_here(monkeypatch, lambda: THERE)
    for _time in range(3):
        Walker(quick).open("/recover").fill(name=who.name, code="AAAA")
    assert (left(quick, "recover"), left(quick, "sign-in")) == (2, 10)


def left(app: Flask, action: limits.Action) -> int:
    """How many tries are free from there; afterwards none is."""
    with app.app_context():
        return sum(1 for _try in iter(lambda: limits.pace(counters(), action, THERE, NOON), Pace.HURRIED))


def test_a_name_longer_than_can_travel_back_is_cut(quick: Flask) -> None:
    walker = Walker(quick).post("/sign-in", {"name": "e" * 5_000, "passphrase": "x"})
    assert walker.sent(walker.form())["name"] == ["e" * LONGEST_VALUE]
