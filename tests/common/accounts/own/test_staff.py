"""The staff show their second factor before a secret of their account is changed or shown (safety.md S45, S56)."""

from __future__ import annotations

import pytest
from flask import Flask

from support.common.accounts.models import ShownOnce, SignIn
from tests.common.accounts.own.conftest import (
    at_home,
    begun,
    codes_of,
    later,
    opens,
    rows,
    secrets_of,
)
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.people import member, staff

SECRET_PAGES = ["passphrase", "passphrase/words", "passphrase/own-words", "passphrase/check", "codes"]


def led_to(walker: Walker, path: str) -> str:
    """Where a page leads, without the ticket; empty where it is shown."""
    answer = walker.client.get(TAG + path, base_url=HOME, headers=OWN)
    address = str(answer.headers.get("Location", ""))
    assert not address or "?w=" in address
    return address.partition("?")[0]


@pytest.mark.parametrize("page", SECRET_PAGES)
def test_without_a_fresh_proof_staff_are_led_to_their_second_factor(
    desk: Flask, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    walker = at_home(staff(desk, "editor"))
    begun_path = f"/account/{page}"
    later(desk, monkeypatch, minutes=9)
    assert walker.open("/account/passphrase").status == 200
    later(desk, monkeypatch, minutes=10)
    assert led_to(walker, begun_path) == "/en-GB/edit/prove"
    assert walker.open("/account").status == 200
    assert walker.open("/account/devices").status == 200


def test_in_a_space_the_proof_stands_at_that_desk(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    walker = at_home(staff(place, "moderator"))
    walker.open("/account")
    later(place, monkeypatch, minutes=12)
    assert led_to(walker, "/account/codes") == "/en-GB/moderate/prove"


def test_no_form_of_staff_is_taken_without_a_fresh_proof(desk: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = staff(desk, "editor")
    walker = at_home(who)
    new = begun(walker, who)
    stamp = walker.open("/account/passphrase/check").sent(walker.form())["stamp"][0]
    later(desk, monkeypatch, minutes=11)
    for page, fields in {
        "passphrase": {"passphrase": who.passphrase},
        "passphrase/words": {"make": "1"},
        "passphrase/own-words": {"passphrase": "a long line of words that nobody knows"},
        "passphrase/check": {"passphrase": new},
        "codes": {"passphrase": who.passphrase},
    }.items():
        walker.post(f"/account/{page}", {"stamp": stamp} | fields, follow=False)
        assert walker.status == 303
        assert walker.answer.headers["Location"].startswith("/en-GB/edit/prove?w=")
    assert opens(who, who.passphrase)
    assert len(rows(who, ShownOnce)) == 1


def test_staff_with_a_fresh_proof_change_both(desk: Flask) -> None:
    who = staff(desk, "editor")
    walker = at_home(who)
    assert len(codes_of(walker.open("/account/codes").fill(passphrase=who.passphrase))) == 10
    new = begun(walker, who)
    assert walker.open("/account/passphrase/check").fill(passphrase=new).path == "/account"
    assert opens(who, new)


def test_a_new_passphrase_is_no_proof_of_the_second_factor(desk: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = staff(desk, "editor")
    walker = at_home(who)
    begun(walker, who)
    new = secrets_of(walker)[0]
    (before,) = rows(who, SignIn)
    later(desk, monkeypatch, minutes=9)
    walker.open("/account/passphrase/check").fill(passphrase=new)
    (after,) = rows(who, SignIn)
    assert (after.proven_until, after.ends_at) == (before.proven_until, before.ends_at)
    later(desk, monkeypatch, minutes=10)
    assert led_to(walker, "/account/passphrase") == "/en-GB/edit/prove"


def test_a_member_has_no_second_factor_and_is_not_asked_for_one(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    who = member(place)
    walker = at_home(who)
    for late in (15, 30, 45):
        later(place, monkeypatch, minutes=late)
        walker.open("/account")
    new = begun(walker, who)
    assert walker.open("/account/passphrase/check").fill(passphrase=new).path == "/account"
