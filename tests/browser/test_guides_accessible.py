"""axe-core finds nothing on any page about guides, in English and in Spanish, and nobody has to scroll sideways."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenReader
from tests.browser.guide_states import Way, guides, places, questions
from tests.browser.readers import NARROW
from tests.browser.test_accessible import looks
from tests.browser.windows import exit_is_in_its_place, out_of_the_window

TAGS = ("en-GB", "es-MX")
OPEN_EVERYTHING = "all => all.forEach(one => { one.open = true; })"


def check(open_reader: OpenReader, tag: str, state: tuple[int, Way]) -> None:
    status, way = state
    reader = open_reader(size=NARROW, locale=tag)
    way(reader, tag)
    reader.checked()
    assert reader.last_status == status
    assert reader.page.locator("html").get_attribute("lang") == tag.partition("-")[0]
    exit_is_in_its_place(reader)
    assert out_of_the_window(reader) == []
    reader.page.locator("details").evaluate_all(OPEN_EVERYTHING)
    assert out_of_the_window(reader) == []
    assert looks(reader) == {}
    assert out_of_the_window(reader) == []


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("state", guides())
def test_axe_finds_nothing_on_guides(open_reader: OpenReader, tag: str, state: str) -> None:
    check(open_reader, tag, guides()[state])


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("state", questions())
def test_axe_finds_nothing_on_the_questions(open_reader: OpenReader, tag: str, state: str) -> None:
    check(open_reader, tag, questions()[state])


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("state", places())
def test_axe_finds_nothing_on_rules_telling_and_figures(open_reader: OpenReader, tag: str, state: str) -> None:
    check(open_reader, tag, places()[state])
