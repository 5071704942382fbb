"""Suspending a colleague at once: by one person, with every sign-in, never the last who leads (safety.md S54, S56)."""

from __future__ import annotations

from functools import partial

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from support.common.accounts.models import ACTIVE, SUSPENDED, Account
from support.common.accounts.staff.people import deeds, invitations, service
from support.common.accounts.staff.people.caps import TooMany
from support.common.accounts.staff.people.service import NotPossible, NotThere
from support.common.kernel.errors import DomainError
from tests.common.accounts.staff.people.team import NOON, Team, at_once
from tests.conftest import browser
from tests.people import Person, signed_in

HOME = "https://localhost"


def suspend(team: Team, about: Person, by: Person) -> None:
    team.do(service.suspend, about.id, by=by.id, now=NOON)


def state(team: Team, person: Person) -> str:
    return team.account(person).state


def test_one_person_suspends_at_once(team: Team) -> None:
    lead, about = team.lead(), team.other()
    signed_in(about)
    suspend(team, about, lead)
    assert (state(team, about), team.sign_ins(about)) == (SUSPENDED, 0)
    assert team.roles(about) == {team.plain}, "roles stay: the suspension may end"
    assert team.log(about) == [("staff_suspended", {}, lead.id)]
    assert team.is_whole()


def test_a_browser_is_out_at_its_very_next_request(team: Team) -> None:
    lead, about = team.lead(), team.lead()
    client = signed_in(about)
    page = f"/en-GB{team.people}"
    assert client.get(page, base_url=HOME).status_code == 200
    suspend(team, about, lead)
    answer = client.get(page, base_url=HOME)
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]
    stranger = browser(team.app).get(page, base_url=HOME)
    assert answer.headers["Location"].split("?")[0] == stranger.headers["Location"].split("?")[0]


def test_nobody_suspends_themselves(team: Team) -> None:
    lead = team.lead()
    with pytest.raises(NotPossible) as refused:
        suspend(team, lead, lead)
    assert refused.value.reason == "oneself"
    assert state(team, lead) == ACTIVE


def test_only_who_leads_suspends_and_only_staff_is_suspended(team: Team) -> None:
    lead, member = team.lead(), team.member()
    for other in (team.other(), team.person(), member):
        with pytest.raises(NotThere):
            suspend(team, lead, other)
    with pytest.raises(NotThere):
        suspend(team, member, lead)
    assert (state(team, lead), state(team, member)) == (ACTIVE, ACTIVE)


def test_who_is_suspended_is_not_suspended_again(team: Team) -> None:
    first, second, about = team.lead(), team.lead(), team.other()
    suspend(team, about, first)
    with pytest.raises(NotPossible):
        suspend(team, about, second)
    assert len(team.log(about)) == 1


def test_two_who_suspend_each_other_at_the_same_moment_are_not_both_gone(team: Team) -> None:
    for _ in range(5):
        first, second = team.lead(), team.lead()
        came = at_once([partial(suspend, team, first, second), partial(suspend, team, second, first)])
        assert sorted([state(team, first), state(team, second)]) == [ACTIVE, SUSPENDED]
        assert sum(isinstance(one, NotThere) for one in came) == 1


def test_a_circle_of_leads_leaves_somebody(team: Team) -> None:
    circle = [team.lead() for _ in range(6)]
    at_once([partial(suspend, team, circle[number], circle[number - 1]) for number in range(6)])
    assert ACTIVE in [state(team, one) for one in circle]


@settings(max_examples=30, deadline=None)
@given(pairs=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_whatever_is_tried_somebody_who_leads_is_left(shared: Team, pairs: list[tuple[int, int]]) -> None:
    shared.write(sa.update(Account).values(state=SUSPENDED))
    people = [shared.lead() for _ in range(4)]
    for by, about in pairs:
        try:
            suspend(shared, people[about], people[by])
        except DomainError as error:
            assert not isinstance(error, TooMany)
    assert shared.do(invitations.leading) >= 1


def test_two_people_end_a_suspension(team: Team) -> None:
    lead, second, about = team.lead(), team.lead(), team.other()
    suspend(team, about, lead)
    team.confirm(team.propose(lead, deeds.LIFT_SUSPENSION, "", about), second)
    assert state(team, about) == ACTIVE
    assert signed_in(about).get("/en-GB/account", base_url=HOME).status_code != 303
