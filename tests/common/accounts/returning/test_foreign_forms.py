"""Forms from elsewhere, forged stamps, and addresses that would lead out of the site (S63, S65)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts import wayback
from support.common.accounts.models import SignIn
from support.common.kernel.db import db
from tests.common.accounts.returning.conftest import person, signed_in
from tests.common.accounts.walking import HOME, OWN, TAG, Walker

OUTSIDE = (
    "//elsewhere.example/x",
    "///elsewhere.example",
    "/\\elsewhere.example/x",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\r\n/elsewhere.example",
    "https://elsewhere.example/",
    "https:elsewhere.example",
    "javascript:alert(1)",
    "elsewhere.example",
    "",
)
INSIDE = {
    "/en/agreements": "/en/agreements",
    "/en-GB/agreements?a=b&c=%2F%2F": "/en-GB/agreements?a=b&c=%2F%2F",
    "/en/a b": "/en/a%20b",
    "/en/\r\nLocation: x": "/en/%0D%0ALocation%3A%20x",
}


def landed(app: Flask, ticket: str) -> str:
    """Where a sign-in leads somebody who came with that ticket."""
    who = person(app)
    walker = Walker(app)
    walker.post("/sign-in", {"name": who.name, "passphrase": who.passphrase, "w": ticket}, follow=False)
    assert walker.status == 303
    return walker.answer.headers["Location"]


@pytest.mark.parametrize("target", OUTSIDE)
def test_no_ticket_leads_elsewhere(place: Flask, target: str) -> None:
    assert landed(place, target) == f"{TAG}/account"
    with place.test_request_context(f"{TAG}/", base_url=HOME):
        sealed = wayback._sealer().seal(target.encode(), place.config["CLOCK"])
    assert landed(place, sealed) == f"{TAG}/account"


@pytest.mark.parametrize("target", INSIDE)
def test_a_ticket_leads_to_its_own_page(place: Flask, target: str) -> None:
    with place.test_request_context(f"{TAG}/", base_url=HOME):
        sealed = wayback._sealer().seal(target.encode(), place.config["CLOCK"])
    assert landed(place, sealed) == INSIDE[target]


def test_an_address_that_names_another_site_gets_no_way_back_to_it(place: Flask) -> None:
    climbing = "/en/../../orchard/en/join"  # a browser would make another application's address of it
    for path in ("/%5Celsewhere.example/x", "/%09/elsewhere.example", "/.//elsewhere.example", climbing):
        who = person(place)
        answer = Walker(place).client.get(path, base_url=HOME, headers=OWN)
        assert answer.status_code == 303
        walker = Walker(place)
        walker.answer = walker.client.get(answer.headers["Location"], base_url=HOME, headers=OWN)
        walker.fill(name=who.name, passphrase=who.passphrase, follow=False)
        assert walker.answer.headers["Location"] == "/en/account", path


def test_what_is_no_ticket_goes_nowhere(place: Flask) -> None:
    walker = Walker(place).open("/sign-in?w=%22%3E%3Cb%3E//elsewhere.example")
    assert "w" not in walker.sent(walker.form())
    walker.post("/sign-in", {"name": "x", "passphrase": "y", "w": "//elsewhere.example&more"}, follow=False)
    assert "elsewhere" not in walker.answer.headers["Location"]


@pytest.mark.parametrize("path", ["/sign-out", "/agreements"])
@pytest.mark.parametrize("forged", ["", "forged", "another's"])
def test_a_signed_in_form_needs_the_stamp_of_its_own_sign_in(place: Flask, path: str, forged: str) -> None:
    browser, other = signed_in(place, person(place)), signed_in(place, person(place))
    stamps = other.open("/agreements").sent(other.form("/sign-out"))["stamp"]
    browser.post(path, {"stamp": stamps if forged == "another's" else [forged]})
    assert browser.status == 403
    assert browser.open("/agreements").status == 200


def test_a_stamp_of_the_sign_in_before_is_not_taken(place: Flask) -> None:
    who = person(place)
    browser = signed_in(place, who).open("/agreements")
    old = browser.sent(browser.form("/sign-out"))
    browser.open("/sign-in").fill(name=who.name, passphrase=who.passphrase)
    assert browser.post("/sign-out", old).status == 403
    assert browser.open("/agreements").status == 200


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/own-device", "/recover", "/sign-out", "/recover/check"])
@pytest.mark.parametrize("sender", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {}])
def test_another_sites_form_is_refused(place: Flask, path: str, sender: dict[str, str]) -> None:
    who = person(place)
    browser = signed_in(place, who)
    fields = {"name": who.name, "passphrase": who.passphrase, "code": who.codes[0]}
    answer = browser.client.post(TAG + path, data=fields, base_url=HOME, headers=sender)
    assert answer.status_code in (403, 404)  # half-way pages are not there for who is signed in
    with place.app_context():
        assert len(db.session.scalars(sa.select(SignIn).where(SignIn.account_id == who.id)).all()) == 1
    assert browser.open("/agreements").status == 200
