"""From the first form to the desk: each step opens the next and nothing else (S43, S45, S49, S50)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts import cookies
from support.common.accounts.means import hasher
from support.common.accounts.models import ENROL, FULL, RECOVER, SECOND, STAFF, SUSPENDED, Account
from support.common.accounts.returning import handing_over
from support.common.kernel.db import db
from tests.common.accounts.staff.door.steps import (
    at_stage,
    change,
    code,
    desk,
    open_at,
    sign_in_of,
    token,
    without_factor,
)
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.people import Person

SEALED = re.compile(r"([?&]s=)[A-Za-z0-9_-]+")
STAMP = re.compile(rb'(name="stamp" value=")[^"]*')
STEPS = {SECOND: "/second", ENROL: "/enrol"}


def with_words(app: Flask, person: Person, passphrase: str = "") -> Walker:
    """Name and passphrase, typed into the first form."""
    return open_at(Walker(app), "/sign-in").fill(name=person.name, passphrase=passphrase or person.passphrase)


def test_passphrase_and_code_open_the_desk(place: Flask, one: Person) -> None:
    walker = with_words(place, one)
    assert walker.path == desk(place, "/second")
    first = token(walker.client, place)
    walker.fill("/second", code=code(one))
    assert (walker.status, walker.path) == (200, desk(place, "/"))
    assert one.name not in walker.answer.get_data(as_text=True)
    now = sign_in_of(place, walker.client)
    assert now and now.stage == FULL
    assert now.proven_until == place.config["CLOCK"] + timedelta(minutes=place.config["TIMES"].proof_minutes)
    walker.client.set_cookie(_cookie(place), first, domain="localhost", secure=True)
    assert open_at(walker, "/second").path.endswith("/sign-in"), "the token of the first step is worth nothing"


def _cookie(app: Flask) -> str:
    return cookies.COOKIES[app.config["PART"]][STAFF]


def test_the_cookie_is_the_staffs_and_tells_nothing(place: Flask, one: Person) -> None:
    walker = open_at(Walker(place), "/sign-in").fill(follow=False, name=one.name, passphrase=one.passphrase)
    given = walker.answer.headers.getlist("Set-Cookie")
    assert len(given) == 1
    assert re.fullmatch(rf"{_cookie(place)}=[\w-]{{43}}; Secure; HttpOnly; Path=/; SameSite=Strict", given[0])
    assert "Max-Age" not in given[0] and "Expires" not in given[0]


def test_the_way_back_survives_both_steps(place: Flask, one: Person) -> None:
    walker = Walker(place).open("/account")
    if place.config["PART"] != "site":  # in a space the first door is the members'; the ticket is the same
        ticket = walker.hops[-1].partition("?")[2]
        walker.open(desk(place, f"/sign-in?{ticket}"))
    walker.fill("/sign-in", name=one.name, passphrase="wrong words")
    walker.fill("/sign-in", name=one.name, passphrase=one.passphrase)
    walker.fill("/second", code="000000" if code(one) != "000000" else "111111")
    walker.fill("/second", code=code(one))
    assert any(hop.endswith("/account") for hop in walker.hops), walker.hops


def test_without_a_factor_the_passphrase_leads_to_adding_one(place: Flask, one: Person) -> None:
    without_factor(one)
    walker = with_words(place, one)
    assert walker.path == desk(place, "/enrol")
    found = sign_in_of(place, walker.client)
    assert found and found.stage == ENROL


@pytest.mark.parametrize("stage", [SECOND, ENROL])
def test_half_way_every_other_page_leads_to_the_next_step(place: Flask, one: Person, stage: str) -> None:
    if stage == ENROL:
        without_factor(one)
    walker, step = at_stage(one, stage), desk(place, STEPS[stage])
    pages = ["/", "/prove", "/factors", "/another", "/another/app", "/another/app.png", "/people"]
    pages.append("/enrol" if stage == SECOND else "/second")
    for path in (*(desk(place, page) for page in pages), "/account"):
        assert walker.open(path).path == step, path
        assert walker.status == 200
    for way in ("prove", "another", "enrol" if stage == SECOND else "second"):
        for address in (f"/passkey/{way}", f"/passkey/{way}/options"):
            answer = walker.client.post(TAG + desk(place, address), base_url=HOME, headers=OWN)
            assert (answer.status_code, answer.headers["Location"]) == (303, TAG + step)
    found = sign_in_of(place, walker.client)
    assert found and found.stage == stage


def test_a_recovery_in_progress_opens_no_page_of_the_desk(place: Flask, one: Person) -> None:
    walker = at_stage(one, RECOVER)
    for path in ("/", "/second", "/enrol", "/prove"):
        assert open_at(walker, path).path.startswith("/recover")


def test_a_sign_in_ends_the_one_that_the_browser_came_with(place: Flask, one: Person) -> None:
    walker = at_stage(one)
    before = token(walker.client, place)
    open_at(walker, "/sign-in").fill(name=one.name, passphrase=one.passphrase)
    walker.client.set_cookie(_cookie(place), before, domain="localhost", secure=True)
    assert sign_in_of(place, walker.client) is None


def test_a_token_that_somebody_put_there_is_not_taken_over(place: Flask, one: Person) -> None:
    walker = Walker(place)
    walker.client.set_cookie(_cookie(place), "planted", domain="localhost", secure=True)
    open_at(walker, "/sign-in").fill(name=one.name, passphrase=one.passphrase)
    assert token(walker.client, place) not in ("", "planted")


def test_only_the_owner_learns_of_a_suspension(place: Flask, one: Person) -> None:
    change(one, state=SUSPENDED)
    walker = with_words(place, one)
    assert "paused" in walker.text
    assert not token(walker.client, place)


def test_who_tries_too_often_is_hurried_and_still_let_in(
    place: Flask, one: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_over, "source", lambda: "one place")
    for _number in range(11):
        open_at(Walker(place), "/sign-in").fill(name="nobody there", passphrase="words")
    with place.app_context():
        machine = hasher()
    with machine._hurried_slot:
        assert "Many people" in with_words(place, one).problems[0]
    assert with_words(place, one).path == desk(place, "/second")


def test_a_suspended_persons_browser_is_signed_out_at_its_next_page(place: Flask, one: Person) -> None:
    walker = at_stage(one)
    assert open_at(walker, "/").status == 200
    change(one, state=SUSPENDED)
    assert open_at(walker, "/").path.endswith("/sign-in")
    half = at_stage(one, SECOND)
    assert open_at(half, "/second").path.endswith("/sign-in")


def test_signing_out_ends_a_sign_in_half_way(place: Flask, one: Person) -> None:
    walker = open_at(at_stage(one, SECOND), "/second")
    walker.fill("/sign-out")
    assert not token(walker.client, place)
    with place.app_context():
        account = db.session.scalar(sa.select(Account).where(Account.id == one.id))
        assert account and account.kind == STAFF
