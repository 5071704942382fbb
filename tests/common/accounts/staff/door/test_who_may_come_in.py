"""Who is let in at all: uniform answers, suspension, limits of time, members and strangers (S41, S44, S50)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from support.common.accounts import cookies
from support.common.accounts.means import hasher
from support.common.accounts.models import ENROL, MEMBER, SECOND, STAFF, SUSPENDED
from support.common.accounts.roles import FIRST_ROLE
from tests.common.accounts.staff.door.steps import (
    at_stage,
    change,
    code,
    desk,
    factors_of,
    later,
    open_at,
    role,
)
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.people import Person, fresh_name, member, signed_in, staff

SEALED = re.compile(r"([?&]s=)[A-Za-z0-9_-]+")
STAMP = re.compile(rb'(name="stamp" value=")[^"]*')
UNREAL_ID = "00000000-0000-4000-8000-000000000000"
IDS = ("case_id", "decision_id", "board_id")
STEPS = {SECOND: "/second", ENROL: "/enrol"}


def told(app: Flask, name: str, passphrase: str) -> tuple[object, ...]:
    """Everything that a refused try tells, without stamps, seals and the name that was typed."""
    walker = open_at(Walker(app), "/sign-in").fill(follow=False, name=name, passphrase=passphrase)
    first = walker.answer
    second = walker.client.get(first.headers["Location"], base_url=HOME, headers=OWN)
    page = STAMP.sub(rb"\1", second.data).replace(name.encode(), b"NAME")
    assert page.count(b"NAME") == 1, "the name is still in its field"
    headers = sorted((key, SEALED.sub(r"\1", value)) for key, value in first.headers)
    after = sorted((key, value) for key, value in second.headers if key != "Content-Length")
    return first.status_code, headers, first.data, second.status_code, after, page


def test_refused_tries_look_alike_and_cost_one_hash(place: Flask, one: Person) -> None:
    suspended, other, wrong = staff(place, role(place)), member(place), "seven words that are not theirs at all"
    change(suspended, state=SUSPENDED)
    tries = {
        "unknown": (fresh_name(), wrong),
        "wrong": (one.name, wrong),
        "empty": (one.name, ""),
        "no name": ("!!", wrong),
        "a member": (other.name, other.passphrase),
        "suspended": (suspended.name, wrong),
    }
    with place.app_context():
        machine = hasher()
    answers = {}
    for case, (name, passphrase) in tries.items():
        before = machine.computed
        answers[case] = told(place, name, passphrase)
        assert machine.computed - before == 1, case
    assert all(answer == answers["unknown"] for answer in answers.values()), answers.keys()


def test_a_sign_in_ends_after_fifteen_minutes_without_a_page(place: Flask, one: Person) -> None:
    walker = at_stage(one)
    for _number in range(3):
        later(place, minutes=14, seconds=59)
        assert open_at(walker, "/").path == desk(place, "/")
    later(place, minutes=15)
    assert open_at(walker, "/").path.endswith("/sign-in")


def test_a_sign_in_ends_after_eight_hours_in_any_case(place: Flask, one: Person) -> None:
    walker, end = at_stage(one), place.config["CLOCK"] + timedelta(hours=8)
    while place.config["CLOCK"] < end - timedelta(minutes=10):
        later(place, minutes=10)
        assert open_at(walker, "/").path == desk(place, "/")
        if place.config["CLOCK"] == end - timedelta(hours=4):
            open_at(walker, "/prove").fill("/prove", code=code(one))
    later(place, minutes=10)
    assert open_at(walker, "/").path.endswith("/sign-in")


def test_nothing_of_the_staffs_is_there_for_members(place: Flask, one: Person) -> None:
    if place.config["PART"] == "site":
        pytest.skip("the site has no members")
    client = signed_in(member(place))
    unknown = client.get(TAG + desk(place, "/nothing-of-that-name"), base_url=HOME)
    rules = [rule for rule in place.url_map.iter_rules() if f"/{desk(place)[1:]}/" in rule.rule]
    tried = 0
    for rule in rules:
        if rule.endpoint.startswith("invited."):
            continue  # whoever has the link may be anybody
        assert rule.arguments <= {"tag", *IDS}, f"teach this test an id for {rule}"
        address = re.sub(r"<uuid:\w+>", UNREAL_ID, rule.rule.replace("/<tag:tag>", TAG))
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            answer = client.open(address, method=method, base_url=HOME, headers=OWN)
            assert answer.status_code == 404, f"{method} {rule}"
            assert STAMP.sub(rb"\1", answer.data) == STAMP.sub(rb"\1", unknown.data), f"{method} {rule}"
            tried += 1
    assert tried > 20
    assert factors_of(one), "nothing was changed"


def test_without_a_sign_in_all_leads_to_the_door(place: Flask) -> None:
    door = desk(place, "/sign-in")
    client = Walker(place).client
    for rule in place.url_map.iter_rules():
        if rule.endpoint.startswith("staff_door.") and not rule.endpoint.endswith(("sign_in", "let_in_staff")):
            for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
                address = rule.rule.replace("/<tag:tag>", TAG)
                answer = client.open(address, method=method, base_url=HOME, headers=OWN)
                assert answer.status_code == 303, rule
                assert answer.headers["Location"].partition("?")[0] == TAG + door, rule


def test_the_desk_links_to_people_for_who_may_see_them(place: Flask, one: Person) -> None:
    leading = staff(place, FIRST_ROLE[place.config["PART"]])
    for person, expected in ((one, False), (leading, True)):
        hrefs = [link.attrib["href"] for link in open_at(at_stage(person), "/").page.links()]
        assert (TAG + desk(place, "/people") in hrefs) is expected
        assert TAG + "/account" in hrefs and TAG + desk(place, "/factors") in hrefs


def test_a_member_kind_cookie_with_the_staffs_name_opens_nothing(place: Flask) -> None:
    if place.config["PART"] == "site":
        pytest.skip("the site has no members")
    client = signed_in(member(place))
    names = cookies.COOKIES[place.config["PART"]]
    held = client.get_cookie(names[MEMBER], domain="localhost")
    assert held
    moved = Walker(place)
    moved.client.set_cookie(names[STAFF], held.value, domain="localhost", secure=True)
    assert open_at(moved, "/").path == desk(place, "/sign-in")
