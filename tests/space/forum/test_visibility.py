"""Which posts are there to be seen: with everything above them, and counted only while they are (invariant 14)."""

from __future__ import annotations

import itertools
import uuid

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.kernel.db import db
from support.space.forum.models import Post, Publication, Thread
from support.space.forum.visibility import visible
from tests.people import member
from tests.space.forum.published import Written, answer, change, gone, thread


def seen(one: Written) -> set[uuid.UUID]:
    """The ids of the visible posts of a thread."""
    with one.app.app_context():
        wanted = visible().with_only_columns(Post.id).where(Post.thread_id == one.thread_id)
        return set(db.session.scalars(wanted))


def told(one: Written) -> tuple[bool, int, bool]:
    """What lists say of its thread: shown, how many answers are visible, answered by somebody else."""
    with one.app.app_context():
        row = db.session.get_one(Thread, one.thread_id)
        return row.shown, row.answers, row.answered


@pytest.mark.parametrize("taken", list(itertools.product((False, True), repeat=3)), ids=str)
def test_a_post_is_seen_only_with_everything_above_it(space: Flask, taken: tuple[bool, bool, bool]) -> None:
    opening = thread(member(space))
    middle = answer(member(space), opening)
    below = answer(member(space), middle)
    for post, is_taken in zip((opening, middle, below), taken, strict=True):
        if is_taken:
            gone(post)
    expected = set()
    for post, is_taken in zip((opening, middle, below), taken, strict=True):
        if is_taken:
            break
        expected.add(post.id)
    assert seen(opening) == expected
    answers = len(expected - {opening.id})
    assert told(opening) == (opening.id in expected, answers, answers > 0)


def test_an_answer_to_another_answer_stays_when_its_neighbour_goes(space: Flask) -> None:
    opening = thread(member(space))
    one, other = answer(member(space), opening), answer(member(space), opening)
    gone(one)
    assert seen(opening) == {opening.id, other.id}


def test_what_waits_is_not_seen_and_not_counted(space: Flask) -> None:
    opening = thread(member(space))
    waiting = answer(member(space), opening, waits=True)
    below = answer(member(space), opening)
    assert seen(opening) == {opening.id, below.id}
    assert told(opening) == (True, 1, True)
    assert waiting.id not in seen(opening)


def test_an_answer_of_the_opener_is_no_answer_of_somebody_else(space: Flask) -> None:
    who = member(space)
    opening = thread(who)
    answer(who, opening)
    assert told(opening) == (True, 1, False)


def test_while_a_change_waits_the_approved_words_stay(space: Flask) -> None:
    one = thread(member(space), body="The old kettle")
    change(one, "The new kettle", title="A quiet week", waits=True)
    with space.app_context():
        body = db.session.scalar(sa.select(Publication.body).where(Publication.post_id == one.id))
    assert body == "The old kettle"
