"""After a form the same cookie is given once more, so that Back shows nothing of before (safety.md S12, S42)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask, redirect

from support.common.accounts.cookies import COOKIES
from support.common.accounts.models import MEMBER, SignIn
from support.common.kernel.access import needs
from support.common.kernel.db import db
from tests.common.accounts.returning.conftest import person, signed_in
from tests.common.accounts.returning.test_signing_in import sign_ins
from tests.common.accounts.walking import Walker


def given(walker: Walker) -> list[str]:
    """The cookies of members that the answer sets, each with its value alone."""
    name = COOKIES[walker.app.config["PART"]][MEMBER]
    lines = walker.answer.headers.getlist("Set-Cookie")
    return [line.partition(";")[0].removeprefix(f"{name}=") for line in lines if line.startswith(f"{name}=")]


def held(walker: Walker) -> str:
    """The token that the browser holds."""
    return walker.cookies()[COOKIES[walker.app.config["PART"]][MEMBER]]


def test_a_form_that_leads_on_gives_the_same_cookie_again(place: Flask) -> None:
    walker = signed_in(place, person(place)).open("/account/devices")
    assert given(walker) == [], "a page that is looked at gives none"
    token = held(walker)
    walker.post("/account/devices", walker.sent(walker.form()) | {"others": "1"}, follow=False)
    assert (walker.status, given(walker)) == (303, [token])
    strict = {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"}
    assert strict == set(walker.answer.headers["Set-Cookie"].split("; ")[1:])
    assert walker.open("/account").status == 200


def test_what_is_refused_gives_no_cookie(place: Flask) -> None:
    walker = signed_in(place, person(place)).open("/account/devices")
    walker.post("/account/devices", walker.sent(walker.form()) | {"end": "nobody"}, follow=False)
    assert (walker.status, given(walker)) == (404, [])


@pytest.mark.parametrize("way", ["sign-out", "end"])
def test_a_cookie_that_is_taken_is_not_given_again(place: Flask, way: str) -> None:
    who = person(place)
    walker = signed_in(place, who).open("/account/devices")
    (one,) = sign_ins(place, who)
    fields = walker.sent(walker.form("/account/devices")) | {"end": str(one.id)}
    walker.post("/sign-out" if way == "sign-out" else "/account/devices", fields, follow=False)
    assert (walker.status, given(walker)) == (303, [""])
    assert sign_ins(place, who) == []


def test_whose_sign_in_ended_on_the_way_gets_no_cookie(own_place: Flask) -> None:
    @needs("account")
    def ending() -> object:
        db.session.execute(sa.delete(SignIn))
        db.session.commit()
        return redirect("/en-GB/", 303)

    own_place.add_url_rule("/<tag:tag>/ending", "ending", ending, methods=["POST"])
    walker = signed_in(own_place, person(own_place)).open("/account/devices")
    walker.post("/ending", walker.sent(walker.form()), follow=False)
    assert (walker.status, given(walker)) == (303, [])


def test_who_is_not_signed_in_gets_none(place: Flask) -> None:
    walker = Walker(place).open("/sign-in").fill(name="Nobody Here", passphrase="x", follow=False)
    assert (walker.status, given(walker)) == (303, [])
