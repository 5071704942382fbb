"""How a sign-in ends: by hand, by waiting, by the clock; and what another space makes of it (S43 to S45; promise 5)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts.cookies import COOKIES
from support.common.accounts.models import FULL, MEMBER, STAFF, SignIn
from support.common.kernel.db import db
from tests.common.accounts.returning.conftest import NOON, person, signed_in
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.conftest import SPACES, Make, readied

LIMITS = {MEMBER: (30, 12), STAFF: (15, 8)}  # minutes without a page, hours at most


def how_many(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(sa.select(SignIn.id)).all())


def test_signing_out_ends_it_on_the_server_and_in_the_browser(
    own_place: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    who = person(own_place)
    here, elsewhere = signed_in(own_place, who), signed_in(own_place, who)
    token = next(iter(here.cookies().values()))
    with caplog.at_level(logging.WARNING):
        here.open("/agreements").fill("/sign-out", follow=False)
    assert here.answer.headers["Location"] == f"{TAG}/"
    assert here.answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert (here.status, here.cookies(), how_many(own_place)) == (303, {}, 1)
    assert not caplog.records
    here.client.set_cookie(COOKIES[own_place.config["PART"]][MEMBER], token, domain="localhost", secure=True)
    assert here.open("/agreements").path == "/sign-in"
    assert elsewhere.open("/agreements").status == 200


def test_both_cookies_of_a_browser_end(own_place: Flask) -> None:
    browser = signed_in(own_place, person(own_place))
    staff = signed_in(own_place, person(own_place, STAFF), kind=STAFF)
    (token,) = staff.cookies().values()
    browser.client.set_cookie(COOKIES[own_place.config["PART"]][STAFF], token, domain="localhost", secure=True)
    browser.open("/agreements").fill("/sign-out")
    assert (browser.cookies(), how_many(own_place)) == ({}, 0)


def test_without_a_sign_in_it_answers_the_same(own_place: Flask) -> None:
    browser = signed_in(own_place, person(own_place)).open("/agreements").fill("/sign-out", follow=False)
    nobody = Walker(own_place).post("/sign-out", {}, follow=False)
    left_out = ("Set-Cookie",)
    told = [
        (one.status, [pair for pair in one.answer.headers if pair[0] not in left_out], one.answer.data)
        for one in (browser, nobody)
    ]
    assert told[0] == told[1]
    assert browser.answer.headers.getlist("Set-Cookie")


def test_a_link_signs_nobody_out(place: Flask) -> None:
    browser = signed_in(place, person(place))
    browser.client.get(f"{TAG}/sign-out", base_url=HOME, headers=OWN)
    assert browser.open("/agreements").status == 200


@pytest.mark.parametrize("kind", [MEMBER, STAFF])
def test_a_sign_in_without_a_page_ends(place: Flask, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    minutes, _hours = LIMITS[kind]
    browser = signed_in(place, person(place, kind), kind=kind)
    for moment, path in (
        (NOON + timedelta(minutes=minutes - 1), "/agreements"),
        (NOON + timedelta(minutes=2 * minutes - 2), "/agreements"),
        (NOON + timedelta(minutes=3 * minutes - 2), "/sign-in"),
    ):
        monkeypatch.setitem(place.config, "CLOCK", moment)
        assert browser.open("/agreements").path == path, moment


@pytest.mark.parametrize("kind", [MEMBER, STAFF])
def test_a_sign_in_that_is_used_all_the_time_ends_too(place: Flask, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    minutes, hours = LIMITS[kind]
    browser = signed_in(place, person(place, kind), kind=kind)
    for late in range(0, hours * 60, minutes - 1):
        monkeypatch.setitem(place.config, "CLOCK", NOON + timedelta(minutes=late))
        assert browser.open("/agreements").path == "/agreements", late
    monkeypatch.setitem(place.config, "CLOCK", NOON + timedelta(hours=hours))
    assert browser.open("/agreements").path == "/sign-in"


def test_leaving_the_page_ends_it_as_the_form_says(place: Flask) -> None:
    browser = signed_in(place, person(place))
    (token,) = browser.cookies().values()
    browser.client.get("/leave", base_url=HOME)
    other = Walker(place)
    other.client.set_cookie(COOKIES[place.config["PART"]][MEMBER], token, domain="localhost", secure=True)
    assert other.open("/agreements").path == "/sign-in"


@pytest.fixture
def pair(tmp_path: Path, make_app: Make) -> Iterator[dict[str, Flask]]:
    """Both spaces, as one operator runs them."""
    yield {part: readied(make_app(tmp_path / part, part=part, CLOCK=NOON)) for part in SPACES}


def test_a_cookie_of_one_space_is_nobodys_in_the_other(pair: dict[str, Flask]) -> None:
    for here, there in (SPACES, SPACES[::-1]):
        (token,) = signed_in(pair[here], person(pair[here])).cookies().values()
        for name in (*COOKIES[here].values(), *COOKIES[there].values()):
            stranger = Walker(pair[there])
            stranger.client.set_cookie(name, token, domain="localhost", secure=True)
            assert stranger.open("/agreements").path == "/sign-in"


def test_forms_seals_and_tickets_of_one_space_say_nothing_in_the_other(pair: dict[str, Flask]) -> None:
    here, there = (pair[part] for part in SPACES)
    who = person(there)
    browser = signed_in(there, who)
    foreign = signed_in(here, person(here)).open("/agreements")
    browser.post("/sign-out", foreign.sent(foreign.form("/sign-out")))
    assert (browser.status, browser.open("/agreements").status) == (403, 200)
    refused = Walker(here).open("/sign-in").fill(name="Some Name", passphrase="x", follow=False)
    shown = Walker(there).open(refused.answer.headers["Location"].removeprefix(TAG))
    assert (shown.problems, shown.sent(shown.form())["name"]) == ([], [""])
    ticket = Walker(here).open("/agreements").hops[-1].partition("?w=")[2]
    assert ticket
    coming = Walker(there).open(f"/sign-in?w={ticket}").fill(name=who.name, passphrase=who.passphrase)
    assert coming.path == "/account"


def test_stages_and_kinds_are_what_the_cookie_says(place: Flask) -> None:
    """A member's token under the staff's cookie, and the other way round, is nobody."""
    names = COOKIES[place.config["PART"]]
    for kind, other in ((MEMBER, STAFF), (STAFF, MEMBER)):
        (token,) = signed_in(place, person(place, kind), FULL, kind).cookies().values()
        walker = Walker(place)
        walker.client.set_cookie(names[other], token, domain="localhost", secure=True)
        assert walker.open("/agreements").path == "/sign-in"
