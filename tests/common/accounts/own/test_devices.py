"""Where somebody is signed in: seen by them alone, and ended with a button (safety.md S44, S45, S57)."""

from __future__ import annotations

import re
import uuid

import pytest
from flask import Flask

from support.common.accounts.models import RECOVER, SignIn
from tests.common.accounts.own.conftest import (
    a_person,
    at_home,
    is_out,
    later,
    on_own_device,
    rows,
    sign_ins,
)
from tests.common.accounts.walking import Walker
from tests.people import member

STAMP = re.compile(rb'name="stamp" value="[^"]*"')


def buttons(walker: Walker) -> list[str]:
    """The ids on the buttons, from the top of the page."""
    found = walker.open("/account/devices").form("/account/devices").iter("button")
    return [one.attrib["value"] for one in found if one.attrib.get("name") == "end"]


def end(walker: Walker, chosen: str) -> Walker:
    """Press the button of that id, or one that somebody made up."""
    fields = walker.open("/account/devices").sent(walker.form("/account/devices"))
    return walker.post("/account/devices", fields | {"end": [chosen]})


def test_every_sign_in_is_listed_with_this_one_first(place: Flask) -> None:
    who = member(place)
    others, here = [at_home(who), on_own_device(who)], at_home(who)
    text = here.open("/account/devices").text
    assert text.index("This one") < text.index("Number 2") < text.index("Number 3")
    assert "Number 4" not in text
    assert (text.count("Shared device"), text.count("Own device")) == (2, 1)
    assert set(buttons(here)) == {str(one) for one in rows(who, SignIn, SignIn.id)}
    assert buttons(here)[0] != buttons(others[0])[0]


def test_what_is_not_kept_cannot_be_shown_and_the_page_says_so(place: Flask) -> None:
    assert "We do not note which browser" in at_home(member(place)).open("/account/devices").text


@pytest.mark.parametrize(("minutes", "told"), [(0, "12 hours"), (1, "12 hours"), (60, "11 hours"), (661, "1 hour at")])
def test_how_long_it_lasts_is_told(place: Flask, monkeypatch: pytest.MonkeyPatch, minutes: int, told: str) -> None:
    walker = at_home(member(place))
    for late in (*range(0, minutes, 20), minutes):
        later(place, monkeypatch, minutes=late)
        walker.open("/account/devices")
    assert "Began today" in walker.text
    assert f"Ends by itself in {told}" in walker.text


def test_a_sign_in_over_midnight_began_yesterday(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    later(place, monkeypatch, hours=11, minutes=50)
    walker = at_home(member(place))
    later(place, monkeypatch, hours=12, minutes=10)
    assert "Began yesterday" in walker.open("/account/devices").text


def test_somebody_half_way_in_is_shown_as_that(place: Flask) -> None:
    who = member(place)
    at_home(who, stage=RECOVER)
    text = at_home(who).open("/account/devices").text
    assert "Not finished" in text
    assert text.count("Shared device") == 1


def test_an_ended_one_is_dead_at_its_next_request(place: Flask) -> None:
    who = member(place)
    other, here = at_home(who), at_home(who)
    assert other.open("/account").status == 200
    end(here, buttons(here)[1])
    assert (here.path, here.status) == ("/account/devices", 200)
    assert "That one is signed out." in here.text
    assert is_out(other)
    assert not is_out(here)
    assert sign_ins(who) == 1


def test_end_all_others_ends_all_others(place: Flask) -> None:
    who, stranger = member(place), member(place)
    others, here, elsewhere = [at_home(who) for _number in range(3)], at_home(who), at_home(stranger)
    for _press in range(2):
        fields = here.open("/account/devices").sent(here.form("/account/devices"))
        here.post("/account/devices", fields | {"others": ["1"]})
        assert "Only this one is left." in here.text
    assert all(is_out(one) for one in others)
    assert not is_out(here)
    assert not is_out(elsewhere)


def test_with_one_sign_in_there_are_no_others_to_end(place: Flask) -> None:
    walker = at_home(member(place)).open("/account/devices")
    assert "End all others" not in walker.text


def test_ending_this_one_signs_out(anywhere: Flask) -> None:
    who = a_person(anywhere)
    other, here = at_home(who), at_home(who)
    end(here, buttons(here)[0])
    assert (here.path, here.cookies()) == ("/", {})
    assert is_out(here)
    assert not is_out(other)


def test_what_is_not_ones_own_is_not_there(place: Flask) -> None:
    who, stranger = member(place), member(place)
    at_home(stranger)
    theirs = str(rows(stranger, SignIn, SignIn.id)[0])
    walker = at_home(who)
    seen = []
    for chosen in (theirs, str(uuid.uuid4()), "no id at all", "", theirs.upper()):
        end(walker, chosen)
        seen.append((walker.status, STAMP.sub(b"", walker.answer.data)))
    assert {status for status, _body in seen} == {404}
    assert len(set(seen)) == 1
    assert (sign_ins(stranger), sign_ins(who)) == (1, 1)


def test_a_second_press_finds_nothing_to_end(place: Flask) -> None:
    who = member(place)
    at_home(who)
    here = at_home(who)
    chosen = buttons(here)[1]
    end(here, chosen)
    assert end(here, chosen).status == 404
    assert sign_ins(who) == 1
