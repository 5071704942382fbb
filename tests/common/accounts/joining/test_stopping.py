"""Not now: who is half-way through joining can stop, and nothing is kept; or ask for other words (safety.md S38)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from support.common.accounts.joining import finishing
from support.common.accounts.joining.sweeping import sweep
from support.common.accounts.models import Joining
from support.common.accounts.throttling import limits
from support.common.accounts.throttling.counting import Limit
from support.common.sealing.vault import keystore
from tests.common.accounts.joining.steps import (
    inside,
    invite,
    mine,
    owners,
    reach_check,
    reach_names,
    reach_words,
    rows,
    shown_words,
    take_name,
)
from tests.common.accounts.walking import Walker
from tests.people import member, signed_in


@pytest.mark.parametrize("path", ["/join/words", "/join/check"])
def test_who_stops_leaves_nothing_and_the_name_is_free(own_door: Flask, path: str) -> None:
    walker = reach_check(own_door, "Careful Heron")[0].open(path)
    walker.fill("/join/stop")
    assert (walker.path, walker.cookies()) == ("/", {})
    assert rows(own_door, Joining) == []
    assert take_name(reach_names(own_door), "Careful Heron").path == "/join/words"


def test_the_key_of_who_stopped_is_swept(own_door: Flask) -> None:
    member(own_door)
    walker = reach_words(own_door)
    found = mine(own_door, walker)
    assert found is not None
    walker.fill("/join/stop")
    for hours in (0, 2):
        now = datetime.now(UTC) + timedelta(hours=hours)
        inside(own_door, lambda session, now=now: sweep(session, keystore(), now))
    assert found.id not in owners(own_door)


def test_to_stop_where_nothing_was_begun_leads_to_the_first_page(own_door: Flask) -> None:
    assert Walker(own_door).post("/join/stop", {}).path == "/"


def test_stopping_ends_no_sign_in_beside_it(own_door: Flask) -> None:
    someone = member(own_door)
    walker = Walker(own_door, signed_in(someone)).open("/account/devices")
    before = walker.cookies()
    walker.post("/join/stop", walker.sent(walker.form()))
    assert walker.cookies() == before
    assert walker.open("/account").status == 200


def test_other_words_are_given_for_the_asking(own_door: Flask) -> None:
    walker = reach_words(own_door)
    first = shown_words(walker)
    second = shown_words(walker.fill(press="make"))
    assert not set(first) & set(second)
    assert walker.open("/join/check").fill(passphrase=first[0]).path == "/join/check"
    assert walker.fill(passphrase=second[0]).path == "/account/codes"


def test_other_words_are_counted_like_names(own_door: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    walker = reach_words(own_door)
    for limits_of in (limits.LIMITS, limits.EVERYBODY):
        monkeypatch.setitem(limits_of, "name", Limit(2, 3600))
    monkeypatch.setattr(finishing, "source", lambda: "one place alone")
    statuses = [walker.open("/join/words").fill(press="make", follow=False).status for _press in range(3)]
    assert statuses == [303, 303, 429]


def test_who_is_invited_reads_first_what_to_expect(desk: Flask) -> None:
    path = "/edit" if desk.config["PART"] == "site" else "/moderate"
    role = {"site": "editor"}.get(desk.config["PART"], "moderator")
    walker = Walker(desk).open(f"{path}/invited?i={invite(desk)}")
    assert f"Your role: {role}." in walker.text
    for word in ("ten minutes", "passphrase", "second factor", "recovery codes"):
        assert word in walker.text


def test_who_joins_as_a_member_is_told_of_no_role(own_door: Flask) -> None:
    assert "Your role" not in reach_names(own_door).text


def test_no_name_chosen_leads_to_the_first_of_the_names(own_door: Flask) -> None:
    walker = reach_names(own_door).fill()
    (link,) = [one for one in walker.page.all("a") if one.attrib.get("href") == "#choice"]
    assert "write one of your own" in "".join(link.itertext())
    (first,) = [one for one in walker.page.all("input") if one.attrib.get("id") == "choice"]
    assert first.attrib["type"] == "radio"
