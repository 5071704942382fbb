"""Drafts: one for each target, sealed, and two windows that never overwrite each other (invariant 24)."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from support.common.kernel.clock import database_now
from support.common.kernel.db import db
from support.common.sealing.wrapping import Unreadable
from support.space.cases.models import Case
from support.space.forum.content import Content
from support.space.forum.writing import drafts
from support.space.forum.writing.drafts import Opened, Saved
from support.space.forum.writing.models import Draft
from support.space.forum.writing.targets import NotThere, Target
from support.space.forum.writing.windows import MOST_BESIDE, Kept, Window, settled
from tests.people import Person, member
from tests.space.forum import published
from tests.space.forum.writing.authors import begun


def saved(person: Person, draft_id: uuid.UUID, body: str, version: int, name: str = "", change: int = 0) -> Saved:
    with person.app.app_context():
        window = Window(version, name, change)
        return drafts.save(db.session(), person.id, draft_id, Content(body), window, database_now(db.session()))


def opened(person: Person, draft_id: uuid.UUID) -> Opened:
    with person.app.app_context():
        return drafts.opened(db.session(), person.id, draft_id)


def test_a_draft_is_found_again_for_the_same_target_and_keeps_its_words(space: Flask) -> None:
    person = member(space)
    draft_id = begun(person, "Half a thought")
    assert begun(person, "Half a thought") == draft_id
    assert opened(person, draft_id).content.body == "Half a thought"


def test_each_answered_post_has_a_draft_of_its_own(space: Flask) -> None:
    person, opening = member(space), published.thread(member(space))
    assert begun(person, "To you", answers_id=opening.id) != begun(person, "To the board")


def test_saving_never_makes_a_case(space: Flask) -> None:
    person = member(space)
    with space.app_context():
        before = db.session.scalar(sa.select(sa.func.count()).select_from(Case))
    draft_id = begun(person, "One")
    for number in range(2, 7):
        saved(person, draft_id, f"Thought {number}", number)
    with space.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == before


def test_nobody_else_opens_saves_or_drops_a_draft(space: Flask) -> None:
    person, other = member(space), member(space)
    draft_id = begun(person, "Mine alone")
    with space.app_context(), pytest.raises(NotThere):
        drafts.opened(db.session(), other.id, draft_id)
    with pytest.raises(NotThere):
        saved(other, draft_id, "Yours", 2)
    with space.app_context(), pytest.raises(NotThere):
        drafts.drop(db.session(), other.id, draft_id)
    assert opened(person, draft_id).content.body == "Mine alone"


def test_the_words_stand_nowhere_in_the_database(space: Flask) -> None:
    draft_id, others = begun(member(space), "zebra crossing at dusk"), begun(member(space), "x")
    with space.app_context():
        row = db.session.get_one(Draft, draft_id)
        assert "zebra" not in row.sealed
        other = db.session.get_one(Draft, others)
        other.sealed = row.sealed
        with pytest.raises(Unreadable):
            drafts.opened(db.session(), other.author_id, other.id)
        db.session.rollback()


def test_a_late_window_is_laid_beside_and_nothing_is_lost(space: Flask) -> None:
    person = member(space)
    draft_id = begun(person, "Both windows opened this")
    version = opened(person, draft_id).version
    first = saved(person, draft_id, "Written in the first", version, "first", 1)
    second = saved(person, draft_id, "Written in the second", version, "second", 1)
    assert not first.beside
    assert second == Saved(first.version, beside=True)
    kept = opened(person, draft_id).kept
    assert kept.content.body == "Written in the first"
    assert [one.body for one in kept.beside] == ["Written in the second"]
    assert not saved(person, draft_id, "The first goes on", first.version, "first", 2).beside


def test_the_same_words_again_are_no_conflict(space: Flask) -> None:
    person = member(space)
    draft_id = begun(person, "Once")
    version = opened(person, draft_id).version
    assert saved(person, draft_id, "Twice pressed", version) == saved(person, draft_id, "Twice pressed", version)
    assert opened(person, draft_id).kept.beside == ()


def test_a_window_that_never_heard_back_is_still_the_same_window(space: Flask) -> None:
    person = member(space)
    draft_id = begun(person, "On a train")
    version = opened(person, draft_id).version
    saved(person, draft_id, "On a train through", version, "w", 1)  # the answer is lost in a tunnel
    assert not saved(person, draft_id, "On a train through hills", version, "w", 2).beside
    saved(person, draft_id, "On a train through", version, "w", 1)  # a slow connection brings an older one
    kept = opened(person, draft_id).kept
    assert (kept.content.body, kept.beside) == ("On a train through hills", ())


def test_of_two_texts_the_other_one_can_be_taken(space: Flask) -> None:
    person = member(space)
    draft_id = begun(person, "First")
    saved(person, draft_id, "Second", 1)
    with space.app_context():
        drafts.take_instead(db.session(), person.id, draft_id, 0, database_now(db.session()))
    kept = opened(person, draft_id).kept
    assert (kept.content.body, kept.beside[0].body) == ("Second", "First")
    with space.app_context():
        drafts.let_go_beside(db.session(), person.id, draft_id, 0, database_now(db.session()))
    assert opened(person, draft_id).kept.beside == ()
    with space.app_context(), pytest.raises(NotThere):
        drafts.take_instead(db.session(), person.id, draft_id, 0, database_now(db.session()))


@pytest.mark.parametrize("given", [{}, {"board_id": uuid.uuid4(), "post_id": uuid.uuid4()}])
def test_a_target_is_exactly_one_thing(given: dict[str, uuid.UUID]) -> None:
    with pytest.raises(NotThere):
        Target(**given)


WRITTEN = st.tuples(st.sampled_from("abc"), st.integers(1, 3), st.text("xyz", min_size=1, max_size=2))


@given(st.lists(WRITTEN, max_size=MOST_BESIDE))
def test_whatever_windows_bring_only_their_own_older_text_gives_way(steps: list[tuple[str, int, str]]) -> None:
    kept, version, changes = Kept(Content("")), 1, dict.fromkeys("abc", 0)
    brought: dict[str, list[str]] = {}
    for window, seen, text in steps:
        changes[window] += 1
        before = kept
        kept, late = settled(kept, version, Content(text), Window(seen, window, changes[window]))
        version += kept.content != before.content
        brought.setdefault(window, []).append(text)
        there = {kept.content.body, *(one.body for one in kept.beside)}
        assert text in there
        assert {before.content.body} <= there | {""} or before.window == window or seen == version - 1
        assert {one.body for one in before.beside} <= there
        assert not late or kept.content == before.content
