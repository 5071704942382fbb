"""Two readers: blind to each other, never the same person, and a lead where they differ."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from support.common.kernel.db import db
from support.space.cases.models import Case
from support.space.forum.notices.telling import message_of
from support.space.moderation import reviewing
from support.space.moderation.reviewing import NotYours
from tests.space.moderation.room import MINUTE, START, Room

TWO_TO_REFUSE = {"survivors": "SV10", "prevention": "PV09"}


def test_what_needs_two_is_not_published_on_one_approval(room: Room) -> None:
    one, two, _three = room.moderators
    post = room.send(need=2)
    assert room.decide(one, post, "approve").standing == "waiting"
    assert room.state(post) == ("second_needed", "queued")
    assert not room.apply(post, START + MINUTE)
    assert room.decide(two, post, "approve").standing == "pending"
    assert room.apply(post) and room.published(post)
    assert room.standings(post) == ["effective", "void"]


def test_the_second_reader_is_somebody_else(room: Room) -> None:
    one, two, _three = room.moderators
    post = room.send(need=2)
    room.decide(one, post, "approve")
    assert reviewing.next_case(db.session(), one, START) is None
    with pytest.raises(NotYours):
        reviewing.take(db.session(), one, post.case_id, START)
    assert reviewing.next_case(db.session(), two, START) == post.case_id


def test_what_a_second_reader_gets_does_not_tell_what_the_first_decided(room: Room) -> None:
    post, other = room.send(need=2), room.send(need=1)
    code = TWO_TO_REFUSE[room.part]
    room.decide(room.moderators[0], post, "approve")
    room.decide(room.moderators[0], other, "reject", code)
    second = room.moderators[1]
    seen = [reviewing.take(db.session(), second, waiting.case_id, START) for waiting in (post, other)]
    assert [one.version for one in seen] == [2, 2]
    db.session.rollback()
    assert len({db.session.get_one(Case, one.case_id).state for one in seen}) == 1


def test_where_two_differ_a_lead_who_read_neither_time_decides(room: Room) -> None:
    one, two, three = room.moderators
    first, second = room.leads
    post = room.send(need=2)
    room.decide(first, post, "approve")
    assert room.decide(one, post, "request_changes", "C01").standing == "waiting"
    assert room.state(post) == ("with_lead", "queued") and not room.notices()
    for by in (one, two, three, first):
        with pytest.raises(NotYours):
            reviewing.take(db.session(), by, post.case_id, START)
    assert reviewing.next_case(db.session(), three, START) is None
    assert reviewing.next_case(db.session(), second, START) == post.case_id
    room.decide(second, post, "approve")
    assert room.apply(post) and room.standings(post) == ["effective", "void", "void"]


def test_some_refusals_take_a_second_reader_and_are_told_once(room: Room) -> None:
    one, two, _three = room.moderators
    code, post = TWO_TO_REFUSE[room.part], room.send()
    room.decide(one, post, "reject", code, message="First words.")
    assert room.state(post) == ("second_needed", "queued") and not room.notices()
    room.decide(two, post, "reject", code, message="Second words.")
    [told] = room.notices()
    assert (told.kind, told.codes, message_of(told)) == ("rejected", code, "Second words.")
    assert room.state(post) == ("closed", "rejected") and room.standings(post) == ["effective", "void"]
    left = sa.text("SELECT count(*) FROM decision WHERE sealed <> ''")
    assert db.session.scalar(left) == 0


def test_undoing_the_second_approval_leaves_the_first(room: Room) -> None:
    one, two, three = room.moderators
    post = room.send(need=2)
    room.decide(one, post, "approve")
    done = room.decide(two, post, "approve")
    reviewing.undo(db.session(), two, done.decision_id, START)
    assert room.state(post) == ("second_needed", "queued")
    assert room.standings(post) == ["undone", "waiting"]
    room.decide(three, post, "approve")
    assert room.apply(post)


def test_both_readers_notes_are_published(room: Room) -> None:
    one, two, _three = room.moderators
    post = room.send(need=2)
    room.decide(one, post, "approve_with_note", notes=("sleep",))
    room.decide(two, post, "approve_with_note", notes=("illness",))
    room.apply(post)
    assert db.session.scalar(sa.text("SELECT notes FROM publication")) == "illness,sleep"


def test_another_version_needs_two_readers_anew_and_they_may_be_the_same(room: Room) -> None:
    one, two, _three = room.moderators
    post = room.send(need=2)
    room.decide(one, post, "approve")
    edited = room.edit(post, need=2)
    assert room.standings(post) == ["void"]
    assert room.decide(one, edited, "approve").standing == "waiting"
    room.decide(two, edited, "approve")
    assert room.apply(edited) and room.published(post) == "I slept well, and ate."
