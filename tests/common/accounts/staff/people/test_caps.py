"""The cap on grave acts: ten in an hour, counted right however many come at once (safety.md S56)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from support.common.accounts.models import ActCount, Proposal
from support.common.accounts.staff.people import caps, deeds, service
from support.common.accounts.staff.people.caps import TooMany
from support.common.accounts.staff.people.service import NotPossible
from support.common.accounts.throttling import limits
from support.common.kernel.db import db
from tests.common.accounts.staff.people.team import NOON, Team, at_once
from tests.people import Person

HOUR = timedelta(hours=1)


def act(team: Team, by: Person, most: int = caps.MOST_GRAVE_ACTS, now: object = NOON) -> None:
    """One act by itself, committed."""
    with team.app.app_context():
        caps.count(db.session(), by.id, now, most=most)  # type: ignore[arg-type]
        db.session.commit()


def counted(team: Team, by: Person) -> list[int]:
    wanted = sa.select(ActCount.acts).where(ActCount.account_id == by.id).order_by(ActCount.hour)
    return team.ask(wanted)


def test_ten_pass_and_the_next_one_is_told_when_to_go_on(team: Team) -> None:
    lead = team.lead()
    for _ in range(10):
        act(team, lead, now=NOON + timedelta(minutes=7))
    with pytest.raises(TooMany) as refused:
        act(team, lead, now=NOON + timedelta(minutes=59))
    assert refused.value.until == NOON + HOUR
    assert (refused.value.status, isinstance(refused.value, limits.TooMany)) == (429, True)
    assert counted(team, lead) == [10]
    act(team, lead, now=NOON + HOUR)
    assert counted(team, lead) == [10, 1]


def test_each_account_has_its_own_count(team: Team) -> None:
    first, second = team.lead(), team.lead()
    for _ in range(10):
        act(team, first)
    act(team, second)
    assert (counted(team, first), counted(team, second)) == ([10], [1])


@pytest.mark.parametrize("most", [1, 3, 15])
def test_none_of_twenty_at_once_is_lost_and_none_too_many_passes(team: Team, most: int) -> None:
    lead = team.lead()
    came = at_once([lambda: act(team, lead, most)] * 20)
    assert sum(isinstance(one, TooMany) for one in came) == 20 - most
    assert counted(team, lead) == [most]


def test_twenty_proposals_at_once_make_ten(team: Team) -> None:
    lead = team.lead()
    came = at_once([lambda: team.propose(lead, deeds.INVITE, team.plain)] * 20)
    assert sum(isinstance(one, uuid.UUID) for one in came) == 10
    assert sum(isinstance(one, TooMany) for one in came) == 10
    assert len(team.ask(sa.select(Proposal.id).where(Proposal.proposed_by == lead.id))) == 10
    assert team.is_whole()


def test_proposing_confirming_and_suspending_count_together(team: Team) -> None:
    lead, others = team.lead(), [team.lead() for _ in range(4)]
    waiting = [team.propose(other, deeds.INVITE, team.plain) for other in others]
    for number in range(3):
        team.propose(lead, deeds.INVITE, team.plain)
        team.confirm(waiting[number], lead)
        team.do(service.suspend, team.other().id, by=lead.id, now=NOON)
    team.propose(lead, deeds.INVITE, team.plain)
    victim = team.other()
    for deed in (
        lambda: team.propose(lead, deeds.INVITE, team.plain),
        lambda: team.confirm(waiting[3], lead),
        lambda: team.do(service.suspend, victim.id, by=lead.id, now=NOON),
    ):
        with pytest.raises(TooMany):
            deed()
    assert team.waits(waiting[3])
    assert team.account(victim).state == "active"
    assert counted(team, lead) == [10]


def test_what_was_not_done_was_not_counted(team: Team) -> None:
    lead = team.lead()
    with pytest.raises(NotPossible):
        team.do(service.suspend, lead.id, by=lead.id, now=NOON)
    with pytest.raises(NotPossible):
        team.propose(lead, deeds.INVITE, "nobody")
    assert counted(team, lead) == []


@settings(max_examples=25, deadline=None)
@given(minutes=st.lists(st.integers(0, 179), max_size=25), most=st.integers(1, 4))
def test_no_hour_holds_more_than_it_may(minutes: list[int], most: int, shared: Team) -> None:
    lead, expected = shared.lead(), dict[int, int]()
    for minute in sorted(minutes):
        hour = minute // 60
        now = NOON + timedelta(minutes=minute)
        if expected.get(hour, 0) < most:
            act(shared, lead, most, now)
            expected[hour] = expected.get(hour, 0) + 1
        else:
            with pytest.raises(TooMany) as refused:
                act(shared, lead, most, now)
            assert refused.value.until == NOON + HOUR * (hour + 1)
    assert counted(shared, lead) == [expected[hour] for hour in sorted(expected)]
