"""Another passphrase: asked for, shown, typed; and until then the old one works (safety.md S38, S39, S45, S47)."""

from __future__ import annotations

import pytest
from flask import Flask

from support.common.accounts.models import SUSPENDED, Account, ShownOnce, SignIn
from support.common.accounts.own import changing
from support.common.accounts.own.views import proving
from support.common.accounts.passphrases.hashing import Hasher
from support.common.kernel.db import db
from tests.common.accounts.own.conftest import (
    OWN_WORDS,
    a_person,
    at_home,
    begun,
    counted,
    is_out,
    later,
    on_own_device,
    opens,
    rows,
    secrets_of,
    sign_ins,
)
from tests.common.accounts.walking import Walker
from tests.people import member

GONE = "The new passphrase does not wait here any more."


def comes_in(app: Flask, name: str, passphrase: str) -> bool:
    walker = Walker(app).open("/sign-in").fill(name=name, passphrase=passphrase)
    return walker.path == "/account"


def test_new_words_replace_the_old_ones(place: Flask) -> None:
    who = member(place)
    elsewhere, here = at_home(who), at_home(who)
    new = begun(here, who)
    token = next(iter(here.cookies().values()))
    here.open("/account/passphrase/check").fill(passphrase=new.title())
    assert (here.path, "Your new passphrase works now" in here.text) == ("/account", True)
    assert "Your new passphrase works now" not in here.open("/account").text
    assert next(iter(here.cookies().values())) != token
    assert is_out(elsewhere)
    assert (sign_ins(who), rows(who, ShownOnce)) == (1, [])
    assert comes_in(place, who.name, new)
    assert not comes_in(place, who.name, who.passphrase)


def test_the_old_token_opens_nothing_any_more(anywhere: Flask) -> None:
    who = a_person(anywhere)
    here, copy = at_home(who), Walker(anywhere)
    for name, token in here.cookies().items():
        copy.client.set_cookie(name, token, domain="localhost", secure=True)
    new = begun(here, who)
    assert copy.open("/account").status == 200
    here.open("/account/passphrase/check").fill(passphrase=new)
    assert here.path == "/account"
    assert is_out(copy)
    assert opens(who, new)


def test_the_sign_in_itself_stays_what_it_was(place: Flask) -> None:
    who = member(place)
    here = on_own_device(who)
    (before,) = rows(who, SignIn)
    new = begun(here, who)
    here.open("/account/passphrase/check").fill(passphrase=new)
    (after,) = rows(who, SignIn)
    kept = ("id", "stage", "ends_at", "proven_until", "own_device", "began_on")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.token_hash != before.token_hash


def test_the_digits_are_taken_for_the_words(place: Flask) -> None:
    who = member(place)
    here = at_home(who)
    new = begun(here, who)
    digits = secrets_of(here)[1]
    here.open("/account/passphrase/check").fill(passphrase=digits)
    assert (here.path, opens(who, new)) == ("/account", True)


def test_until_they_are_typed_the_old_words_count(place: Flask) -> None:
    who = member(place)
    elsewhere, here = at_home(who), at_home(who)
    new = begun(here, who)
    here.open("/account/passphrase/check").fill(passphrase="these are not the right words at all")
    assert here.path == "/account/passphrase/check"
    assert "This is not your new passphrase." in here.problems[0]
    assert (opens(who, who.passphrase), opens(who, new)) == (True, False)
    assert not is_out(elsewhere)
    assert secrets_of(here.open("/account/passphrase/words"))[0] == new


@pytest.mark.parametrize("typed", ["", "   ", "wrong words of somebody", "x" * 400])
def test_a_wrong_passphrase_is_answered_in_one_way_and_costs_one_hash(anywhere: Flask, typed: str) -> None:
    who = a_person(anywhere)
    here = at_home(who).open("/account/passphrase")
    with counted(anywhere) as hashes:
        here.fill(passphrase=typed)
    assert hashes == [1]
    assert here.path == "/account/passphrase"
    assert here.problems == ["This is not your present passphrase. Nothing was changed. Check it and try again."]
    assert rows(who, ShownOnce) == []
    assert typed.strip() == "" or typed not in here.answer.get_data(as_text=True)


def test_the_right_one_costs_one_hash_and_one_for_the_new_words(place: Flask) -> None:
    who = member(place)
    here = at_home(who).open("/account/passphrase")
    with counted(place) as hashes:
        here.fill(passphrase=who.passphrase)
    assert hashes == [2]


def test_words_of_ones_own(place: Flask) -> None:
    who = member(place)
    here = at_home(who)
    seven = begun(here, who)
    here.fill("/words", press="own")
    assert here.path == "/account/passphrase/own-words"
    here.fill(passphrase=OWN_WORDS)
    assert here.path == "/account/passphrase/check"
    assert secrets_of(here.open("/account/passphrase/words")) == []
    here.open("/account/passphrase/check").fill(passphrase=OWN_WORDS.lower())
    assert here.path == "/account/passphrase/check"
    here.fill(passphrase=OWN_WORDS)
    assert here.path == "/account"
    assert (opens(who, OWN_WORDS), opens(who, seven), opens(who, who.passphrase)) == (True, False, False)


def test_after_words_of_ones_own_seven_can_be_had_again(place: Flask) -> None:
    who = member(place)
    here = at_home(who)
    first = begun(here, who)
    here.open("/account/passphrase/own-words").fill(passphrase=OWN_WORDS)
    here.open("/account/passphrase/words").fill("/words", press="make")
    again = secrets_of(here)[0]
    assert again != first
    here.open("/account/passphrase/check").fill(passphrase=OWN_WORDS)
    assert here.path == "/account/passphrase/check"
    here.fill(passphrase=again)
    assert (here.path, opens(who, again)) == ("/account", True)


def test_own_words_that_are_easy_to_guess_are_not_taken(place: Flask) -> None:
    who = member(place)
    here = at_home(who)
    begun(here, who)
    for weak in ("too short", "aaaaaaaaaaaaaaaaaaaa", f"{who.name} {who.name}", ""):
        with counted(place) as hashes:
            here.open("/account/passphrase/own-words").fill(passphrase=weak)
        assert (here.path, len(here.problems), hashes) == ("/account/passphrase/own-words", 1, [0])


@pytest.mark.parametrize("path", ["words", "own-words", "check"])
def test_without_the_present_passphrase_there_is_nothing_to_see(anywhere: Flask, path: str) -> None:
    here = at_home(a_person(anywhere)).open(f"/account/passphrase/{path}")
    assert here.path == "/account/passphrase"
    assert here.problems[0].startswith(GONE)


@pytest.mark.parametrize(
    ("path", "fields"),
    [("words", {"make": "1"}), ("own-words", {"passphrase": OWN_WORDS}), ("check", {"passphrase": OWN_WORDS})],
)
def test_without_the_present_passphrase_nothing_changes(place: Flask, path: str, fields: dict[str, str]) -> None:
    who = member(place)
    here = at_home(who).open("/account/passphrase")
    stamp = here.sent(here.form("/account/passphrase"))["stamp"][0]
    here.post(f"/account/passphrase/{path}", {"stamp": stamp} | fields)
    assert here.path == "/account/passphrase"
    assert here.problems[0].startswith(GONE)
    assert (rows(who, ShownOnce), opens(who, who.passphrase)) == ([], True)


def test_another_device_of_the_account_does_not_see_the_new_words(place: Flask) -> None:
    who = member(place)
    here, other = at_home(who), at_home(who)
    new = begun(here, who)
    for path in ("words", "own-words", "check"):
        other.open(f"/account/passphrase/{path}")
        assert other.path == "/account/passphrase"
        assert new not in other.answer.get_data(as_text=True)


def test_the_words_wait_no_longer_than_the_settings_say(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = member(place)
    here = at_home(who)
    begun(here, who)
    for late in (20, 40, 59):
        later(place, monkeypatch, minutes=late)
        assert here.open("/account/passphrase/words").path == "/account/passphrase/words"
    later(place, monkeypatch, minutes=60)
    assert here.open("/account/passphrase/words").path == "/account/passphrase"
    assert opens(who, who.passphrase)


def test_nothing_of_the_words_is_stored_in_clear(place: Flask) -> None:
    who = member(place)
    new = begun(at_home(who), who)
    (row,) = rows(who, ShownOnce)
    assert row.purpose == changing.PURPOSE
    assert new.split()[0] not in row.sealed + row.pending


def test_a_suspended_person_changes_nothing(place: Flask) -> None:
    who = member(place)
    here = at_home(who)
    new = begun(here, who)
    here.open("/account/passphrase/check")
    with place.app_context():
        db.session.get_one(Account, who.id).state = SUSPENDED
        db.session.commit()
    assert here.fill(passphrase=new).path == "/sign-in"
    assert opens(who, who.passphrase)


@pytest.mark.parametrize(
    ("own", "kind", "present", "new"),
    [(False, "text", "off", "off"), (True, "password", "current-password", "new-password")],
)
def test_only_on_ones_own_device_may_the_browser_remember(
    place: Flask, own: bool, kind: str, present: str, new: str
) -> None:
    who = member(place)
    here = (on_own_device if own else at_home)(who)

    def field() -> tuple[str, str]:
        (found,) = [one for one in here.page.all("input") if one.attrib.get("name") == "passphrase"]
        return found.attrib["type"], found.attrib["autocomplete"]

    here.open("/account/passphrase")
    assert field() == (kind, present)
    here.open("/account/codes")
    assert field() == (kind, present)
    begun(here, who)
    for path in ("own-words", "check"):
        here.open(f"/account/passphrase/{path}")
        assert field() == ("text", new), "what is new can be seen"


def test_who_is_over_the_limit_takes_the_slow_lane(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "source", lambda: f"one place {place.config['PART']} {place.config['DATABASE_URL']}")
    lanes, real = list[bool](), Hasher.matches

    def matches(machine: Hasher, stored: str | None, typed: str, *, hurried: bool = False) -> bool:
        lanes.append(hurried)
        return real(machine, stored, typed, hurried=hurried)

    monkeypatch.setattr(Hasher, "matches", matches)
    who = member(place)
    here = at_home(who)
    new = begun(here, who)
    lanes.clear()
    for _try in range(10):
        here.open("/account/passphrase/check").fill(passphrase="wrong words of somebody")
    assert lanes == [False] * 9 + [True], "what made the words was a try, too"
    assert here.fill(passphrase=new).path == "/account"
