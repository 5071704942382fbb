"""Links that make one member of the staff: whom they are shown to, how often, and where they stand (safety.md S50)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from support.common.accounts.joining import service as joining
from support.common.accounts.models import SUSPENDED, Account, Invitation, ShownOnce
from support.common.accounts.sessions import hashed
from support.common.accounts.staff.people import deeds, invitations
from support.common.accounts.staff.people.invitations import Ready
from support.common.accounts.staff.people.service import NotPossible, NotThere
from tests.common.accounts.staff.people.team import NOON, Team, at_once
from tests.people import Person


def ready(team: Team, person: Person, now: datetime = NOON) -> list[Ready]:
    return team.do(invitations.ready, person.id, now)


def invite(team: Team, first: Person, second: Person, role: str = "", now: datetime = NOON) -> None:
    team.confirm(team.propose(first, deeds.INVITE, role or team.plain, now=now), second, now=now)


def pass_on(team: Team, person: Person, invitation: uuid.UUID) -> None:
    team.do(invitations.passed_on, person.id, invitation, team.times, NOON)


def test_the_link_is_for_who_proposed_it_alone(team: Team) -> None:
    first, second = team.lead(), team.lead()
    invite(team, first, second, team.leading)
    assert ready(team, second) == []
    (link,) = ready(team, first)
    assert link.role == team.leading
    assert link.token not in repr(link)
    assert team.do(joining.invited_as, link.token, NOON) == team.leading
    assert team.log()[0] == ("staff_invited", {"role": team.leading}, first.id)


def test_it_is_shown_for_as_long_as_it_works(team: Team) -> None:
    """Who proposed it may come hours after it was confirmed."""
    first = team.lead()
    invite(team, first, team.lead())
    end = NOON + timedelta(hours=team.times.invitation_hours)
    assert ready(team, first, end - timedelta(seconds=1))
    assert ready(team, first, end) == []
    ends = team.ask(sa.select(ShownOnce.ends_at).where(ShownOnce.account_id == first.id))
    assert ends == [end], "the housekeeper takes it then"


def test_several_links_wait_side_by_side(team: Team) -> None:
    first, second = team.lead(), team.lead()
    invite(team, first, second, team.plain)
    later = NOON + timedelta(hours=1)
    invite(team, first, second, team.leading, later)
    found = ready(team, first)
    assert [one.role for one in found] == [team.plain, team.leading]
    pass_on(team, first, found[0].id)
    assert ready(team, first) == found[1:]
    pass_on(team, first, found[1].id)
    assert ready(team, first) == []
    assert team.ask(sa.select(ShownOnce.id).where(ShownOnce.account_id == first.id)) == []
    assert team.do(joining.invited_as, found[0].token, NOON) == team.plain, "it works all the same"


def test_a_used_link_is_not_shown_any_more(team: Team) -> None:
    first = team.lead()
    invite(team, first, team.lead())
    team.write(sa.delete(Invitation).where(Invitation.id == ready(team, first)[0].id))
    assert ready(team, first) == []


def test_nobody_else_says_that_it_was_passed_on(team: Team) -> None:
    first, second = team.lead(), team.lead()
    invite(team, first, second)
    found = ready(team, first)
    for who, what in ((second, found[0].id), (first, uuid.uuid4())):
        with pytest.raises(NotThere):
            pass_on(team, who, what)
    assert ready(team, first) == found


def test_two_confirmed_at_the_same_moment_are_both_there(team: Team) -> None:
    first = team.lead()
    waiting = [team.propose(first, deeds.INVITE, team.plain) for _ in range(5)]
    at_once([partial(team.confirm, one, team.lead()) for one in waiting])
    assert len(ready(team, first)) == 5


def test_a_link_stands_nowhere_in_clear(own_team: Team) -> None:
    first = own_team.lead()
    invite(own_team, first, own_team.lead())
    token = ready(own_team, first)[0].token
    files = [one.read_bytes() for one in Path(own_team.app.config["INSTANCE"]).rglob("*") if one.is_file()]
    database = Path(own_team.app.config["SQLALCHEMY_DATABASE_URI"].database)
    files += [one.read_bytes() for one in database.parent.glob(f"{database.name}*")]
    assert any(hashed(token).encode() in content for content in files), "the hash is found where the link would be"
    for piece in (token, token[:12], token[-12:]):
        assert not any(piece.encode() in content for content in files)


def by_command(team: Team, role: str = "", now: datetime = NOON) -> str:
    return team.do(invitations.by_command, role or team.leading, team.part, team.times, now)


def first_link(team: Team, now: datetime = NOON) -> str | None:
    return team.do(invitations.first, team.part, team.times, now)


def works(team: Team, token: str | None) -> bool:
    return team.do(joining.invited_as, token or "", NOON) is not None


def test_the_command_line_invites_until_two_lead(own_team: Team) -> None:
    by_command(own_team)
    own_team.lead()
    own_team.other()
    by_command(own_team, own_team.plain)
    second = own_team.lead()
    with pytest.raises(NotPossible) as refused:
        by_command(own_team)
    assert refused.value.reason == "use_the_desk"
    own_team.write(sa.update(Account).where(Account.id == second.id).values(state=SUSPENDED))
    by_command(own_team)
    assert own_team.is_whole()
    assert own_team.log()[0] == ("staff_invited", {"role": own_team.leading}, None)


def test_three_links_of_the_command_line_are_open_at_most(own_team: Team) -> None:
    links = [by_command(own_team) for _ in range(3)]
    with pytest.raises(NotPossible) as refused:
        by_command(own_team)
    assert refused.value.reason == "too_many_links"
    assert all(works(own_team, link) for link in links)
    by_command(own_team, now=NOON + timedelta(hours=own_team.times.invitation_hours))


def test_the_very_first_link_leads_and_the_oldest_gives_way(own_team: Team) -> None:
    links = [first_link(own_team, NOON + timedelta(minutes=number)) for number in range(5)]
    assert [works(own_team, link) for link in links] == [False, False, True, True, True]
    assert own_team.do(joining.invited_as, links[4], NOON) == own_team.leading


@pytest.mark.parametrize("how", ["active", "suspended", "leaving"])
def test_nobody_is_first_where_somebody_is(own_team: Team, how: str) -> None:
    own_team.write(sa.update(Account).where(Account.id == own_team.other().id).values(state=how))
    assert first_link(own_team) is None


def test_members_do_not_count_as_staff(own_team: Team) -> None:
    own_team.member()
    assert first_link(own_team)
