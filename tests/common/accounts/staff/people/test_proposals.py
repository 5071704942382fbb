"""Two persons for grave acts: who may propose, who may confirm, what then happens, and that it happens once (S54)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from support.common.accounts import shown_once
from support.common.accounts.models import (
    ACTIVE,
    LEAVING,
    SUSPENDED,
    Account,
    Invitation,
    RoleGrant,
    SecondFactor,
    ShownOnce,
)
from support.common.accounts.roles import ROLES_OF_PART, allowed
from support.common.accounts.staff.people import deeds, proposals, service
from support.common.accounts.staff.people.service import NotPossible, NotThere
from support.common.kernel.db import db
from tests.common.accounts.staff.people.conftest import NOON, Team, at_once
from tests.people import Person, signed_in

ABOUT_SOMEBODY = tuple(act for act in deeds.EVENTS if act != deeds.INVITE)
MINUTE = timedelta(minutes=1)


def colleague_for(team: Team, act: str) -> tuple[str, Person | None]:
    """A role and a colleague with whom an act makes sense."""
    if act == deeds.INVITE:
        return team.plain, None
    about = team.other()
    if act == deeds.LIFT_SUSPENSION:
        team.write(sa.update(Account).where(Account.id == about.id).values(state=SUSPENDED))
    role = {deeds.GRANT: team.leading, deeds.WITHDRAW_ROLE: team.plain}.get(act, "")
    return role, about


def proposed(team: Team, act: str, by: Person | None = None) -> tuple[uuid.UUID, Person | None]:
    role, about = colleague_for(team, act)
    return team.propose(by or team.lead(), act, role, about), about


def is_done(team: Team, act: str, about: Person | None) -> bool:
    if about is None:
        return bool(team.ask(sa.select(Invitation.id)))
    account, roles = team.account(about), team.roles(about)
    factors = team.ask(sa.select(SecondFactor.id).where(SecondFactor.account_id == about.id))
    return {
        deeds.GRANT: roles == {team.plain, team.leading},
        deeds.WITHDRAW_ROLE: not roles and account.state == ACTIVE,
        deeds.LIFT_SUSPENSION: account.state == ACTIVE,
        deeds.NEW_FACTOR: not factors,
        deeds.REMOVE: account.state == LEAVING and not roles,
    }[act]


def clear_invitations(team: Team) -> None:
    team.write(sa.delete(Invitation))
    team.write(sa.delete(ShownOnce))


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


def test_of_eight_who_confirm_at_the_same_moment_one_does_it(team: Team) -> None:
    clear_invitations(team)
    proposal, _nobody = proposed(team, deeds.INVITE)
    leads = [team.lead() for _ in range(8)]
    came = at_once([lambda lead=lead: team.confirm(proposal, lead) for lead in leads])
    refused = [one for one in came if isinstance(one, NotThere)]
    assert (len(came) - len(refused), len(refused)) == (1, 7)
    assert len(team.ask(sa.select(Invitation.id))) == 1
    assert team.is_whole()


@pytest.mark.parametrize("loser", ["proposer", "confirmer"])
@pytest.mark.parametrize("how", ["role", "suspended"])
def test_a_permission_lost_in_between_counts(team: Team, loser: str, how: str) -> None:
    first, second = team.lead(), team.lead()
    proposal, about = proposed(team, deeds.GRANT, first)
    lost = first if loser == "proposer" else second
    if how == "role":
        team.write(sa.delete(RoleGrant).where(RoleGrant.account_id == lost.id))
    else:
        team.write(sa.update(Account).where(Account.id == lost.id).values(state=SUSPENDED))
    with pytest.raises(NotThere):
        team.confirm(proposal, second)
    assert not is_done(team, deeds.GRANT, about)


@pytest.mark.parametrize("how", ["suspended", "role", "factor", "removed"])
def test_what_somebody_proposed_before_they_had_to_stop_does_not_come_back(team: Team, how: str) -> None:
    first, second, third = team.lead(), team.lead(), team.lead()
    proposal, _about = proposed(team, deeds.GRANT, first)
    if how == "suspended":
        team.do(service.suspend, first.id, by=second.id, now=NOON)
    else:
        act, role = {
            "role": (deeds.WITHDRAW_ROLE, team.leading), "factor": (deeds.NEW_FACTOR, ""), "removed": (deeds.REMOVE, "")
        }[how]  # fmt: skip
        team.confirm(team.propose(second, act, role, first), third)
    assert not team.waits(proposal)


def test_a_role_is_withdrawn_while_its_holder_confirms(team: Team) -> None:
    """Whichever comes first: never is it done with a permission that was gone before."""
    for _ in range(4):
        first, second, third, fourth = (team.lead() for _ in range(4))
        grant, about = proposed(team, deeds.GRANT, first)
        loss = team.propose(third, deeds.WITHDRAW_ROLE, team.leading, second)
        at_once([lambda s=second, g=grant: team.confirm(g, s), lambda f=fourth, w=loss: team.confirm(w, f)])
        assert team.roles(second) == set()
        events = [
            (event, actor) for event, codes, actor in team.log() if codes.get("act") in ("grant", "withdraw_role")
        ]
        confirmed = [actor for event, actor in reversed(events) if event == "staff_confirmed"][-2:]
        if is_done(team, deeds.GRANT, about):
            assert confirmed == [second.id, fourth.id], "it was done after the role was gone"


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


def test_what_no_longer_fits_is_not_done(team: Team) -> None:
    about = team.other()
    proposal = team.propose(team.lead(), deeds.GRANT, team.leading, about)
    team.do(service.suspend, about.id, by=team.lead().id, now=NOON)
    with pytest.raises(NotPossible):
        team.confirm(proposal, team.lead())
    assert team.roles(about) == {team.plain}


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


@pytest.mark.parametrize("act", [deeds.NEW_FACTOR, deeds.REMOVE, deeds.WITHDRAW_ROLE])
def test_every_sign_in_of_whom_it_is_about_ends_with_it(team: Team, act: str) -> None:
    proposal, about = proposed(team, act)
    assert about is not None
    signed_in(about)
    signed_in(about, stage="second")
    with team.app.app_context():
        shown_once.put(db.session(), about.id, shown_once.TOTP, "an app's secret", times=team.times, now=NOON)
        db.session.commit()
    team.confirm(proposal, team.lead())
    assert team.sign_ins(about) == 0
    left = team.ask(sa.select(ShownOnce.purpose).where(ShownOnce.account_id == about.id))
    assert act != deeds.NEW_FACTOR or not left, "a factor that was being added must not survive"


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
