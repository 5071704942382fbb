"""Every page of reading keeps the rules of all pages, in every state; and asks the database little (budgets.md B4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from support.common.kernel.db import db
from support.space.forum.searching.keeping import refresh
from tests.common.accounts.walking import HOME, TAG, Walker
from tests.people import member
from tests.rules import page_rules
from tests.rules.page import Page, parsed
from tests.rules.test_query_counts import counted
from tests.rules.topic_words import topic_words_in
from tests.space.forum.published import answer, board, quote, thread
from tests.space.forum.reading.conftest import reads

RULES = (
    page_rules.one_heading, page_rules.language_and_direction, page_rules.title_names_the_site, page_rules.crisis_band,
    page_rules.exit_first, page_rules.nothing_inline, page_rules.labelled_fields, page_rules.unique_ids,
    page_rules.valid_nesting, page_rules.heading_levels, page_rules.own_addresses,
)  # fmt: skip
WHO_IS_HERE = 3  # the sign-in, its roles, what was agreed to
THREAD, LIST, SEARCH = 6, 7, 4  # beyond that: with new notices in the bar, and in lists whether posts are taken


@pytest.fixture(scope="module")
def pages(space: Flask) -> dict[str, bytes]:
    """The pages of a reader who has muted somebody, hides a topic and follows a thread."""
    writer, loud = member(space), member(space)
    one = thread(writer, title="Rules of this house", body="first\n\nsecond", language="es", code="people")
    middle = answer(loud, one, "loud", quote=quote(one, 1), notes=("self_harm",))
    answer(writer, middle, "below", notes=("grief",))
    for _ in range(19):
        last = answer(writer, one)
    answer(loud, last)
    hidden = thread(writer, title="Hidden", notes=("grief",), code="people")
    with space.app_context():
        refresh(db.session())
    walker = reads(member(space))
    walker.open("/reading").fill("/reading", **{"note-grief": "hide"})
    walker.open(f"/threads/{one.thread_id}").fill("/follow", press="on")
    walker.open(f"/threads/{one.thread_id}").fill(f"{middle.id}/signs", press="give")
    walker.open(f"/threads/{one.thread_id}").fill(f"{middle.id}/mute", press="on")
    found = {path: walker.open(path).answer.data for path in (
        "/boards", f"/boards/{board(space, 'people')}", "/unanswered", "/following", "/reading", "/search",
        f"/threads/{one.thread_id}", f"/threads/{one.thread_id}?p=2", f"/threads/{hidden.thread_id}",
        f"/threads/{hidden.thread_id}?show={hidden.id}", f"/posts/{one.id}/quote",
    )}  # fmt: skip
    found["results"] = walker.open("/search").fill(q="house").answer.data
    found["nothing found"] = walker.open("/search").fill(q="qqqqqq").answer.data
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_page(pages: dict[str, bytes], rule: Callable[[Page], list[str]]) -> None:
    assert len(pages) == 13
    assert not [f"{path}: {fault}" for path, body in pages.items() for fault in rule(parsed(body))]


def test_titles_name_the_function_only(pages: dict[str, bytes]) -> None:
    titles = {parsed(body).title() for body in pages.values()}
    assert not [word for title in titles for word in topic_words_in(title)]
    assert not [title for title in titles if "Rules of this house" in title or "People around us" in title]


def test_no_page_has_a_number_that_counts_up(pages: dict[str, bytes]) -> None:
    """Ids are random ones: nothing on a page can be counted up to the next (S31)."""
    for path, body in pages.items():
        for link in parsed(body).links():
            pieces = link.attrib["href"].partition("?")[0].split("/")
            assert not [piece for piece in pieces if piece.isdecimal()], path


def cost(walker: Walker, path: str) -> int:
    """How many questions a page asks the database, beside who is here."""
    with counted(walker.app) as asked:
        assert walker.client.get(TAG + path, base_url=HOME).status_code == 200
    return len(asked) - WHO_IS_HERE


def test_a_thread_asks_little_however_long_it_is(space: Flask) -> None:
    writer = member(space)
    one = thread(writer)
    walker = reads(member(space))
    path = f"/threads/{one.thread_id}"
    for _ in range(25):
        answer(writer, answer(writer, one, quote=quote(one)) if _ < 2 else one, quote=quote(one))
    assert cost(walker, path) <= THREAD
    assert cost(walker, f"{path}?p=2") <= THREAD


def test_lists_ask_little_however_many_threads_there_are(space: Flask) -> None:
    walker, writer = reads(member(space)), member(space)
    for _ in range(5):
        thread(writer, code="feelings")
    for path in ("/boards", f"/boards/{board(space, 'feelings')}", "/unanswered", "/following"):
        assert cost(walker, path) <= LIST, path


def test_a_search_asks_little(space: Flask) -> None:
    thread(member(space), body="Word to be found")
    with space.app_context():
        refresh(db.session())
    walker = reads(member(space)).open("/search").fill(q="found", follow=False)
    where = walker.answer.headers["Location"].removeprefix(TAG)
    assert cost(walker, where) <= SEARCH
