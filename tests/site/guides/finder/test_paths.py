"""Every path through the questions, from every country in the data: there is help, and it is for that person."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache

import pytest
from flask import Flask

from support.common.crisis.lines import countries
from support.common.kernel.db import db
from support.site.directory.engine import engine
from support.site.directory.listing import Listing
from support.site.directory.terms import AUDIENCES, HURT, OWN, Terms
from support.site.directory.vocabulary import KINDS
from support.site.guides.articles.guide import FAMILY, KNOWN, SURVIVOR
from support.site.guides.articles.guide import OWN_THOUGHTS as OWN_GUIDE
from support.site.guides.finder import questions as q
from support.site.guides.finder import words
from support.site.guides.finder.fitting import group
from support.site.guides.finder.needs import OPEN, TEEN, Need, need_of
from support.site.guides.finder.reasons import why
from support.site.guides.finder.shelves import Bundled, Indexed
from support.site.guides.finder.shortlist import MOST, shortlist, terms_of
from support.site.places.place import Place

EVERYWHERE = ("", "AQ", *countries())
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WORRIED_ANSWERS = (q.THOUGHTS, q.DONE, q.WORRIED)
HURT_ANSWERS = (q.PAST, q.LATELY, q.HURT, q.IMAGES)


class Remembering:
    """A shelf that asks the true one once for each question."""

    def __init__(self, shelf: Indexed | Bundled) -> None:
        self.shelf = shelf
        self.asked = cache(lambda terms: tuple(shelf.search(terms, None)))
        self.read = cache(lambda ids: tuple(shelf.known(ids)))

    def search(self, terms: Terms, place: Place | None) -> Sequence[Listing]:
        assert place is None
        return self.asked(terms)

    def known(self, ids: Sequence[str]) -> Sequence[Listing]:
        return self.read(tuple(ids))


def paths() -> Iterator[q.Answers]:
    """Every pair of first answers, skipped ones included; no danger, which has its own page."""
    for who in (*q.PEOPLE, q.SKIPPED):
        for what in (*q.options(q.WHAT, q.Answers(who=who)), q.SKIPPED):
            if what != q.DANGER:
                yield q.Answers(who=who, what=what)


def needs() -> set[Need]:
    return {need_of(path) for path in paths()}


@pytest.mark.parametrize("kind", ["index", "files"])
def test_every_path_leads_to_help_for_that_person(sqlite_site: Flask, kind: str) -> None:
    with sqlite_site.test_request_context("/en/find"):
        shelf = Remembering(Indexed(engine(), db.session()) if kind == "index" else Bundled())
        seen = 0
        for need, country, talk in itertools.product(needs(), EVERYWHERE, (*q.TALKING, q.SKIPPED)):
            found = shortlist(need, country, None, talk, shelf)
            path = f"{need.says} in {country or 'no country'}, {talk}"
            assert 1 <= len(found) <= MOST, path
            assert len({one.id for one in found}) == len(found), path
            for one in found:
                check(need, one, path)
            seen += 1
        assert seen > 10_000


def check(need: Need, one: Listing, path: str) -> None:
    """The rules written once more, from the listing's own words."""
    path = f"{one.name} for {path}"
    assert one.source.confidence != "low", path
    if need.side == OWN:
        assert "survivor" not in one.concerns or "own_thoughts" in one.concerns, path
        assert one.kind not in ("reporting", "image_removal"), path
    else:
        assert "own_thoughts" not in one.concerns or "survivor" in one.concerns, path
        assert one.kind != "prevention_service", path
    if need.age == TEEN:
        assert {"child", "teen"} & set(one.who), path
        assert (one.minimum_age or 0) < 18, path
    if need.age == "adult":
        assert not {"child", "teen"} & set(one.who) or "adult" in one.who, path
    assert one.contacts or one.chat_url or one.url, path


def test_every_listing_says_why_it_is_there(sqlite_site: Flask) -> None:
    with sqlite_site.test_request_context("/en-GB/find"):
        shelf = Remembering(Indexed(engine(), db.session()))
        for need, country, talk in itertools.product(needs(), ("GB", "US", "MX", "AQ", ""), q.TALKING):
            for one in shortlist(need, country, None, talk, shelf):
                said = why(one, need, talk, NOON)
                assert said.startswith("Why it is here: ") and len(said) > 24 and said.endswith("."), said
                if need.side == HURT:
                    assert "worried about" not in said


def test_who_is_worried_about_thoughts_is_led_to_prevention(sqlite_site: Flask) -> None:
    with sqlite_site.test_request_context("/en/find"):
        shelf = Indexed(engine(), db.session())
        for country in EVERYWHERE:
            for what in (q.THOUGHTS, q.DONE):
                for who in (q.ME, q.YOUNG):
                    need = need_of(q.Answers(who=who, what=what))
                    found = shortlist(need, country, None, q.ANY, shelf)
                    assert any("own_thoughts" in one.concerns for one in found), f"{who} {what} {country}"


def test_a_line_for_everybody_comes_before_one_for_one_group(sqlite_site: Flask) -> None:
    with sqlite_site.test_request_context("/en/find"):
        need = need_of(q.Answers(who=q.ME, what=q.PAST))
        found = shortlist(need, "GB", None, q.CALL, Indexed(engine(), db.session()))
        assert any("NAPAC" in one.name for one in found)
        assert not [one.name for one in found if group(one)], "there is enough for everybody"


@pytest.mark.parametrize(("what", "name"), [(q.FOUND, "Internet Watch Foundation"), (q.IMAGES, "StopNCII")])
def test_material_goes_to_those_who_take_it(sqlite_site: Flask, what: str, name: str) -> None:
    with sqlite_site.test_request_context("/en/find"):
        need = need_of(q.Answers(who=q.ME, what=what))
        found = shortlist(need, "GB", None, q.ANY, Indexed(engine(), db.session()))
        assert any(name in f"{one.name} {one.organization}" for one in found), [one.name for one in found]


def test_the_two_concerns_never_cross_in_what_a_path_needs() -> None:
    for path in paths():
        need = need_of(path)
        assert (need.side == OWN) == (path.what in WORRIED_ANSWERS), path
        if path.what in HURT_ANSWERS:
            assert need.side == HURT
        if path.what == q.SKIPPED:
            assert need.side == OPEN
        assert (need.age == TEEN) == (path.who == q.YOUNG), path
        guide = KNOWN[need.guide][1] if need.guide else ""
        assert need.side == OWN or guide not in (OWN_GUIDE, "family_worried", "young_worried"), path
        assert need.side != OWN or guide not in (SURVIVOR, FAMILY), path


def test_every_search_is_one_that_the_directory_can_make(sqlite_site: Flask) -> None:
    for need in needs():
        terms = terms_of(need, "GB", "", q.CALL)
        assert terms.audience in AUDIENCES and (not terms.kind or terms.kind in KINDS)
        assert set(need.first) <= set(KINDS), need.first
        assert (terms.side == OWN) == (need.side == OWN)


def test_every_answer_and_every_page_has_its_words(sqlite_site: Flask) -> None:
    with sqlite_site.test_request_context("/en/find"):
        for who in (*q.PEOPLE, q.SKIPPED):
            for step in (q.WHO, q.WHAT, q.TALK):
                for code, label, hint in words.options(step, q.Answers(who=who)):
                    assert code and label and hint.endswith("."), f"{who} {code}"
        for need in needs():
            assert words.says(need.says)
