"""Two at the same moment, a second press, and a process that ends half-way: one passphrase works (S39, S45; promise 9)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from support.common.accounts import sessions, shown_once
from support.common.accounts.models import ShownOnce
from support.common.accounts.own import changing
from support.common.accounts.passphrases.hashing import Hasher
from tests.common.accounts.own.conftest import (
    Killed,
    at_home,
    begun,
    failing,
    is_out,
    opens,
    rows,
    secrets_of,
    sign_ins,
)
from tests.common.accounts.walking import Walker
from tests.people import member

PATIENCE_SECONDS = 30
GONE = "The new passphrase does not wait here any more."
REAL: dict[str, tuple[str, Callable[..., Any]]] = {
    "hash": ("support.common.accounts.passphrases.hashing.Hasher.hash", Hasher.hash),
    "put": ("support.common.accounts.shown_once.put", shown_once.put),
    "done": ("support.common.accounts.shown_once.done", shown_once.done),
    "end_all": ("support.common.accounts.sessions.end_all", sessions.end_all),
    "commit": ("sqlalchemy.orm.Session.commit", Session.commit),
}


def together(*deeds: Callable[[], object]) -> None:
    """Do them at the same moment, each in a thread of its own: within a request another one would share its context."""
    gate, failures = threading.Barrier(len(deeds)), list[BaseException]()

    def run(deed: Callable[[], object]) -> None:
        try:
            gate.wait(PATIENCE_SECONDS)
            deed()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert failures == []


def twin(walker: Walker) -> Walker:
    """The same browser once more, as when somebody presses twice."""
    found = Walker(walker.app)
    for name, token in walker.cookies().items():
        found.client.set_cookie(name, token, domain="localhost", secure=True)
    return found


def test_of_two_browsers_that_begin_one_wins_and_the_other_is_told(place: Flask) -> None:
    who = member(place)
    first, second = at_home(who), at_home(who)
    lost = begun(first, who)
    first.open("/account/passphrase/check")
    new = begun(second, who)
    first.fill(passphrase=lost)
    assert first.path == "/account/passphrase"
    assert first.problems[0].startswith(GONE)
    assert opens(who, who.passphrase)
    second.open("/account/passphrase/check").fill(passphrase=new)
    assert second.path == "/account"
    assert is_out(first)
    assert (opens(who, new), opens(who, lost)) == (True, False)


def test_of_two_that_begin_at_the_same_moment_one_has_words(place: Flask) -> None:
    who = member(place)
    both = [at_home(who).open("/account/passphrase") for _number in range(2)]
    together(*(lambda one=one: one.fill(passphrase=who.passphrase) for one in both))
    waiting = [one for one in both if one.open("/account/passphrase/words").path.endswith("/words")]
    assert len(waiting) == 1
    new = secrets_of(waiting[0])[0]
    assert waiting[0].open("/account/passphrase/check").fill(passphrase=new).path == "/account"
    assert opens(who, new)


def test_pressed_twice_at_the_same_moment_the_change_is_made_once(place: Flask) -> None:
    who = member(place)
    here = at_home(who)
    new = begun(here, who)
    both = [one.open("/account/passphrase/check") for one in (here, twin(here))]
    together(*(lambda one=one: one.fill(passphrase=new) for one in both))
    assert sorted(one.path for one in both)[0] == "/account"
    assert {one.path for one in both} <= {"/account", "/account/passphrase", "/sign-in"}
    assert [one.path for one in both].count("/account") == 1
    assert (sign_ins(who), opens(who, new)) == (1, True)


def test_pressed_again_afterwards_the_person_is_told(place: Flask) -> None:
    who = member(place)
    here = at_home(who)
    new = begun(here, who)
    here.open("/account/passphrase/check")
    fields = here.sent(here.form()) | {"passphrase": [new]}
    assert here.post("/account/passphrase/check", fields).path == "/account"
    assert here.post("/account/passphrase/check", fields).path == "/account/passphrase"
    assert here.problems[0].startswith(GONE)
    assert opens(who, new)


def test_who_asks_twice_sees_the_words_of_the_second_time(place: Flask) -> None:
    who = member(place)
    here = at_home(who)
    first = begun(here, who)
    second = begun(here, who)
    assert first != second
    here.open("/account/passphrase/check").fill(passphrase=first)
    assert here.path == "/account/passphrase/check"
    assert here.fill(passphrase=second).path == "/account"


@pytest.mark.parametrize("meanwhile", ["begun elsewhere", "signed out here"])
def test_what_changes_while_the_hash_is_computed_counts(
    place: Flask, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    who = member(place)
    here, other = at_home(who), at_home(who)
    new = begun(here, who)
    here.open("/account/passphrase/check")
    fields = other.open("/account/devices").sent(other.form("/devices")) | {"others": ["1"]}
    elsewhere = {
        "begun elsewhere": lambda: begun(other, who),
        "signed out here": lambda: other.post("/account/devices", fields),
    }
    real = Hasher.matches

    def slow(machine: Hasher, *given: Any, **named: Any) -> bool:
        monkeypatch.setattr(Hasher, "matches", real)
        together(elsewhere[meanwhile])
        return real(machine, *given, **named)

    monkeypatch.setattr(Hasher, "matches", slow)
    here.fill(passphrase=new)
    assert here.path in ("/account/passphrase", "/sign-in")
    assert (opens(who, who.passphrase), opens(who, new)) == (True, False)
    assert not is_out(other)


def test_a_passphrase_that_was_changed_meanwhile_begins_nothing(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = member(place)
    here, other = at_home(who), at_home(who)
    new = begun(other, who)
    other.open("/account/passphrase/check")
    real = Hasher.hash

    def slow(machine: Hasher, *given: Any) -> str:
        monkeypatch.setattr(Hasher, "hash", real)
        together(lambda: other.fill(passphrase=new))
        return real(machine, *given)

    here.open("/account/passphrase")
    monkeypatch.setattr(Hasher, "hash", slow)
    here.fill(passphrase=who.passphrase)
    assert (other.path, here.path) == ("/account", "/sign-in")
    assert (opens(who, new), rows(who, ShownOnce)) == (True, [])


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["hash", "put", "commit"])
def test_a_process_that_ends_at_the_beginning_leaves_the_old_words(
    place: Flask, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    who = member(place)
    here = at_home(who).open("/account/passphrase")
    with monkeypatch.context() as dying:
        dying.setattr(REAL[step][0], failing(REAL[step][1], when))
        with pytest.raises(Killed):
            here.fill(passphrase=who.passphrase)
    assert opens(who, who.passphrase)
    new = begun(here, who)
    assert here.open("/account/passphrase/check").fill(passphrase=new).path == "/account"


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["done", "end_all", "commit"])
def test_a_process_that_ends_at_the_check_leaves_one_passphrase_that_works(
    place: Flask, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    who = member(place)
    here, other = at_home(who), at_home(who)
    new = begun(here, who)
    here.open("/account/passphrase/check")
    with monkeypatch.context() as dying:
        dying.setattr(REAL[step][0], failing(REAL[step][1], when))
        with pytest.raises(Killed):
            here.fill(passphrase=new)
    done = (step, when) == ("commit", "after")
    assert (opens(who, who.passphrase), opens(who, new)) == (not done, done)
    assert is_out(other) == done
    assert [one.purpose for one in rows(who, ShownOnce)] == ([] if done else [changing.PURPOSE])
    if not done:  # and the person can go on where they were
        assert here.open("/account/passphrase/check").fill(passphrase=new).path == "/account"
