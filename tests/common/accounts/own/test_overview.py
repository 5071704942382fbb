"""What somebody finds at their own account, and what does not stand there at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts import agreements
from support.common.accounts.models import ENROL, RECOVER, SECOND, Acceptance, RecoveryCode
from support.common.kernel.db import db
from tests.common.accounts.joining.steps import join
from tests.common.accounts.own.conftest import NOON, a_person, at_home, is_out, later
from tests.common.accounts.walking import Walker
from tests.people import Person, member, staff
from tests.rules.page import words

PAGES = [
    "/account",
    "/account/devices",
    "/account/passphrase",
    "/account/passphrase/words",
    "/account/passphrase/own-words",
    "/account/passphrase/check",
    "/account/codes",
]


def said(walker: Walker, name: str) -> str:
    """The sentence of that mark; empty where it does not stand there."""
    found = [words(one) for one in walker.page.root.iter() if one.attrib.get("data-says") == name]
    return found[0] if found else ""


def links(walker: Walker) -> set[str]:
    main = walker.page.all("main")[0]
    return {one.attrib["href"].removeprefix("/en-GB") for one in main.iter("a")}


def left(who: Person, number: int) -> None:
    """Leave somebody so many recovery codes."""
    with who.app.app_context():
        db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == who.id))
        db.session.add_all(RecoveryCode(account_id=who.id, slot=slot, code_hash="") for slot in range(number))
        db.session.commit()


def test_the_name_stands_behind_a_click_and_nowhere_else(place: Flask) -> None:
    who = member(place)
    for path in PAGES:
        walker = at_home(who).open(path)
        places = [one for one in walker.page.all("details") if who.name in words(one)]
        elsewhere = walker.answer.get_data(as_text=True).count(who.name) - len(places)
        assert (len(places), elsewhere) == (1 if path == "/account" else 0, 0)
        assert all("open" not in one.attrib for one in places)


def test_everything_that_one_can_do_is_a_link_away(place: Flask) -> None:
    found = links(at_home(member(place)).open("/account"))
    wanted = {"devices", "passphrase", "codes", "export", "leave"}
    assert {f"/account/{name}" for name in wanted} | {"/agreements"} <= found


def test_the_site_has_no_agreements_and_nothing_to_read(desk: Flask) -> None:
    walker = at_home(staff(desk, "editor")).open("/account")
    assert walker.status == 200
    assert "/agreements" not in links(walker)
    assert "nothing to read" not in walker.text


def test_a_space_no_longer_says_that_there_is_nothing_to_read(place: Flask) -> None:
    page = at_home(member(place)).open("/account")
    assert "nothing to read" not in page.text
    assert any(link.endswith("/boards") for link in links(page))


def test_the_times_are_those_that_hold_for_this_person(place: Flask) -> None:
    page = at_home(member(place)).open("/account")
    assert "after 30 minutes" in said(page, "signed-out")
    assert "after 12 hours" in said(page, "signed-out")
    assert "540 days" in said(page, "unused")
    page = at_home(staff(place, "moderator")).open("/account")
    assert "after 15 minutes" in said(page, "signed-out")
    assert "after 8 hours" in said(page, "signed-out")


@pytest.mark.parametrize(("number", "warned"), [(10, False), (4, False), (3, True), (1, True), (0, True)])
def test_few_codes_are_a_warning(anywhere: Flask, number: int, warned: bool) -> None:
    who = a_person(anywhere)
    left(who, number)
    for path in ("/account", "/account/codes"):
        assert bool(said(at_home(who).open(path), "few-codes")) == warned
    assert f"Recovery codes: {number} left" in at_home(who).open("/account").text


def test_the_day_of_the_next_renewal_is_told(place: Flask) -> None:
    who = member(place)
    with place.app_context():
        renewed = [one for one in agreements.required() if one.renew_days]
        agreed = {one.key: NOON.date() - timedelta(days=10) for one in renewed}
        for key, day in agreed.items():
            change = sa.update(Acceptance).where(Acceptance.account_id == who.id, Acceptance.agreement == key)
            db.session.execute(change.values(accepted_on=day))
        db.session.commit()
    wanted = "The commitment: we ask you again on 12 February 2027." if renewed else ""
    assert said(at_home(who).open("/account"), "renewal") == wanted
    assert bool(renewed) == (place.config["PART"] == "prevention")


def test_nobody_else_sees_any_of_it(anywhere: Flask) -> None:
    who = staff(anywhere, "editor" if anywhere.config["PART"] == "site" else "moderator")
    half_way = [at_home(who, stage=stage) for stage in (RECOVER, SECOND, ENROL)]
    for walker in (Walker(anywhere), *half_way):
        for path in PAGES:
            answer = walker.client.get("/en-GB" + path, base_url="https://localhost")
            assert answer.status_code == 303, path
            assert "/account" not in answer.headers["Location"].partition("?")[0], path


@pytest.mark.parametrize(("kind", "minutes"), [("member", 30), ("staff", 15)])
def test_whoever_opens_no_page_is_signed_out(
    place: Flask, monkeypatch: pytest.MonkeyPatch, kind: str, minutes: int
) -> None:
    walker = at_home(member(place) if kind == "member" else staff(place, "moderator"))
    for late in (minutes - 1, 2 * minutes - 2):
        later(place, monkeypatch, minutes=late)
        assert walker.open("/account").status == 200
    later(place, monkeypatch, minutes=3 * minutes - 2)
    assert is_out(walker)


def test_nobody_stays_signed_in_longer_than_half_a_day(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    walker = at_home(member(place))
    for late in range(20, 12 * 60, 20):
        later(place, monkeypatch, minutes=late)
        assert walker.open("/account").status == 200
    later(place, monkeypatch, hours=12)
    assert is_out(walker)


def test_who_has_just_written_the_codes_down_is_made_welcome_first(place: Flask) -> None:
    walker, _phrase = join(place)
    walker.fill()
    assert (walker.path, walker.text.index("You are in.")) == ("/account", 0)
    assert "What you can do here" in walker.text
    assert "You are in." not in walker.open("/account").text


def test_link_and_heading_of_a_copy_and_of_closing_have_the_same_words(anywhere: Flask) -> None:
    walker = at_home(a_person(anywhere)).open("/account")
    for ending in ("/account/export", "/account/leave"):
        (link,) = [one for one in walker.page.all("a") if one.attrib.get("href", "").endswith(ending)]
        target = Walker(anywhere, walker.client).open(ending)
        if target.path == ending:  # the staff show their second factor first
            assert words(target.page.all("h1")[0]) == words(link)
