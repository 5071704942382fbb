"""Agreements: what is outstanding is shown with its words, and agreed to as it was shown."""

from __future__ import annotations

import dataclasses
import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts import agreements
from support.common.accounts.models import Acceptance
from support.common.kernel.db import db
from tests.common.accounts.returning.conftest import NOON, Person, person, signed_in
from tests.common.accounts.walking import Walker

PATIENCE_SECONDS = 30


def boxes(walker: Walker) -> dict[str, Any]:
    """Every box of the form, ticked."""
    return {
        field.attrib["name"]: [field.attrib["value"]]
        for field in walker.form().iter("input")
        if field.attrib.get("type") == "checkbox"
    }


def agreed(app: Flask, who: Person) -> dict[str, tuple[int, str]]:
    with app.app_context():
        rows = db.session.scalars(sa.select(Acceptance).where(Acceptance.account_id == who.id)).all()
        assert len({row.agreement for row in rows}) == len(rows)
        return {row.agreement: (row.version, row.accepted_on.isoformat()) for row in rows}


def required(app: Flask) -> list[str]:
    with app.app_context():
        return [one.key for one in agreements.required()]


def test_somebody_agrees_to_what_they_have_read(place: Flask) -> None:
    who = person(place, agreed=False)
    walker = signed_in(place, who).open("/agreements")
    ticked = boxes(walker)
    assert list(ticked) == [f"agree-{key}" for key in required(place)]
    walker.fill(**ticked)
    assert walker.path == "/account"
    assert agreed(place, who) == dict.fromkeys(required(place), (1, "2026-11-24"))
    again = walker.open("/agreements")
    assert "Nothing is waiting for you." in again.text
    assert again.text.count("24 November 2026") == len(required(place))


def test_a_box_left_empty_is_an_error_and_nothing_is_recorded(place: Flask) -> None:
    who = person(place, agreed=False)
    walker = signed_in(place, who).open("/agreements").fill()
    assert walker.path == "/agreements"
    said = {"guidelines": "The house rules: ", "commitment": "The commitment: "}
    for problem, key in zip(walker.problems, required(place), strict=True):
        assert problem.startswith(said[key]), "each error says which text is meant"
    assert agreed(place, who) == {}


def test_a_tick_survives_the_error_beside_it(place: Flask) -> None:
    if len(required(place)) == 1:
        pytest.skip("one text only")
    who = person(place, agreed=False)
    tick: dict[str, Any] = {"agree-guidelines": ["1"]}
    walker = signed_in(place, who).open("/agreements").fill(**tick)
    assert len(walker.problems) == 1
    sent = walker.sent(walker.form())
    assert (sent.get("agree-guidelines"), sent.get("agree-commitment")) == (["1"], None)
    assert agreed(place, who) == {}


def test_words_that_changed_meanwhile_are_not_agreed_to(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = person(place, agreed=False)
    walker = signed_in(place, who).open("/agreements")
    ticked = boxes(walker)
    newer = tuple(dataclasses.replace(one, version=2) for one in place.extensions["agreements"])
    monkeypatch.setitem(place.extensions, "agreements", newer)
    walker.fill(**ticked)
    assert (walker.path, agreed(place, who)) == ("/agreements", {})
    walker.fill(**boxes(walker))
    assert {version for version, _day in agreed(place, who).values()} == {2}


def test_new_words_take_the_place_of_old_ones(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = person(place)
    newer = tuple(dataclasses.replace(one, version=2) for one in place.extensions["agreements"])
    monkeypatch.setitem(place.extensions, "agreements", newer)
    walker = signed_in(place, who).open("/agreements")
    walker.fill(**boxes(walker))
    assert agreed(place, who) == dict.fromkeys(required(place), (2, "2026-11-24"))


def test_a_commitment_is_renewed_in_the_same_version(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    renewed = [one for one in place.extensions["agreements"] if one.renew_days]
    if not renewed:
        pytest.skip("nothing is renewed here")
    who, days = person(place), place.config["TIMES"].commitment_days
    for moment, waits in ((NOON + timedelta(days=days - 1), []), (NOON + timedelta(days=days), ["agree-commitment"])):
        monkeypatch.setitem(place.config, "CLOCK", moment)
        walker = signed_in(place, who).open("/agreements")
        assert f"every {days} days" in walker.text
        if not waits:
            assert "Nothing is waiting for you." in walker.text
    ticked = boxes(walker)
    assert list(ticked) == ["agree-commitment"]
    assert walker.fill(**ticked).path == "/account"
    day = (NOON + timedelta(days=days)).date().isoformat()
    assert agreed(place, who) == {"guidelines": (1, "2026-11-24"), "commitment": (1, day)}


def test_pressing_twice_agrees_once(place: Flask) -> None:
    who = person(place, agreed=False)
    walkers = [signed_in(place, who).open("/agreements") for _number in range(4)]
    gate, seen = threading.Barrier(len(walkers)), list[str]()

    def press(walker: Walker) -> None:
        ticked = boxes(walker)
        gate.wait(PATIENCE_SECONDS)
        seen.append(walker.fill(**ticked).path)

    threads = [threading.Thread(target=press, args=(walker,)) for walker in walkers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert seen == ["/account"] * len(walkers)
    assert agreed(place, who) == dict.fromkeys(required(place), (1, "2026-11-24"))


def test_nobody_agrees_without_a_sign_in(place: Flask) -> None:
    assert Walker(place).post("/agreements", {"agree-guidelines": "1"}).path == "/sign-in"


def test_whoever_owes_an_agreement_is_led_to_it_when_they_sign_in(
    place: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything else, even where another page had asked for the sign-in; the account itself stays open."""
    who, days = person(place), place.config["TIMES"].commitment_days
    renewed = any(one.renew_days for one in place.extensions["agreements"])
    for moment, owing in ((NOON + timedelta(days=days - 1), False), (NOON + timedelta(days=days), renewed)):
        monkeypatch.setitem(place.config, "CLOCK", moment)
        walker = Walker(place).open("/account/devices")
        walker.fill(name=who.name, passphrase=who.passphrase)
        assert walker.path == ("/agreements" if owing else "/account/devices")
        assert walker.open("/account").status == 200
