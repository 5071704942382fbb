"""Who comes first in a list: what is made for the person who asks, then what is for anybody, then what is narrower."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from support.common.kernel.db import db
from support.site.directory.engine import engine
from support.site.directory.terms import HURT
from support.site.guides.articles.reading import shelf as guides
from support.site.guides.finder import questions as q
from support.site.guides.finder.fitting import group
from support.site.guides.finder.needs import need_of
from support.site.guides.finder.reasons import has_way, why
from support.site.guides.finder.shelves import Bundled, Indexed
from support.site.guides.finder.shortlist import Shelf, shortlist
from tests.site.guides.finder.test_paths import NOON

TALKING = (q.CALL, q.WRITE, q.ANY)


@pytest.fixture(params=["index", "files"])
def shelf(request: pytest.FixtureRequest, sqlite_site: Flask) -> Iterator[Shelf]:
    """Both places where the finder looks."""
    with sqlite_site.test_request_context("/en-GB/find"):
        yield Indexed(engine(), db.session()) if request.param == "index" else Bundled()


def names(shelf: Shelf, who: str, what: str, country: str, talk: str) -> list[str]:
    need = need_of(q.Answers(who=who, what=what))
    return [one.name for one in shortlist(need, country, None, talk, shelf)]


@pytest.mark.parametrize("talk", TALKING)
def test_a_mother_sees_the_line_for_worries_about_a_child_first(shelf: Shelf, talk: str) -> None:
    found = names(shelf, q.CHILD, q.HURT, "GB", talk)
    assert found[0] == "NSPCC Helpline"
    assert not {"Hourglass helpline", "HOPELINE247"} & set(found[:3])
    assert names(shelf, q.CHILD, q.HURT, "US", talk)[0] == "Childhelp National Child Abuse Hotline"
    assert names(shelf, q.CHILD, q.HURT, "ES", talk)[0] == "Teléfono ANAR"


def test_web_pages_are_not_reported_where_a_child_was_hurt(shelf: Shelf) -> None:
    for country in ("GB", "US", "CA", "AU"):
        need = need_of(q.Answers(who=q.CHILD, what=q.HURT))
        found = shortlist(need, country, None, q.ANY, shelf)
        assert not {"IWF reporting", "CEOP Safety Centre", "CyberTipline", "Cybertip.ca"} & {one.name for one in found}


@pytest.mark.parametrize("talk", TALKING)
def test_lines_for_survivors_come_before_crisis_lines_where_it_was_long_ago(shelf: Shelf, talk: str) -> None:
    found = names(shelf, q.ME, q.PAST, "GB", talk)
    assert "NAPAC support line" in found[:3]
    assert "Hourglass helpline" not in found[:3]
    assert not {"Shout", "Samaritans"} & set(found[: found.index("NAPAC support line")])
    assert "StopSO therapist network" not in found[:4]


@pytest.mark.parametrize("talk", TALKING)
def test_a_line_for_women_is_shown_with_its_remark_where_little_else_is_there(shelf: Shelf, talk: str) -> None:
    need = need_of(q.Answers(who=q.ME, what=q.PAST))
    found = shortlist(need, "ES", None, talk, shelf)
    line = next(one for one in found if one.name == "016")
    assert group(line) == "women" and "for this group" in why(line, need, talk, NOON)
    assert found.index(line) > 0, "a line for everybody comes before it"


@pytest.mark.parametrize("talk", TALKING)
def test_a_young_person_with_images_finds_a_child_line_however_they_want_to_talk(shelf: Shelf, talk: str) -> None:
    need = need_of(q.Answers(who=q.YOUNG, what=q.IMAGES))
    found = shortlist(need, "GB", None, talk, shelf)
    assert [one.name for one in found].index("Childline") < 3
    assert found[0].kind == "image_removal", "who takes the images down still comes first"
    line = next(one for one in found if one.name == "Childline")
    said = why(line, need, talk, NOON)
    if talk == q.WRITE:
        assert "their website leads to a chat" in said and has_way(line, talk)
    if talk == q.CALL:
        assert "you can call" in said


def test_who_cannot_be_reached_in_the_chosen_way_says_how_else(shelf: Shelf) -> None:
    need = need_of(q.Answers(who=q.ME, what=q.PAST))
    found = shortlist(need, "GB", None, q.WRITE, shelf)
    line = next(one for one in found if one.name == "NAPAC support line")
    assert not has_way(line, q.WRITE) and "you can call" in why(line, need, q.WRITE, NOON)


@pytest.mark.parametrize(
    ("what", "guide"), [(q.IMAGES, "pictures-of-you"), (q.PAST, "saying-it-aloud"), (q.LATELY, "saying-it-aloud")]
)
def test_the_young_are_led_to_the_guide_for_it(sqlite_site: Flask, what: str, guide: str) -> None:
    need = need_of(q.Answers(who=q.YOUNG, what=what))
    assert need.guide == guide and need.side == HURT
    with sqlite_site.test_request_context("/en-GB/find"):
        assert guides().heading(guide, "en"), "without a heading no link is shown"
