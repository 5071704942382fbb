"""Signing in: who gets in, what is stored of it, and what ends."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_login import current_user

from support.common.accounts import sessions
from support.common.accounts.cookies import COOKIES
from support.common.accounts.means import hasher
from support.common.accounts.models import FULL, MEMBER, STAFF, SUSPENDED, Account, SignIn
from support.common.accounts.passphrases import hashing
from support.common.accounts.passphrases.making import as_digits
from support.common.kernel.access import anyone
from support.common.kernel.db import db
from tests.common.accounts.returning.conftest import (
    NOON,
    Person,
    a_name,
    comes_in,
    person,
    signed_in,
)
from tests.common.accounts.walking import HOME, OWN, TAG, Walker


def sign_ins(app: Flask, who: Person) -> list[SignIn]:
    with app.app_context():
        return list(db.session.scalars(sa.select(SignIn).where(SignIn.account_id == who.id)))


def test_a_member_comes_back_to_the_page_that_asked_for_a_sign_in(place: Flask) -> None:
    who = person(place)
    walker = Walker(place).open("/agreements?from=here")
    assert walker.path == "/sign-in"
    walker.fill(name=who.name.upper(), passphrase=f"  {who.passphrase.upper()} ")
    assert (walker.status, walker.path) == (200, "/agreements")
    assert walker.hops[-1] == f"{TAG}/agreements?from=here"
    assert walker.answer.request.path == f"{TAG}/agreements"


def test_without_a_ticket_a_sign_in_leads_to_the_account(place: Flask) -> None:
    who = person(place)
    walker = Walker(place).open("/sign-in").fill(name=who.name, passphrase=who.passphrase)
    assert walker.path == "/account"


def test_the_ticket_survives_a_wrong_passphrase_and_the_way_to_the_other_form(place: Flask) -> None:
    who = person(place)
    walker = Walker(place).open("/agreements").fill(name=who.name, passphrase="something else altogether")
    assert walker.path == "/sign-in"
    assert walker.problems
    assert walker.sent(walker.form())["name"] == [who.name]
    assert walker.sent(walker.form())["passphrase"] == [""]
    other = next(
        link.attrib["href"] for link in walker.page.links() if "/sign-in/own-device" in link.attrib.get("href", "")
    )
    walker.open(other.removeprefix(TAG)).fill(name=who.name, passphrase=who.passphrase)
    assert walker.path == "/agreements"


def test_the_digits_open_the_account_as_the_words_do(place: Flask) -> None:
    who = person(place)
    digits = as_digits(who.passphrase.split())
    assert comes_in(place, who, digits)
    assert comes_in(place, who, digits.replace(" ", ""))


@pytest.mark.parametrize(("path", "remembers"), [("/sign-in", False), ("/sign-in/own-device", True)])
def test_only_on_ones_own_device_the_browser_may_remember(place: Flask, path: str, remembers: bool) -> None:
    walker = Walker(place).open(path)
    fields = {field.attrib["name"]: field.attrib for field in walker.page.fields() if "name" in field.attrib}
    hints = ("username", "current-password") if remembers else ("off", "off")
    assert (fields["name"]["autocomplete"], fields["passphrase"]["autocomplete"]) == hints
    assert "own_device" not in fields, "the page itself is the choice"
    assert "30 minutes" in walker.text
    assert "12 hours" in walker.text


@pytest.mark.parametrize(("path", "mine"), [("/sign-in/own-device", True), ("/sign-in", False)])
def test_whose_device_it_is_stands_on_the_sign_in_and_changes_no_limit(place: Flask, path: str, mine: bool) -> None:
    who = person(place)
    Walker(place).open(path).fill(name=who.name, passphrase=who.passphrase)
    (found,) = sign_ins(place, who)
    assert found.own_device is mine
    assert (found.stage, found.idle_until, found.ends_at) == (
        FULL,
        NOON + timedelta(minutes=30),
        NOON + timedelta(hours=12),
    )


def test_a_sign_in_moves_the_month_in_which_the_account_was_used(place: Flask) -> None:
    who = person(place)
    assert comes_in(place, who)
    with place.app_context():
        assert db.session.get_one(Account, who.id).used_month == date(2026, 11, 1)


def test_the_cookie_is_a_new_token_and_only_its_hash_is_stored(place: Flask) -> None:
    who = person(place)
    before = signed_in(place, who)
    (old,) = before.cookies().values()
    before.open("/sign-in").fill(name=who.name, passphrase=who.passphrase)
    (new,) = before.cookies().values()
    assert new != old
    assert [one.token_hash for one in sign_ins(place, who)] == [sessions.hashed(new)]  # the old one ended
    with place.app_context():
        stored = [
            str(row)
            for table in db.metadata.sorted_tables
            if "schema" not in table.info
            for row in db.session.execute(sa.select(table))
        ]
    assert stored
    assert not any(new in row or who.passphrase in row or who.codes[0] in row for row in stored)


def test_a_planted_cookie_is_nobodys_after_the_sign_in(place: Flask) -> None:
    stranger, who = person(place), person(place)
    planted = signed_in(place, stranger)
    token = next(iter(planted.cookies().values()))
    planted.open("/sign-in").fill(name=who.name, passphrase=who.passphrase)
    assert sign_ins(place, stranger) == []
    other = Walker(place)
    other.client.set_cookie(COOKIES[place.config["PART"]][MEMBER], token, domain="localhost", secure=True)
    assert other.open("/agreements").path == "/sign-in"


def test_a_staff_sign_in_of_the_same_browser_ends_too(place: Flask) -> None:
    moderator, who = person(place, STAFF), person(place)
    browser = signed_in(place, moderator, kind=STAFF)
    browser.open("/sign-in").fill(name=who.name, passphrase=who.passphrase)
    assert sign_ins(place, moderator) == []
    assert len(sign_ins(place, who)) == 1
    assert browser.open("/agreements").status == 200


def test_the_cookie_keeps_to_its_rules(place: Flask) -> None:
    who = person(place)
    walker = Walker(place).open("/sign-in").fill(name=who.name, passphrase=who.passphrase, follow=False)
    (cookie,) = walker.answer.headers.getlist("Set-Cookie")
    name, *rules = cookie.split("; ")
    assert name.startswith(COOKIES[place.config["PART"]][MEMBER] + "=")
    assert sorted(rules) == ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]
    assert walker.answer.status_code == 303


def test_an_outdated_hash_is_made_anew(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(hashing, "MEMORY_KIB", 8_192)
        who = person(place)
    with place.app_context():
        before = db.session.get_one(Account, who.id).passphrase_hash
        assert hasher().outdated(before)
    assert comes_in(place, who)
    with place.app_context():
        after = db.session.get_one(Account, who.id).passphrase_hash
        assert after != before
        assert not hasher().outdated(after)
    assert comes_in(place, who)


def test_a_suspended_person_is_told_so_and_nothing_opens(place: Flask) -> None:
    who = person(place, state=SUSPENDED)
    walker = Walker(place).open("/sign-in").fill(name=who.name, passphrase=who.passphrase)
    assert (walker.status, walker.page.headings()) == (200, ["This account is paused"])
    assert (walker.cookies(), sign_ins(place, who)) == ({}, [])


def test_somebody_suspended_while_signed_in_is_nobody(place: Flask) -> None:
    who = person(place)
    browser = signed_in(place, who)
    assert browser.open("/agreements").status == 200
    with place.app_context():
        db.session.get_one(Account, who.id).state = SUSPENDED
        db.session.commit()
    assert browser.open("/agreements").path == "/sign-in"


def test_what_was_changed_while_the_hash_was_computed_is_refused(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = person(place)
    matches = hashing.Hasher.matches

    def slow(self: hashing.Hasher, stored: str | None, secret: str, *, hurried: bool = False) -> bool:
        with place.app_context():
            db.session.get_one(Account, who.id).state = SUSPENDED
            db.session.commit()
        return matches(self, stored, secret, hurried=hurried)

    monkeypatch.setattr(hashing.Hasher, "matches", slow)
    walker = Walker(place).open("/sign-in").fill(name=who.name, passphrase=who.passphrase)
    assert (walker.path, bool(walker.problems), walker.cookies()) == ("/sign-in", True, {})


def test_the_site_has_no_sign_in_for_members(sqlite_site: Flask) -> None:
    assert Walker(sqlite_site).open("/sign-in").status == 404


def test_numbers_on_the_page_are_the_settings(own_place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    times = dataclasses.replace(own_place.config["TIMES"], member_idle_minutes=7, member_session_hours=1)
    monkeypatch.setitem(own_place.config, "TIMES", times)
    text = Walker(own_place).open("/sign-in").text
    assert "7 minutes" in text
    assert "1 hour at the latest" in text


def test_no_secret_stands_in_any_address(place: Flask) -> None:
    who, wrong = person(place), "wrongwordsinarow"
    walker = Walker(place).open("/sign-in").fill(name=who.name, passphrase=wrong, follow=False)
    assert wrong not in walker.answer.headers["Location"]
    followed = walker.client.get(walker.answer.headers["Location"], base_url=HOME, headers=OWN)
    assert wrong.encode() not in followed.data


def test_flask_login_knows_who_is_here(own_place: Flask) -> None:
    own_place._got_first_request = False
    own_place.add_url_rule(
        "/<tag:tag>/who", "who", anyone(lambda: f"{current_user.is_authenticated} {current_user.get_id()}")
    )
    who = person(own_place)
    assert Walker(own_place).open("/who").answer.text == "False None"
    assert signed_in(own_place, who).open("/who").answer.text == f"True {who.id}"


def test_a_name_that_nobody_has_stays_in_the_form(place: Flask) -> None:
    name = a_name()
    walker = Walker(place).open("/sign-in/own-device").fill(name=name, passphrase="x")
    assert walker.path == "/sign-in/own-device"
    assert walker.sent(walker.form())["name"] == [name]
