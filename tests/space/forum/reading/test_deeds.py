"""Signs without numbers, following, muting: seen by whoever does it, and by nobody else (S103, feature 79)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.kernel.db import db
from support.space.forum.reading import service
from support.space.forum.reading.models import Follow, MutedPerson, MutedThread, Reaction
from tests.common.accounts.walking import Walker
from tests.people import Person, member
from tests.rules.page import words
from tests.space.forum.published import Written, answer, board, new_board, quote, thread
from tests.space.forum.reading.conftest import reads, source


def rows(who: Person, table: Any) -> int:
    """How many rows of theirs a table holds."""
    with who.app.app_context():
        wanted = sa.select(sa.func.count()).select_from(table).where(table.account_id == who.id)
        return db.session.scalar(wanted) or 0


def given(walker: Walker, one: Written) -> list[str]:
    """The lines of signs on the page of a thread."""
    page = walker.open(f"/threads/{one.thread_id}").page
    return [words(line) for line in page.all("p") if line.attrib.get("class") == "post__signs"]


def press(walker: Walker, one: Written, kind: str, name: str = "give") -> Walker:
    """Press one of the signs under a post."""
    sent = walker.open(f"/threads/{one.thread_id}").sent(
        walker.form("/reading") if False else walker.form(f"{one.id}/signs")
    )
    return walker.post(f"/posts/{one.id}/signs", sent | {name: [kind]})


def test_everybody_sees_that_a_sign_was_given_and_nobody_how_many_or_whose(space: Flask) -> None:
    writer, people = member(space), [member(space) for _ in range(3)]
    one = thread(writer)
    pages = []
    for person in people:
        walker = reads(person)
        press(walker, one, "heard")
        assert walker.path == f"/threads/{one.thread_id}"
        pages.append(given(reads(writer), one))
    assert pages == [["Signs given to this post: I hear you"]] * 3
    text = source(reads(writer), f"/threads/{one.thread_id}")
    assert not [person.name for person in people if person.name in text]


def test_ones_own_sign_can_be_taken_back(space: Flask) -> None:
    who = member(space)
    one, walker = thread(member(space)), reads(who)
    press(walker, one, "thanks")
    button = next(one for one in walker.page.all("button") if one.attrib.get("value") == "thanks")
    assert (button.attrib["name"], button.attrib["aria-pressed"]) == ("take", "true")
    press(walker, one, "thanks", "take")
    assert (given(walker, one), rows(who, Reaction)) == ([], 0)


def test_the_same_sign_twice_is_one_sign(space: Flask) -> None:
    who = member(space)
    one, walker = thread(member(space)), reads(who)
    for _ in range(2):
        press(walker, one, "heard")
    assert rows(who, Reaction) == 1


def test_a_sign_to_oneself_or_of_another_kind_is_not_there(space: Flask) -> None:
    who = member(space)
    mine, other, walker = thread(who), thread(member(space)), reads(who)
    stamp = walker.open(f"/threads/{other.thread_id}").sent(walker.form(f"{other.id}/signs"))
    for post_id, kind in ((mine.id, "heard"), (other.id, "angry"), (other.id, ""), (uuid.uuid4(), "heard")):
        assert walker.post(f"/posts/{post_id}/signs", stamp | {"give": [kind]}).status == 404
    assert rows(who, Reaction) == 0


def test_what_is_not_visible_cannot_be_acted_on(space: Flask) -> None:
    who = member(space)
    waiting = thread(member(space), waits=True)
    with space.app_context():
        for deed in (
            lambda: service.give_sign(db.session(), who.id, waiting.id, "heard", given=True),
            lambda: service.mute_writer(db.session(), who.id, waiting.id, muted=True),
            lambda: service.follow(db.session(), who.id, waiting.thread_id, follows=True),
            lambda: service.mute_thread(db.session(), who.id, waiting.thread_id, muted=True),
        ):
            with pytest.raises(service.NotThere):
                deed()
    assert not any(rows(who, table) for table in (Reaction, MutedPerson, Follow, MutedThread))


def test_followed_threads_stand_in_ones_own_list(space: Flask) -> None:
    one, walker = thread(member(space), title="Followed by one"), reads(member(space))
    assert "You follow no thread yet" in walker.open("/following").text
    walker.open(f"/threads/{one.thread_id}").fill("/follow", press="on")
    assert "You follow this thread now." in walker.text
    assert "Followed by one" in walker.open("/following").text
    assert "Followed by one" not in reads(member(space)).open("/following").text
    walker.open(f"/threads/{one.thread_id}").fill("/follow", press="off")
    assert "Followed by one" not in walker.open("/following").text


def test_a_muted_thread_is_left_out_with_a_line_that_says_so(space: Flask) -> None:
    walker, corner = reads(member(space)), new_board(space)
    one = thread(member(space), title="Left out by one", on=date(2021, 1, 1), code=corner)
    place = f"/boards/{board(space, corner)}"
    assert "Threads that you muted are left out" not in walker.open(place).text
    walker.open(f"/threads/{one.thread_id}").fill("/follow", press="on")
    walker.open(f"/threads/{one.thread_id}").fill(f"{one.thread_id}/mute", press="on")
    for path in (place, "/unanswered", "/following"):
        assert "Left out by one" not in walker.open(path).text
    assert "Threads that you muted are left out" in walker.open(place).text
    assert "Left out by one" in reads(member(space)).open("/unanswered").text
    assert "Left out by one" in walker.open("/reading").text
    walker.fill("/reading/threads", press="thread")
    assert "Left out by one" in walker.open(place).text


def test_a_muted_person_is_folded_everywhere_and_does_not_learn_of_it(space: Flask) -> None:
    loud, who, corner = member(space), member(space), new_board(space)
    one = thread(loud, title="Loud title", body="Loud words", code=corner)
    inner = answer(loud, thread(member(space)), "Loud answer")
    answer(member(space), inner, "Quiet words", quote=quote(inner))
    walker = reads(who).open(f"/threads/{one.thread_id}")
    before = source(reads(loud), f"/threads/{one.thread_id}")
    walker.fill(f"{one.id}/mute", press="on")
    assert walker.path == f"/threads/{one.thread_id}"
    assert "Folded, because you muted the writer" in walker.text
    assert walker.page.headings() == ["A thread"]
    page = walker.open(f"/threads/{inner.thread_id}")
    assert "Quiet words" in page.text
    assert "This post quotes somebody you have muted." in page.text
    assert page.answer.text.count("Loud answer") == 1
    assert "A folded thread of somebody you muted" in walker.open(f"/boards/{board(space, corner)}").text
    assert source(reads(loud), f"/threads/{one.thread_id}") == before


def test_a_muted_person_can_be_heard_again(space: Flask) -> None:
    loud, walker = member(space), reads(member(space))
    one = thread(loud, body="Loud words")
    walker.open(f"/threads/{one.thread_id}").fill(f"{one.id}/mute", press="on")
    walker.open("/reading")
    assert loud.name in walker.text
    assert str(loud.id) not in walker.answer.text
    walker.fill("/reading/people", press="name")
    assert loud.name not in walker.text
    assert "Folded" not in walker.open(f"/threads/{one.thread_id}").text


def test_nobody_mutes_oneself(space: Flask) -> None:
    who = member(space)
    one, walker = thread(who), reads(who)
    assert "Mute this person" not in walker.open(f"/threads/{one.thread_id}").text
    sent = walker.sent(walker.form("/follow"))
    assert walker.post(f"/posts/{one.id}/mute", sent | {"on": ["1"]}).status == 404
    assert rows(who, MutedPerson) == 0
