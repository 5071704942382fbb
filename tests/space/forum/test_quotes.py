"""Quotes: words of somebody else, for as long as exactly these are published and visible (invariant 14)."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from support.common.kernel.db import db
from support.space.forum import quotes
from support.space.forum.content import Quote
from support.space.forum.models import Publication
from tests.people import member
from tests.space.forum.published import Written, answer, change, gone, quote, thread


def says(written: Written) -> str | None:
    """What a published post quotes."""
    with written.app.app_context():
        row = db.session.scalars(sa.select(Publication).where(Publication.post_id == written.id)).one()
        return quotes.resolve(db.session(), [row])[written.id]


@given(st.text(alphabet="ab \n", max_size=60))
def test_paragraphs_lose_no_words_and_none_is_empty(body: str) -> None:
    parts = quotes.paragraphs(body)
    assert all(part.strip() for part in parts)
    assert "".join("".join(parts).split()) == "".join(body.split())
    assert all("\n\n" not in part for part in parts)


def test_paragraphs_keep_their_line_breaks() -> None:
    assert quotes.paragraphs("one\ntwo\n \n\nthree\n") == ["one\ntwo", "three"]


def test_a_quote_shows_the_paragraph(space: Flask) -> None:
    one = thread(member(space), body="first\n\nsecond")
    assert says(answer(member(space), one, quote=quote(one, 1))) == "second"


@pytest.mark.parametrize("paragraph", [-1, 2, 999])
def test_a_paragraph_that_is_not_there_is_silence(space: Flask, paragraph: int) -> None:
    one = thread(member(space), body="first\n\nsecond")
    assert says(answer(member(space), one, quote=quote(one, paragraph))) is None


def test_a_quote_falls_silent_when_the_post_goes(space: Flask) -> None:
    one = thread(member(space), body="first")
    other = answer(member(space), thread(member(space)), quote=quote(one))
    assert says(other) == "first"
    gone(one)
    assert says(other) is None


def test_a_quote_falls_silent_when_the_post_is_changed(space: Flask) -> None:
    one = thread(member(space), body="first")
    other = answer(member(space), one, quote=quote(one))
    change(one, "something else", title="A quiet week")
    assert says(other) is None


def test_a_quote_of_what_waits_shows_nothing(space: Flask) -> None:
    one = thread(member(space), body="first")
    waiting = change(one, "not read yet", title="A quiet week", waits=True)
    other = answer(member(space), one, quote=quote(waiting))
    assert says(other) is None


def test_a_quote_of_an_answer_whose_thread_is_gone_shows_nothing(space: Flask) -> None:
    opening = thread(member(space))
    inner = answer(member(space), opening, "inner words")
    other = answer(member(space), thread(member(space)), quote=quote(inner))
    assert says(other) == "inner words"
    gone(opening)
    assert says(other) is None


def test_no_quotes_ask_nothing(space: Flask) -> None:
    with space.app_context():
        assert quotes.find(db.session(), {}) == {}
        nobody = Quote(uuid.uuid4(), uuid.uuid4(), 0)
        assert quotes.find(db.session(), {"a": nobody}) == {"a": None}
