"""A thread as readers get it: in order, in pages, by the day, with nothing of what nobody has read."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from flask import Flask

from support.common.kernel.db import db
from support.space.forum.models import Thread
from tests.common.accounts.walking import HOME, TAG
from tests.people import member, staff
from tests.rules.page import words
from tests.space.forum.published import TODAY, Written, answer, change, gone, quote, thread
from tests.space.forum.reading.conftest import reads, source

POST = re.compile(r'id="p-([0-9a-f-]{36})"')


def order(text: str) -> list[uuid.UUID]:
    """The ids of the posts of a page, from the top."""
    return [uuid.UUID(found) for found in POST.findall(text)]


def test_answers_stand_below_what_they_answer_and_older_ones_first(space: Flask) -> None:
    """In the order in which they appeared, also within a day, of which no time is kept."""
    opening = thread(member(space), on=TODAY)
    early = answer(member(space), opening, on=TODAY)
    late = answer(member(space), opening, on=TODAY)
    first_below = answer(member(space), early, on=TODAY)
    below = answer(member(space), early, on=TODAY)
    text = source(reads(member(space)), f"/threads/{opening.thread_id}")
    assert order(text) == [one.id for one in (opening, early, first_below, below, late)]
    assert text.count("post--2") == 2


def test_pages_hold_twenty_posts_each_and_every_post_once(space: Flask) -> None:
    opening, writer = thread(member(space)), member(space)
    answers = [answer(writer, opening) for _ in range(22)]
    below = [answer(writer, answers[0]) for _ in range(3)]
    walker = reads(member(space))
    pages = [order(source(walker, f"/threads/{opening.thread_id}?p={number}")) for number in (1, 2)]
    assert [len(one) for one in pages] == [20, 6]
    assert pages[0][0] == opening.id
    assert sorted(pages[0] + pages[1]) == sorted(one.id for one in (opening, *answers, *below))
    for number in ("3", "0", "-1", "x", "1e3", "99999999999"):
        assert walker.open(f"/threads/{opening.thread_id}?p={number}").status == 404


def test_the_address_of_a_post_leads_to_its_page(space: Flask) -> None:
    opening, writer = thread(member(space)), member(space)
    answers = [answer(writer, opening, on=TODAY + timedelta(days=day)) for day in range(21)]
    client = reads(member(space)).client
    found = client.get(f"{TAG}/posts/{answers[20].id}", base_url=HOME).headers["Location"]
    assert found == f"{TAG}/threads/{opening.thread_id}?p=2#p-{answers[20].id}"
    found = client.get(f"{TAG}/posts/{opening.id}", base_url=HOME).headers["Location"]
    assert found == f"{TAG}/threads/{opening.thread_id}#p-{opening.id}"


def test_days_are_shown_and_nothing_finer(space: Flask) -> None:
    opening = thread(member(space), on=date(2026, 3, 9))
    page = reads(member(space)).open(f"/threads/{opening.thread_id}")
    assert "9 March 2026" in page.text
    assert not re.search(r"\d\d?:\d\d", page.text)


def test_staff_read_like_everybody(space: Flask) -> None:
    opening = thread(member(space), body="The kettle sings loudly.")
    assert "The kettle sings loudly." in reads(staff(space, "moderator")).open(f"/threads/{opening.thread_id}").text


def test_a_taken_back_post_goes_with_all_that_answers_it(space: Flask) -> None:
    opening = thread(member(space))
    inner = answer(member(space), opening, "Words of the answer")
    answer(member(space), inner, "Words below it")
    walker = reads(member(space))
    gone(inner)
    text = source(walker, f"/threads/{opening.thread_id}")
    assert "Words of the answer" not in text
    assert "Words below it" not in text
    assert "not answered yet" in source(walker, f"/boards/{board_of(opening)}")
    gone(opening)
    assert walker.open(f"/threads/{opening.thread_id}").status == 404
    assert walker.open(f"/posts/{opening.id}").status == 404
    assert walker.open(f"/posts/{inner.id}/quote").status == 404


def board_of(one: Written) -> uuid.UUID:
    """The board of a thread."""
    with one.app.app_context():
        return db.session.get_one(Thread, one.thread_id).board_id


@pytest.mark.parametrize(
    "path", ["/threads/{}", "/posts/{}", "/posts/{}/quote", "/boards/{}", "/threads/{}?p=2", "/threads/{}?show={}"]
)
def test_hidden_and_unknown_ids_are_answered_with_the_same_bytes(space: Flask, path: str) -> None:
    waiting = thread(member(space), title="Waits for reading", waits=True)
    walker = reads(member(space))
    for hidden in (waiting.thread_id, waiting.id, waiting.revision_id):
        unknown = uuid.uuid4()
        pages = [source(walker, path.format(one, one)) for one in (hidden, unknown)]
        assert pages[0] == pages[1]
        assert "There is no such page" in pages[0]


def test_a_changed_post_says_so_and_shows_the_new_words_only(space: Flask) -> None:
    one = thread(member(space), body="The old words")
    walker = reads(member(space))
    assert "changed since" not in walker.open(f"/threads/{one.thread_id}").text
    change(one, "The new words", title="Another title")
    text = source(walker, f"/threads/{one.thread_id}")
    assert "The new words" in text
    assert "The old words" not in text
    assert "changed since" in text


def test_a_closed_thread_takes_no_answers(space: Flask) -> None:
    one = thread(member(space))
    walker = reads(member(space))
    assert "Answer this" in walker.open(f"/threads/{one.thread_id}").text
    with space.app_context():
        db.session.get_one(Thread, one.thread_id).locked = True
        db.session.commit()
    text = walker.open(f"/threads/{one.thread_id}").text
    assert "Answer this" not in text
    assert "Quote a paragraph" not in text
    assert "This thread is closed" in text
    assert walker.open(f"/posts/{one.id}/quote").path == f"/threads/{one.thread_id}"


def test_a_quote_stands_above_the_words_and_goes_with_what_it_quotes(space: Flask) -> None:
    one = thread(member(space), body="First\n\nWords worth quoting")
    other = thread(member(space))
    answer(member(space), other, "Mine", quote=quote(one, 1))
    walker = reads(member(space))
    assert "Words worth quoting" in words(walker.open(f"/threads/{other.thread_id}").page.all("blockquote")[0])
    gone(one)
    text = source(walker, f"/threads/{other.thread_id}")
    assert "Words worth quoting" not in text
    assert "words that are not here any more" in text


def test_choosing_a_paragraph_sends_its_place_and_no_words(space: Flask) -> None:
    one = thread(member(space), body="First\n\nSecond")
    walker = reads(member(space)).open(f"/posts/{one.id}/quote")
    sent = walker.sent(walker.form("/write"))
    sent.pop("stamp")
    assert sent == {"answers": [str(one.id)], "revision": [str(one.revision_id)], "paragraph": ["0"]}
    fields = [field.attrib["value"] for field in walker.page.all("input") if field.attrib.get("name") == "paragraph"]
    assert fields == ["0", "1"]
