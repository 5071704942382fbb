"""Whether anything new is taken, and how long a writer can expect to wait."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from support.common.accounts.models import ACTIVE, SUSPENDED
from support.common.kernel.db import db
from support.space.cases.models import Reading
from support.space.moderation import enough, waiting
from support.space.moderation.enough import Open, WhyNot, open_for_sending
from support.space.moderation.waiting import expected_wait
from tests.space.moderation.room import HOUR, MINUTE, START, Room
from tests.space.moderation.test_reviewing import suspend


@pytest.fixture(autouse=True)
def nobody_has_decided(room: Room) -> None:
    db.session.execute(sa.delete(Reading))
    db.session.commit()


def test_a_new_space_with_enough_people_is_open(room: Room) -> None:
    assert open_for_sending(db.session(), START) == Open()


@pytest.mark.parametrize("role", ["moderator", "lead"])
def test_without_enough_people_nothing_is_taken(room: Room, role: str) -> None:
    missing = (room.moderators if role == "moderator" else room.leads)[0]
    suspend(missing, SUSPENDED)
    try:
        assert open_for_sending(db.session(), START) == WhyNot(enough.PEOPLE, (role,))
    finally:
        suspend(missing, ACTIVE)


def test_what_nobody_read_for_two_days_closes_the_space_until_somebody_decides(room: Room) -> None:
    post = room.send()
    assert open_for_sending(db.session(), START + 48 * HOUR - MINUTE) == Open()
    assert open_for_sending(db.session(), START + 48 * HOUR) == WhyNot(enough.UNREAD)
    room.decide(room.moderators[0], room.send(now=START + 48 * HOUR), "approve", now=START + 48 * HOUR)
    assert open_for_sending(db.session(), START + 48 * HOUR) == Open()
    assert open_for_sending(db.session(), START + 96 * HOUR) == WhyNot(enough.UNREAD)
    room.withdraw(post)
    assert open_for_sending(db.session(), START + 96 * HOUR) == Open()


def test_the_expected_wait_comes_from_what_was_read_lately(room: Room) -> None:
    for minutes in (10, 20, 30, 40):
        room.decide(room.moderators[0], room.send(), "reject", "C08", now=START + minutes * MINUTE)
    taken_back = room.send()
    room.withdraw(taken_back, START + 500 * MINUTE)
    assert expected_wait(db.session(), START + HOUR) is None
    room.decide(room.moderators[0], room.send(), "reject", "C08", now=START + 240 * MINUTE)
    assert expected_wait(db.session(), START + HOUR) == waiting.Wait(usual=30, most=240)
    assert expected_wait(db.session(), START + 29 * 24 * HOUR) is None


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60), st.floats(0.01, 1))
def test_a_share_of_the_waits_is_not_longer_than_said(minutes: list[int], share: float) -> None:
    ordered = sorted(minutes)
    said = waiting.at(ordered, share)
    assert said in ordered
    assert sum(one <= said for one in ordered) >= share * len(ordered) - 1e-9
    assert sum(one < said for one in ordered) < share * len(ordered)
