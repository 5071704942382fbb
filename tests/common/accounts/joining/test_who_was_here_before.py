"""A link to the staff in a browser that somebody uses already, and the links that the first person leaves behind."""

from __future__ import annotations

import pytest
from flask import Flask

from support.common.accounts import cookies
from support.common.accounts.models import Account, Invitation, SignIn
from support.common.accounts.roles import FIRST_ROLE
from tests.common.accounts.joining.steps import ROLE, desk_of, invite, rows, shown_words, take_name
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.people import member, signed_in, staff
from tests.rules.page import parsed


def joins(desk: Flask, link: str, name: str, walker: Walker | None = None) -> Walker:
    """Somebody opens a link, and joins."""
    walker = (walker or Walker(desk)).open(f"{desk_of(desk)}/invited?i={link}")
    phrase = shown_words(take_name(walker, name))[0]
    walker.open("/join/check").fill("/join/check", passphrase=phrase)
    assert walker.path == f"{desk_of(desk)}/enrol"
    return walker


def test_to_a_member_there_is_no_page_for_the_invited(desk: Flask) -> None:
    if desk.config["PART"] == "site":
        pytest.skip("the site has no members")
    link, client = invite(desk), signed_in(member(desk))
    unknown = client.get(f"{TAG}/nothing-here", base_url=HOME, headers=OWN)
    for path in (f"/invited?i={link}", "/invited", "/invited?i=unknown"):
        answer = client.get(TAG + desk_of(desk) + path, base_url=HOME, headers=OWN)
        assert answer.status_code == unknown.status_code == 404
        assert parsed(answer.data) == parsed(unknown.data), path
    for stamped in ({"i": link}, {"i": link, "stamp": "made up"}):
        answer = client.post(f"{TAG}{desk_of(desk)}/invited", data=stamped, base_url=HOME, headers=OWN)
        assert answer.status_code == 404
        assert parsed(answer.data) == parsed(unknown.data)
    assert len(rows(desk, SignIn)) == 1


def test_who_joins_the_staff_is_not_somebody_else_as_well(desk: Flask) -> None:
    """The sign-in that the browser came with ends: its cookie is replaced, so nobody could end it any more."""
    person = staff(desk, ROLE[desk.config["PART"]])
    walker = Walker(desk, signed_in(person))
    joins(desk, invite(desk), "Careful Heron", walker)
    new = next(one for one in rows(desk, Account) if one.id != person.id)
    assert [one.account_id for one in rows(desk, SignIn)] == [new.id]


def test_a_member_who_comes_in_meanwhile_does_not_stay_beside_the_staff(desk: Flask) -> None:
    if desk.config["PART"] == "site":
        pytest.skip("the site has no members")
    walker = Walker(desk).open(f"{desk_of(desk)}/invited?i={invite(desk)}")
    phrase = shown_words(take_name(walker, "Careful Heron"))[0]
    with desk.app_context():
        kind = cookies.name_of("member")
    beside = signed_in(member(desk)).get_cookie(kind, domain="localhost")
    assert beside
    walker.client.set_cookie(kind, beside.value, domain="localhost", secure=True)
    walker.open("/join/check").fill("/join/check", passphrase=phrase)
    assert [one.stage for one in rows(desk, SignIn)] == ["enrol"]


def test_the_first_person_leaves_no_other_link_open(desk: Flask) -> None:
    """Until then links are made by command line; from then on it is theirs to say who follows."""
    links = [invite(desk) for _number in range(3)]
    joins(desk, links[1], "Careful Heron")
    assert rows(desk, Invitation) == []
    assert Walker(desk).open(f"{desk_of(desk)}/invited?i={links[0]}").status == 404


def test_whoever_follows_leaves_the_other_links_alone(desk: Flask) -> None:
    staff(desk, FIRST_ROLE[desk.config["PART"]])
    links = [invite(desk) for _number in range(2)]
    joins(desk, links[1], "Careful Heron")
    assert len(rows(desk, Invitation)) == 1
