"""Two at the same moment: one name, one form sent twice, one link. One wins, and the other is told kindly."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from support.common.accounts.joining import service
from support.common.accounts.models import Account, Joining, SignIn
from support.common.kernel import clock
from support.common.sealing.vault import keystore
from tests.common.accounts.joining.steps import (
    called,
    desk_of,
    inside,
    invite,
    join,
    mine,
    reach_check,
    reach_names,
    rows,
    shown_words,
    take_name,
    type_words,
)
from tests.common.accounts.walking import Walker


def at_once(*deeds: Callable[[], object]) -> None:
    """Do these at the same moment, each in a thread."""
    start = threading.Barrier(len(deeds))

    def doing(deed: Callable[[], object]) -> None:
        start.wait()
        deed()

    threads = [threading.Thread(target=doing, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_browsers_that_want_one_name_at_once(door: Flask) -> None:
    name = "Twofold Heron"
    walkers = [reach_names(door) for _number in range(3)]
    at_once(*[lambda one=one: one.fill(name=name) for one in walkers])
    assert sorted(one.path for one in walkers) == ["/join/name", "/join/name", "/join/words"]
    assert len([row for row in rows(door, Joining) if row.name == name]) == 1
    loser = next(one for one in walkers if one.path == "/join/name")
    assert loser.problems == ["This name is in use here, or looks like one that is. Choose another one."]
    assert loser.cookies() == {}


def test_two_names_alike_that_pass_the_first_look_meet_at_the_database(
    door: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "is_free", lambda *_given: True)
    take_name(reach_names(door), "Twinned Robin")
    walker = reach_names(door).fill(name="TWlNNED  ROBIN")
    assert walker.path == "/join/name"
    assert walker.problems == ["This name is in use here, or looks like one that is. Choose another one."]


def test_the_last_form_sent_twice_at_once_makes_one_account(door: Flask) -> None:
    walker, phrase = reach_check(door)
    joining = mine(door, walker)
    fields = walker.sent(walker.form()) | {"passphrase": [phrase]}
    twins = [Walker(door) for _number in range(3)]
    for twin in twins:
        for key, value in walker.cookies().items():
            twin.client.set_cookie(key, value, domain="localhost", path="/", secure=True)
    at_once(*[lambda one=one: one.post("/join/check", fields, follow=False) for one in twins])
    assert joining is not None
    assert len(called(door, joining.name)) == 1
    assert [twin.status for twin in twins] == [303] * 3
    signed_in = [twin for twin in twins if twin.answer.headers["Location"].endswith("/account/codes")]
    assert len(signed_in) == 1


def test_two_parallel_uses_of_one_link_make_one_person(desk: Flask) -> None:
    link = invite(desk)
    walkers = [Walker(desk).open(f"{desk_of(desk)}/invited?i={link}") for _number in range(2)]
    for walker, name in zip(walkers, ("Careful Heron", "Brave Finch"), strict=True):
        take_name(walker, name)
    phrases = [shown_words(walker)[0] for walker in walkers]
    for walker in walkers:
        walker.fill()
    at_once(
        *[
            lambda one=one, phrase=phrase: one.fill(passphrase=phrase, follow=False)
            for one, phrase in zip(walkers, phrases, strict=True)
        ]
    )
    assert sorted(walker.status for walker in walkers) == [303, 404]
    assert len(rows(desk, Account)) == len(rows(desk, SignIn)) == 1


def test_a_name_that_went_to_somebody_else_meanwhile_leads_back_to_names(door: Flask) -> None:
    """It was reserved, so only somebody at the server can have given it away. Other words come with another name."""
    walker, phrase = reach_check(door)
    joining = mine(door, walker)
    assert joining is not None

    def give_away(session: Session) -> None:
        month = clock.now().date().replace(day=1)
        session.add(
            Account(kind="member", name=joining.name, name_key=joining.name_key, passphrase_hash="x", used_month=month)
        )
        session.commit()

    inside(door, give_away)
    walker.fill(passphrase=phrase)
    assert walker.path == "/join/name"
    assert walker.problems[0].startswith("Somebody was given this name a moment earlier.")
    walker.fill(press="other")
    take_name(walker)
    assert type_words(walker) != phrase
    assert walker.path == "/account/codes"


def test_a_key_that_is_gone_means_beginning_again(door: Flask) -> None:
    walker, _phrase = reach_check(door)
    joining = mine(door, walker)
    assert joining is not None
    inside(door, lambda _session: keystore().destroy(joining.id, clock.now().date()))
    assert walker.open("/join/words").path == "/join"


def test_joining_after_somebody_else_disturbs_neither(door: Flask) -> None:
    first, second = reach_check(door), reach_check(door)
    for walker, phrase in (second, first):
        walker.fill(passphrase=phrase)
        assert walker.path == "/account/codes"
    assert join(door)
