"""Notices: told once, sealed, to their owner alone, and only of what is visible (invariants 1, 8, 14)."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.audit import outbox
from support.common.kernel import clock
from support.common.kernel.db import db
from support.space.forum.notices import delivering, queries
from support.space.forum.notices.models import Notice
from support.space.forum.notices.telling import forget, message_of, tell
from support.space.forum.reading.models import Follow, MutedPerson, MutedThread
from tests.common.accounts.walking import Walker
from tests.people import Person, member, signed_in, staff
from tests.space.forum import published
from tests.space.forum.published import Written


def followed(person: Person, written: Written) -> None:
    with person.app.app_context():
        db.session.add(Follow(account_id=person.id, thread_id=written.thread_id))
        db.session.commit()


def delivered(app: Flask, post_id: uuid.UUID) -> int:
    """What the outbox's item of a published post makes."""
    with app.app_context():
        told = delivering.deliver(db.session(), outbox.Item(post_id, (), clock.now()))
        db.session.commit()
        return told


def kinds(person: Person) -> list[str]:
    with person.app.app_context():
        return [one.kind for one in queries.of(db.session(), person.id)]


def told(person: Person, key: str, message: str = "", **more: object) -> bool:
    with person.app.app_context():
        news = tell(db.session(), person.id, key=key, kind="rejected", message=message, **more)  # type: ignore[arg-type]
        db.session.commit()
        return news


def test_the_same_key_is_the_same_notice_unchanged(space: Flask) -> None:
    person, other = member(space), member(space)
    assert told(person, "one", "first words")
    assert not told(person, "one", "other words")
    assert told(other, "one")
    with space.app_context():
        (notice,) = db.session.scalars(sa.select(Notice).where(Notice.account_id == person.id))
        assert message_of(notice) == "first words"
        assert "words" not in notice.sealed
        forget(db.session(), person.id, "one")
        db.session.commit()
    assert kinds(person) == []


def test_telling_stands_or_falls_with_what_it_tells_of(space: Flask) -> None:
    person = member(space)
    with space.app_context():
        tell(db.session(), person.id, key="two", kind="rejected")
        db.session.rollback()
    assert kinds(person) == []
    with space.app_context(), pytest.raises(ValueError, match="key"):
        tell(db.session(), person.id, key="", kind="rejected")


def test_followers_and_whoever_was_answered_are_told_once(space: Flask) -> None:
    opener, follower, writer, bystander = (member(space) for _number in range(4))
    opening = published.thread(opener)
    followed(follower, opening)
    followed(writer, opening)
    answer = published.answer(writer, opening)
    assert delivered(space, answer.id) == 2
    assert delivered(space, answer.id) == 0
    assert [kinds(one) for one in (opener, follower, writer, bystander)] == [["answered"], ["answer"], [], []]


def test_a_new_version_of_an_answer_is_no_news(space: Flask) -> None:
    opener = member(space)
    answer = published.answer(member(space), published.thread(opener))
    delivered(space, answer.id)
    published.change(answer, "Said better.")
    assert delivered(space, answer.id) == 0


@pytest.mark.parametrize("muted", ["person", "thread"])
def test_whoever_muted_the_writer_or_the_thread_is_not_told(space: Flask, muted: str) -> None:
    opener, writer = member(space), member(space)
    opening = published.thread(opener)
    followed(opener, opening)
    with space.app_context():
        row = MutedPerson(account_id=opener.id, muted_id=writer.id)
        db.session.add(row if muted == "person" else MutedThread(account_id=opener.id, thread_id=opening.thread_id))
        db.session.commit()
    assert delivered(space, published.answer(writer, opening).id) == 0


@pytest.mark.parametrize("hidden", ["waits", "taken back", "parent taken back", "opening post", "unknown"])
def test_nobody_is_told_of_what_cannot_be_seen(space: Flask, hidden: str) -> None:
    opener, follower = member(space), member(space)
    opening = published.thread(opener)
    followed(follower, opening)
    if hidden == "unknown":
        assert delivered(space, uuid.uuid4()) == 0
        return
    answer = published.answer(member(space), opening, waits=hidden == "waits")
    if hidden == "taken back":
        published.gone(answer)
    elif hidden == "parent taken back":
        published.gone(opening)
    assert delivered(space, opening.id if hidden == "opening post" else answer.id) == 0
    assert kinds(follower) == []


def test_what_is_published_is_delivered_through_the_outbox(space: Flask) -> None:
    assert delivering.deliver in space.extensions[outbox.EXTENSION][delivering.PUBLISHED]


def test_the_page_leads_to_what_is_there_and_marks_as_seen(space: Flask) -> None:
    opener = member(space)
    answer = published.answer(member(space), published.thread(opener), body="Words of somebody else.")
    delivered(space, answer.id)
    told(opener, "x", "A gentle line.")
    walker = Walker(space, signed_in(opener)).open("/notices")
    assert f"#p-{answer.id}" in walker.answer.data.decode()
    assert "Words of somebody else." not in walker.text
    assert "A gentle line." in walker.text
    assert walker.text.count("New:") == 2
    assert "(2 new)" in walker.answer.data.decode()
    one = next(form for form in walker.page.all("form") if 'name="one"' in _inner(form))
    walker.post("/notices", walker.sent(one))
    assert walker.text.count("New:") == 1
    assert "(1 new)" in walker.answer.data.decode()
    all_of_them = next(form for form in walker.page.all("form") if _is_all(form))
    walker.post("/notices", walker.sent(all_of_them))
    assert "New:" not in walker.text
    assert " new)" not in walker.answer.data.decode()


def test_a_post_that_is_gone_has_no_link(space: Flask) -> None:
    opener = member(space)
    answer = published.answer(member(space), published.thread(opener))
    delivered(space, answer.id)
    published.gone(answer)
    walker = Walker(space, signed_in(opener)).open("/notices")
    assert str(answer.id) not in walker.answer.data.decode()
    assert "It is not here any more." in walker.text


def test_nobody_marks_or_reads_the_notices_of_others(space: Flask) -> None:
    owner, other = member(space), member(space)
    told(owner, "mine", "For one alone.")
    with space.app_context():
        notice_id = db.session.scalar(sa.select(Notice.id).where(Notice.account_id == owner.id))
    walker = Walker(space, signed_in(other)).open("/notices")
    assert "For one alone." not in walker.text
    for one in (notice_id, uuid.uuid4(), "word"):
        stamp = walker.sent(walker.form("/sign-out"))["stamp"][0]
        assert walker.post("/notices", {"stamp": stamp, "one": str(one)}).status == 200
    with space.app_context():
        assert queries.unseen(db.session(), owner.id) == 1


def test_the_mark_in_the_bar_is_there_for_staff_too_and_asks_nothing_of_nobody(space: Flask) -> None:
    reader = staff(space, "moderator")
    told(reader, "one")
    assert "(1 new)" in Walker(space, signed_in(reader)).open("/notices").answer.data.decode()
    assert "Notices" not in Walker(space).open("/").answer.data.decode()


def _inner(form: object) -> str:
    return "".join(f'name="{one.attrib.get("name")}"' for one in form.iter())  # type: ignore[attr-defined]


def _is_all(form: object) -> bool:
    return form.attrib.get("action", "").endswith("/notices") and 'name="one"' not in _inner(form)  # type: ignore[attr-defined]
