"""Somebody under 18 is met kindly, and shown who talks with the young about this and nothing else."""

from __future__ import annotations

import itertools

import pytest
from flask import Flask

from support.common.crisis.band import finders
from support.common.crisis.lines import countries
from support.space.door.young import MOST, services_for_young
from tests.conftest import SPACES
from tests.rules.page import words
from tests.space.door.conftest import said, shown


@pytest.mark.parametrize("part", SPACES)
def test_the_page_is_kind_and_says_that_nothing_was_recorded(part: str, doors: dict[str, Flask]) -> None:
    page = shown(doors[part], "/join/young")
    assert page.headings() == ["This space is for adults. That is not because you did something wrong."]
    assert {"glad", "kind", "not-recorded", "danger", "phone-list"} <= said(page).keys()
    assert not [form for form in page.all("form") if "young" in form.attrib.get("action", "")]
    assert "Childline" in words(page.all("main")[0])
    assert "tel:08001111" in {link.attrib["href"].replace("-", "") for link in page.all("main")[0].iter("a")}


@pytest.mark.parametrize("part", SPACES)
def test_every_country_has_somebody_and_the_child_line_stands_first(part: str) -> None:
    for country in ("", *countries()):
        found = services_for_young(part, country)
        assert 1 <= len(found) <= MOST, country
        own = [one.band for one in found if one.country == country]
        assert "child" not in own[1:], country
        assert all(one.shown and not one.region for one in found), country


def test_the_two_concerns_are_never_mixed() -> None:
    wide, own_thoughts = set(finders()), "person_with_unwanted_attractions"
    others = {"survivors": own_thoughts, "prevention": "survivor"}
    for part, country in itertools.product(SPACES, countries()):
        for one in set(services_for_young(part, country)) - wide:
            assert others[part] not in one.audience or one.band == "child", (part, country, one.name)


def test_a_service_for_young_people_who_worry_about_their_thoughts_is_shown_in_one_space_only() -> None:
    names = {part: [one.name for one in services_for_young(part, "GB")] for part in SPACES}
    assert names["prevention"][:2] == ["Childline", "Shore"]
    assert names["survivors"][0] == "Childline"
    assert "Shore" not in names["survivors"]


def test_services_made_for_adults_alone_are_not_shown() -> None:
    for part in SPACES:
        for one in services_for_young(part, "US"):
            assert {"child", "teen"} & set(one.audience)
