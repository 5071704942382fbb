"""From the first form to the desk: each step opens the next and nothing else (S43, S45, S49, S50)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts import cookies
from support.common.accounts.means import hasher
from support.common.accounts.models import ENROL, FULL, MEMBER, RECOVER, SECOND, STAFF, SUSPENDED, Account
from support.common.accounts.staff.door.views import coming_in
from support.common.kernel.db import db
from tests.common.accounts.staff.door.steps import (
    at_stage,
    change,
    code,
    desk,
    factors_of,
    later,
    open_at,
    role,
    sign_in_of,
    token,
    without_factor,
)
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.people import Person, fresh_name, member, signed_in, staff

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


def test_only_the_owner_learns_of_a_suspension(place: Flask, one: Person) -> None:
    change(one, state=SUSPENDED)
    walker = with_words(place, one)
    assert "paused" in walker.text
    assert not token(walker.client, place)


def test_who_tries_too_often_is_hurried_and_still_let_in(
    place: Flask, one: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming_in, "source", lambda: "one place")
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


def test_signing_out_ends_a_sign_in_half_way(place: Flask, one: Person) -> None:
    walker = open_at(at_stage(one, SECOND), "/second")
    walker.fill("/sign-out")
    assert not token(walker.client, place)
    with place.app_context():
        account = db.session.scalar(sa.select(Account).where(Account.id == one.id))
        assert account and account.kind == STAFF


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
        assert not rule.arguments - {"tag"}, f"teach this test an id for {rule}"
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            answer = client.open(rule.rule.replace("/<tag:tag>", TAG), method=method, base_url=HOME, headers=OWN)
            assert answer.status_code == 404, f"{method} {rule}"
            assert STAMP.sub(rb"\1", answer.data) == STAMP.sub(rb"\1", unknown.data), f"{method} {rule}"
            tried += 1
    assert tried > 20
    assert factors_of(one), "nothing was changed"


def test_without_a_sign_in_all_leads_to_the_door(place: Flask) -> None:
    door = desk(place, "/sign-in") if place.config["PART"] == "site" else "/sign-in"
    client = Walker(place).client
    for rule in place.url_map.iter_rules():
        if rule.endpoint.startswith("staff_door.") and not rule.endpoint.endswith(("sign_in", "let_in_staff")):
            for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
                address = rule.rule.replace("/<tag:tag>", TAG)
                answer = client.open(address, method=method, base_url=HOME, headers=OWN)
                assert answer.status_code == 303, rule
                assert answer.headers["Location"].partition("?")[0] == TAG + door, rule


def test_the_desk_links_to_people_for_who_may_see_them(place: Flask, one: Person) -> None:
    from support.common.accounts.roles import FIRST_ROLE

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
    assert open_at(moved, "/").path == "/sign-in"
