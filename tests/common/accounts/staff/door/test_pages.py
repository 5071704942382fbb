"""Every page of the door keeps what every page keeps (tests/rules/page_rules.py), and says nothing of who is there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from support.common.accounts.models import ENROL, SECOND
from tests.common.accounts.staff.door.device import Device
from tests.common.accounts.staff.door.steps import at_stage, desk, give_passkey, open_at, role, without_factor
from tests.common.accounts.walking import TAG, Walker
from tests.people import Person, staff
from tests.rules.test_pages import RULES
from tests.rules.topic_words import topic_words_in

Way = Callable[[Person], Walker]


def with_two(person: Person) -> Person:
    give_passkey(person, Device())
    return person


WAYS: dict[str, Way] = {
    "sign-in": lambda one: open_at(Walker(one.app), "/sign-in"),
    "sign-in again": lambda one: open_at(at_stage(one), "/sign-in"),
    "refused": lambda one: open_at(Walker(one.app), "/sign-in").fill(name="a", passphrase="b"),
    "second": lambda one: open_at(at_stage(with_two(one), SECOND), "/second"),
    "second, wrong": lambda one: open_at(at_stage(one, SECOND), "/second").fill("/second", code="1"),
    "prove": lambda one: open_at(at_stage(with_two(one)), "/prove"),
    "first factor": lambda one: open_at(at_stage(without_factor(one), ENROL), "/enrol"),
    "first app": lambda one: open_at(at_stage(without_factor(one), ENROL), "/enrol").fill(desk(one.app, "/enrol")),
    "another factor": lambda one: open_at(at_stage(one), "/another"),
    "another app": lambda one: open_at(at_stage(one), "/another").fill(desk(one.app, "/another")),
    "one factor": lambda one: open_at(at_stage(one), "/factors"),
    "two factors": lambda one: open_at(at_stage(with_two(one)), "/factors"),
    "desk": lambda one: open_at(at_stage(one), "/"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_page_keeps_the_rules(one: Person, way: str) -> None:
    walker = WAYS[way](one)
    assert walker.status == 200
    faults = [fault for rule in RULES for fault in rule(walker.page)]
    assert not faults, faults
    assert not topic_words_in(walker.page.title())
    assert one.name not in walker.answer.get_data(as_text=True)
    assert walker.answer.headers["Cache-Control"] == "no-store"
    for form in walker.page.all("form"):
        assert form.attrib.get("autocomplete") == "off"
        assert walker.sent(form).get("stamp"), "every form has its stamp"


def test_the_door_is_linked_from_no_public_page(place: Flask) -> None:
    for path in ("/", "/about", "/privacy", "/safety"):
        page = Walker(place).open(path)
        assert page.status == 200
        assert not re.search(rb'href="[^"]*/(edit|moderate)', page.answer.data), path


def test_the_desk_answers_with_and_without_a_slash(place: Flask) -> None:
    walker = at_stage(staff(place, role(place)))
    for path in ("", "/"):
        answer = walker.client.get(TAG + desk(place, path), base_url="https://localhost")
        assert answer.status_code == 200, path
