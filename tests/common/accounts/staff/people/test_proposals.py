"""Two persons for grave acts: who may propose, who may confirm, and what then happens (safety.md S54)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from support.common.accounts import queries
from support.common.accounts.models import (
    LEAVING,
    SUSPENDED,
    Account,
)
from support.common.accounts.roles import ROLES_OF_PART, allowed
from support.common.accounts.staff.people import deeds, proposals
from support.common.accounts.staff.people.service import NotPossible, NotThere
from tests.common.accounts.staff.people.acts import ABOUT_SOMEBODY, clear_invitations, colleague_for, is_done, proposed
from tests.common.accounts.staff.people.team import NOON, Team

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("act", deeds.EVENTS)
def test_what_one_proposes_another_confirms(team: Team, act: str) -> None:
    clear_invitations(team)
    first, second = team.lead(), team.lead()
    proposal, about = proposed(team, act, first)
    assert not is_done(team, act, about), "nothing happens before a second person has confirmed it"
    done = team.confirm(proposal, second)
    assert is_done(team, act, about)
    assert (done.act, done.about) == (act, about.id if about else None)
    assert not team.waits(proposal)


@pytest.mark.parametrize("act", deeds.EVENTS)
def test_who_may_propose_and_who_may_confirm(team: Team, act: str) -> None:
    """The truth table: each role of this application, none, a member, a lead who is suspended or leaving."""
    people = {role: team.person(role) for role in ROLES_OF_PART[team.part]}
    people |= {"none": team.person(), "member": team.member(), "suspended": team.lead(), "leaving": team.lead()}
    for state in (SUSPENDED, LEAVING):
        team.write(sa.update(Account).where(Account.id == people[state].id).values(state=state))
    for name, person in people.items():
        proposal, about = proposed(team, act)
        if allowed([name], "people.confirm"):
            team.confirm(proposal, person)
        else:
            with pytest.raises(NotThere):
                team.confirm(proposal, person)
            assert team.waits(proposal), f"{name} used it up"
            assert act == deeds.INVITE or not is_done(team, act, about), name
        if allowed([name], "people.propose"):
            proposed(team, act, person)
        else:
            with pytest.raises(NotThere):
                proposed(team, act, person)


@pytest.mark.parametrize("act", deeds.EVENTS)
def test_who_proposed_it_cannot_confirm_it(team: Team, act: str) -> None:
    first = team.lead()
    proposal, about = proposed(team, act, first)
    with pytest.raises(NotThere):
        team.confirm(proposal, first)
    assert team.waits(proposal)
    assert act == deeds.INVITE or not is_done(team, act, about)


def test_whom_it_is_about_cannot_confirm_it(team: Team) -> None:
    about = team.lead()
    proposal = team.propose(team.lead(), deeds.GRANT, team.plain, about)
    with pytest.raises(NotThere):
        team.confirm(proposal, about)
    assert team.roles(about) == {team.leading}
    team.confirm(proposal, team.lead())
    assert team.roles(about) == {team.leading, team.plain}


def test_a_proposal_ends(team: Team) -> None:
    proposal, about = proposed(team, deeds.GRANT)
    end = NOON + timedelta(hours=team.times.invitation_hours)
    with pytest.raises(NotThere):
        team.confirm(proposal, team.lead(), now=end)
    assert not is_done(team, deeds.GRANT, about)
    team.confirm(proposal, team.lead(), now=end - MINUTE)
    assert is_done(team, deeds.GRANT, about)


@pytest.mark.parametrize("act", ABOUT_SOMEBODY)
def test_nothing_is_proposed_about_members_or_nobody(team: Team, act: str) -> None:
    role, _about = colleague_for(team, act)
    lead, member = team.lead(), team.member()
    with pytest.raises(NotThere):
        team.propose(lead, act, role, member)
    with pytest.raises(NotThere):
        setting = {"part": team.part, "times": team.times, "now": NOON}
        team.do(proposals.propose, act, lead.id, role, uuid.uuid4(), **setting)


def test_what_makes_no_sense_is_not_proposed(team: Team) -> None:
    lead, about = team.lead(), team.other()
    elsewhere = "moderator" if team.part == "site" else "editor"
    for act, role, whom in (
        ("promote", "", about), ("", "", about), (deeds.INVITE, "", None), (deeds.INVITE, team.plain, about),
        (deeds.INVITE, elsewhere, None), (deeds.GRANT, elsewhere, about), (deeds.GRANT, "", about),
        (deeds.GRANT, team.leading, None), (deeds.REMOVE, team.plain, about), (deeds.REMOVE, "", None),
        (deeds.GRANT, "x" * 500, about),
    ):  # fmt: skip
        with pytest.raises(NotPossible) as refused:
            team.propose(lead, act, role, whom)
        assert refused.value.reason == "unclear", (act, role)
    for act, role in ((deeds.GRANT, team.plain), (deeds.WITHDRAW_ROLE, team.leading), (deeds.LIFT_SUSPENSION, "")):
        with pytest.raises(NotPossible) as refused:
            team.propose(lead, act, role, about)
        assert refused.value.reason == "nothing_to_do", act


def test_the_same_thing_does_not_wait_twice(team: Team) -> None:
    first, about = team.lead(), team.other()
    team.propose(first, deeds.GRANT, team.leading, about)
    with pytest.raises(NotPossible) as refused:
        team.propose(team.lead(), deeds.GRANT, team.leading, about)
    assert refused.value.reason == "waits_already"
    team.propose(first, deeds.REMOVE, "", about)
    late = NOON + timedelta(hours=team.times.invitation_hours)
    team.propose(first, deeds.GRANT, team.leading, about, now=late)


def test_only_who_proposed_it_takes_it_back(team: Team) -> None:
    first, about = team.lead(), team.lead()
    proposal = team.propose(first, deeds.GRANT, team.plain, about)
    for other in (team.lead(), about, team.other()):
        with pytest.raises(NotThere):
            team.do(proposals.withdraw, proposal, other.id, NOON)
    team.do(proposals.withdraw, proposal, first.id, NOON)
    assert not team.waits(proposal)
    with pytest.raises(NotThere):
        team.do(proposals.withdraw, proposal, first.id, NOON)
    assert team.log(about)[0] == ("staff_withdrawn", {"act": "grant", "role": team.plain}, first.id)


def test_the_log_tells_who_proposed_and_who_confirmed(team: Team) -> None:
    for act in ABOUT_SOMEBODY:
        first, second = team.lead(), team.lead()
        role, about = colleague_for(team, act)
        proposal = team.propose(first, act, role, about)
        team.confirm(proposal, second)
        codes, of_role = {"act": act} | ({"role": role} if role else {}), {"role": role} if role else {}
        assert team.log(about) == [
            (deeds.EVENTS[act], of_role, first.id),
            ("staff_confirmed", codes, second.id),
            ("staff_proposed", codes, first.id),
        ]
    assert team.is_whole()


def test_what_was_refused_leaves_nothing_behind(team: Team) -> None:
    first = team.lead()
    proposal, _about = proposed(team, deeds.GRANT, first)
    before = team.log()
    with pytest.raises(NotThere):
        team.confirm(proposal, first)
    assert team.log() == before
    assert team.waits(proposal)


def test_nobody_else_gets_the_name_of_who_was_removed(team: Team) -> None:
    """An impostor must not come under it when the account is erased; after ``name_kept_days`` it is free."""
    proposal, about = proposed(team, deeds.REMOVE)
    assert about is not None
    key = team.account(about).name_key
    team.confirm(proposal, team.lead())
    team.write(sa.delete(Account).where(Account.id == about.id))
    assert team.do(queries.in_use, [key], NOON) == {key}
    assert team.do(queries.in_use, [key], NOON + timedelta(days=team.times.name_kept_days)) == set()
