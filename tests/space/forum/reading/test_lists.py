"""Boards and lists of threads: what moved last first, in pages, without a number anywhere (S32, S33)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from support.common.kernel.db import db
from support.space.forum import openness
from support.space.forum.models import Board
from support.space.forum.openness import Openness
from tests.people import member
from tests.rules.page import words
from tests.space.forum.published import TODAY, answer, board, new_board, thread
from tests.space.forum.reading.conftest import reads

LONG_AGO = date(2020, 1, 1)  # who has waited longest comes first


def test_the_boards_are_there_at_the_first_visit(own_space: Flask) -> None:
    page = reads(member(own_space)).open("/boards")
    assert page.status == 200
    assert "Arriving" in page.text
    assert "Small good things" in page.text


def test_what_moved_last_comes_first(space: Flask) -> None:
    code = new_board(space)
    old = thread(member(space), title="The older one", on=TODAY, code=code)
    thread(member(space), title="The newer one", on=TODAY + timedelta(days=1), code=code)
    walker = reads(member(space))
    heads = [words(one) for one in walker.open(f"/boards/{board(space, code)}").page.all("h2")]
    assert [one for one in heads if one.endswith("one")] == ["The newer one", "The older one"]
    answer(member(space), old, on=TODAY + timedelta(days=2))
    heads = [words(one) for one in walker.open(f"/boards/{board(space, code)}").page.all("h2")]
    assert [one for one in heads if one.endswith("one")] == ["The older one", "The newer one"]


def test_an_empty_board_says_something_kind(space: Flask) -> None:
    walker = reads(member(space)).open(f"/boards/{board(space, new_board(space))}")
    assert "No threads here yet" in walker.text
    assert walker.open(f"{walker.path}?p=2").status == 404


def test_long_lists_have_pages(space: Flask) -> None:
    code, writer = new_board(space), member(space)
    for number in range(21):
        thread(writer, title=f"Entry number {number:02}", code=code)
    walker = reads(member(space))
    first = walker.open(f"/boards/{board(space, code)}").text
    second = walker.open(f"/boards/{board(space, code)}?p=2").text
    entries = [re.findall(r"Entry number \d\d", text) for text in (first, second)]
    assert [len(one) for one in entries] == [20, 1]
    assert len(set(entries[0] + entries[1])) == 21
    assert "Next page" in first
    assert "Previous page" in second
    assert "Next page" not in second


def test_unanswered_threads_come_up_until_somebody_else_answers(space: Flask) -> None:
    writer, helper = member(space), member(space)
    one = thread(writer, title="Nobody yet", on=LONG_AGO)
    walker = reads(helper)
    assert "Nobody yet" in walker.open("/unanswered").text
    assert "Nobody yet" not in reads(writer).open("/unanswered").text
    answer(writer, one, "I add something", on=LONG_AGO)
    assert "Nobody yet" in walker.open("/unanswered").text
    answer(member(space), one, "Waits", waits=True)
    assert "Nobody yet" in walker.open("/unanswered").text
    answer(helper, one)
    assert "Nobody yet" not in walker.open("/unanswered").text


def test_nothing_unanswered_is_said_kindly(own_space: Flask) -> None:
    assert "Nothing is unanswered" in reads(member(own_space)).open("/unanswered").text


def test_no_list_shows_a_number(space: Flask) -> None:
    opening = thread(member(space), title="Plain", code="good")
    for _ in range(3):
        answer(member(space), opening)
    for path in ("/boards", f"/boards/{board(space, 'good')}"):
        text = re.sub(r"\d+ November 2026", "", reads(member(space)).open(path).text)
        assert not re.search(r"\d", text), text


def test_a_board_that_takes_no_threads_says_so(space: Flask) -> None:
    place = board(space, new_board(space))
    with space.app_context():
        db.session.get_one(Board, place).open = False
        db.session.commit()
    text = reads(member(space)).open(f"/boards/{place}").text
    assert "takes no new threads" in text
    assert "Begin a thread" not in text


@pytest.mark.parametrize("path", ["/boards", "/unanswered"])
def test_while_nothing_is_taken_reading_stays_open_and_pages_say_why(
    space: Flask, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    walker = reads(member(space))
    monkeypatch.setitem(space.extensions, openness.EXTENSION, lambda: openness.OPEN)
    assert "Posts wait at the moment" not in walker.open(path).text
    monkeypatch.setitem(space.extensions, openness.EXTENSION, lambda: Openness(False, "Too few people to read."))
    assert "Too few people to read." in walker.open(path).text
    assert walker.status == 200


def test_nobody_reads_without_a_sign_in(space: Flask) -> None:
    one = thread(member(space), title="For members")
    client = reads(member(space)).app.test_client()
    for path in ("/boards", f"/threads/{one.thread_id}", "/unanswered", "/search", f"/posts/{one.id}"):
        answered = client.get(f"/en-GB{path}", base_url="https://localhost")
        assert (answered.status_code, answered.data) == (303, b"")
