"""In which order what waits is offered: the same in the database as in the rule, and nobody waits for ever."""

from __future__ import annotations

import random
from datetime import timedelta

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from support.common.kernel.db import db
from support.space.cases.models import Case
from support.space.cases.ordering import AHEAD, NEWCOMER_AHEAD, counts_from, order
from support.space.moderation import reviewing
from tests.space.moderation.room import HOUR, MINUTE, START, Room

LONGEST_AHEAD = AHEAD[2] + NEWCOMER_AHEAD
HOURS = st.integers(0, 24 * 400)
CLASSES = st.tuples(st.sampled_from((0, 1, 2)), st.booleans())


@given(HOURS, CLASSES, HOURS, CLASSES)
def test_whatever_is_sent_a_week_later_does_not_overtake(
    one: int, of_one: tuple[int, bool], later: int, of_other: tuple[int, bool]
) -> None:
    first, second = START + one * HOUR, START + one * HOUR + LONGEST_AHEAD + (later + 1) * HOUR
    assert counts_from(first, *of_one) < counts_from(second, *of_other)


@given(HOURS, st.booleans())
def test_what_is_urgent_goes_before_all_that_has_not_waited_for_days(age: int, newcomer: bool) -> None:
    older = START - min(age, 24 * 6) * HOUR
    assert counts_from(START, 2, False) < counts_from(older, 0, newcomer)
    assert counts_from(START, 2, False) < counts_from(START, 1, newcomer)


def test_a_newcomer_goes_a_little_before_others() -> None:
    assert counts_from(START, 0, True) < counts_from(START - HOUR, 0, False)
    assert counts_from(START - timedelta(days=1), 0, False) < counts_from(START, 0, True)


def test_the_database_orders_as_the_rule_says(room: Room) -> None:
    chance = random.Random(5)
    for _ in range(30):
        sent = START - timedelta(minutes=chance.randrange(20_000))
        room.send(now=sent, urgent=chance.randrange(3), newcomer=chance.random() < 0.4)
    cases = db.session.scalars(sa.select(Case).order_by(*order())).all()
    places = [counts_from(case.opened_at, case.urgent, case.newcomer) for case in cases if case.opened_at]
    assert places == sorted(places) and len(places) == 30


def test_the_next_case_is_the_first_of_that_order(room: Room) -> None:
    sent = [
        room.send(now=START - HOUR),
        room.send(now=START, urgent=1),
        room.send(now=START + MINUTE, urgent=2),
        room.send(now=START + MINUTE, newcomer=True),
    ]
    got = [reviewing.next_case(db.session(), by, START + HOUR) for by in (*room.moderators, room.leads[0])]
    assert got == [sent[2].case_id, sent[1].case_id, sent[3].case_id, sent[0].case_id]
