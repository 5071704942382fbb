"""Recovery codes: shown until the person has them, made anew by who knows the passphrase (safety.md S42)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from support.common.accounts.models import RecoveryCode, ShownOnce
from support.common.accounts.passphrases.hashing import Hasher
from tests.common.accounts.joining.steps import join
from tests.common.accounts.own.conftest import (
    Killed,
    a_person,
    at_home,
    begun,
    code_opens,
    codes_of,
    counted,
    failing,
    later,
    opens,
    rows,
)
from tests.common.accounts.own.test_at_once import REAL, together
from tests.common.accounts.walking import Walker
from tests.people import Person, member


def made(walker: Walker, who: Person) -> list[str]:
    """Somebody makes ten new codes; what they are shown."""
    walker.open("/account/codes").fill(passphrase=who.passphrase)
    assert (walker.path, walker.problems) == ("/account/codes", [])
    return codes_of(walker)


def test_who_has_joined_sees_the_codes_until_they_have_them(place: Flask) -> None:
    walker, _phrase = join(place)
    first = codes_of(walker)
    assert (len(first), len(set(first))) == (10, 10)
    assert codes_of(walker.open("/account/codes")) == first
    walker.open("/account")
    walker.open("/account/codes").fill()
    assert walker.path == "/account"
    assert "Recovery codes: 10 left" in walker.text
    walker.open("/account/codes")
    assert codes_of(walker) == []
    assert "You have 10 recovery codes left." in walker.text
    assert not any(code in walker.answer.get_data(as_text=True) for code in first)


def test_new_codes_end_the_old_ones(anywhere: Flask) -> None:
    who = a_person(anywhere)
    assert code_opens(who, who.codes[0])
    here = at_home(who)
    new = made(here, who)
    assert len(set(new)) == 10
    assert [code_opens(who, code) for code in who.codes] == [False, False]
    assert all(code_opens(who, code) for code in new)
    assert codes_of(here.open("/account/codes")) == new
    here.fill()
    assert codes_of(here.open("/account/codes")) == []
    assert rows(who, ShownOnce) == []
    assert opens(who, who.passphrase)


def test_a_new_code_opens_the_account_and_an_old_one_does_not(place: Flask) -> None:
    who = member(place)
    new = made(at_home(who), who)
    walker = Walker(place).open("/recover").fill(name=who.name, code=who.codes[0])
    assert walker.path == "/recover"
    assert walker.fill(name=who.name, code=new[0]).path == "/recover/words"


@pytest.mark.parametrize("typed", ["", "wrong words of somebody"])
def test_a_wrong_passphrase_makes_nothing_and_costs_one_hash(anywhere: Flask, typed: str) -> None:
    who = a_person(anywhere)
    here = at_home(who).open("/account/codes")
    with counted(anywhere) as hashes:
        here.fill(passphrase=typed)
    assert hashes == [1]
    assert here.problems == ["This is not your present passphrase. Nothing was changed. Check it and try again."]
    assert all(code_opens(who, code) for code in who.codes)
    assert rows(who, ShownOnce) == []


def test_the_codes_wait_no_longer_than_the_settings_say(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = member(place)
    here = at_home(who)
    new = made(here, who)
    for late in (20, 40, 59):
        later(place, monkeypatch, minutes=late)
        assert codes_of(here.open("/account/codes")) == new
    later(place, monkeypatch, minutes=60)
    assert codes_of(here.open("/account/codes")) == []
    assert code_opens(who, new[9])


def test_pressed_twice_the_codes_that_are_shown_are_those_that_work(place: Flask) -> None:
    who = member(place)
    here = at_home(who).open("/account/codes")
    fields = here.sent(here.form()) | {"passphrase": [who.passphrase]}
    first = codes_of(here.post("/account/codes", fields))
    second = codes_of(here.post("/account/codes", fields))
    assert not set(first) & set(second)
    assert all(code_opens(who, code) for code in second)


def test_made_at_the_same_moment_the_codes_that_are_shown_are_those_that_work(place: Flask) -> None:
    who = member(place)
    both = [at_home(who).open("/account/codes") for _number in range(2)]
    together(*(lambda one=one: one.fill(passphrase=who.passphrase) for one in both))
    shown = [codes_of(one.open("/account/codes")) for one in both]
    assert shown[0] == shown[1]
    assert len(rows(who, RecoveryCode)) == 10
    assert all(code_opens(who, code) for code in shown[0])


def test_who_has_older_codes_does_not_put_newer_ones_away(place: Flask) -> None:
    who = member(place)
    first, second = at_home(who), at_home(who)
    made(first, who)
    fields = first.sent(first.form())
    newer = codes_of(second.open("/account/codes"))
    assert newer == codes_of(first)
    first.post("/account/codes", fields)
    newest = made(second, who)
    first.post("/account/codes", fields)
    assert codes_of(second.open("/account/codes")) == newest


def test_a_passphrase_that_was_changed_meanwhile_makes_no_codes(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = member(place)
    here, other = at_home(who).open("/account/codes"), at_home(who)
    new = begun(other, who)
    other.open("/account/passphrase/check")
    real = Hasher.hash

    def slow(machine: Hasher, *given: Any) -> str:
        monkeypatch.setattr(Hasher, "hash", real)
        together(lambda: other.fill(passphrase=new))
        return real(machine, *given)

    monkeypatch.setattr(Hasher, "hash", slow)
    here.fill(passphrase=who.passphrase)
    assert other.path == "/account"
    assert here.path == "/sign-in"
    assert all(code_opens(who, code) for code in who.codes)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["put", "commit"])
def test_a_process_that_ends_meanwhile_leaves_codes_that_somebody_has_or_can_see(
    place: Flask, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    who = member(place)
    here = at_home(who).open("/account/codes")
    with monkeypatch.context() as dying:
        dying.setattr(REAL[step][0], failing(REAL[step][1], when))
        with pytest.raises(Killed):
            here.fill(passphrase=who.passphrase)
    shown = codes_of(here.open("/account/codes"))
    done = (step, when) == ("commit", "after")
    assert bool(shown) == done
    assert all(code_opens(who, code) for code in shown or who.codes)


def test_a_stranger_sees_no_codes(place: Flask) -> None:
    who, stranger = member(place), member(place)
    new = made(at_home(who), who)
    page = at_home(stranger).open("/account/codes")
    assert codes_of(page) == []
    assert not any(code in page.answer.get_data(as_text=True) for code in new)


def test_the_codes_are_stored_sealed(place: Flask) -> None:
    who = member(place)
    new = made(at_home(who), who)
    (row,) = rows(who, ShownOnce)
    assert not any(code in row.sealed + row.pending for code in new)
