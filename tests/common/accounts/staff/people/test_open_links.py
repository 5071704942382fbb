"""Links of invitations do not outlive the trust in who asked for them, and every leading person sees and ends them."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from support.common.accounts.joining import service as joining
from support.common.accounts.models import Invitation
from support.common.accounts.sessions import hashed
from support.common.accounts.staff.people import deeds, invitations, service
from support.common.accounts.staff.people.service import NotThere
from tests.common.accounts.staff.people.seen import stamp_of
from tests.common.accounts.staff.people.team import NOON, Team
from tests.common.accounts.walking import Walker


def opened(team: Team, role: str = "") -> str:
    """The token of a link that works; whom it was given to is stored nowhere."""
    with team.app.app_context():
        return invited(team, role or team.plain)


def invited(team: Team, role: str) -> str:
    def make(session: object) -> str:
        token = invitations.make(session, role, team.times, NOON)  # type: ignore[arg-type]
        session.commit()  # type: ignore[attr-defined]
        return token

    return team.do(make)


def works(team: Team, token: str) -> bool:
    return team.do(joining.invited_as, token, NOON) is not None


@pytest.mark.parametrize("way", ["suspended", "revoked", "removed"])
def test_when_somebody_has_to_go_no_link_stays_open(team: Team, way: str) -> None:
    """A link may have been for a second account of theirs."""
    first, second, gone = team.lead(), team.lead(), team.lead()
    token = opened(team)
    assert works(team, token)
    if way == "suspended":
        team.do(service.suspend, gone.id, by=first.id, now=NOON)
    elif way == "revoked":
        team.do(service.revoke, gone.name, NOON)
    else:
        team.confirm(team.propose(first, deeds.REMOVE, about=gone), second)
    assert not works(team, token)


def test_taking_a_role_away_leaves_links_open(team: Team) -> None:
    first, second, other = team.lead(), team.lead(), team.other()
    token = opened(team)
    team.confirm(team.propose(first, deeds.WITHDRAW_ROLE, team.plain, other), second)
    assert works(team, token)


def test_whoever_leads_sees_the_open_links_and_ends_one(own_team: Team) -> None:
    stays, goes = opened(own_team, own_team.leading), opened(own_team)
    lead = own_team.lead()
    walker = own_team.walker(lead)
    place = walker.page.root
    (heading,) = [one for one in place.iter("h2") if one.attrib.get("id") == "links"]
    assert heading is not None
    day = (NOON + timedelta(hours=own_team.times.invitation_hours)).day
    assert f"It works until {day} November" in walker.text
    assert stays not in walker.answer.text
    assert goes not in walker.answer.text
    (chosen,) = own_team.ask(sa.select(Invitation.id).where(Invitation.role == own_team.plain))
    fields = {"stamp": stamp_of(walker), "invitation": str(chosen)}
    walker.post(f"{own_team.people}/end-link", fields)
    assert "Nobody can join with it any more" in walker.text
    assert (works(own_team, stays), works(own_team, goes)) == (True, False)
    assert own_team.log()[0] == ("invitation_ended", {"role": own_team.plain}, lead.id)
    assert "Ended the link of an invitation" in walker.open(f"{own_team.desk}/log").text
    assert own_team.is_whole()
    walker.open(own_team.people).post(f"{own_team.people}/end-link", {**fields, "stamp": stamp_of(walker)})
    assert walker.status == 404


def test_who_does_not_lead_ends_no_link(team: Team) -> None:
    token, other = opened(team), team.other()
    (chosen,) = team.ask(sa.select(Invitation.id).where(Invitation.token_hash == hashed(token)))
    for by, link in ((other.id, chosen), (uuid.uuid4(), chosen), (team.lead().id, uuid.uuid4())):
        with pytest.raises(NotThere):
            team.do(invitations.end, link, by, NOON)
    with pytest.raises(NotThere):
        team.do(invitations.end, chosen, team.lead().id, NOON + timedelta(hours=team.times.invitation_hours))
    assert works(team, token)


def test_ending_a_link_needs_a_fresh_proof(team: Team) -> None:
    token = opened(team)
    walker = team.walker(team.lead())
    stamp = stamp_of(walker)
    team.at(NOON + timedelta(minutes=team.times.proof_minutes))
    (chosen,) = team.ask(sa.select(Invitation.id).where(Invitation.token_hash == hashed(token)))
    walker.post(f"{team.people}/end-link", {"stamp": stamp, "invitation": str(chosen)})
    assert walker.path == f"{team.desk}/prove"
    assert works(team, token)


def test_beside_confirm_stands_what_a_second_person_is_for(team: Team) -> None:
    first, second = team.lead(), team.lead()
    team.propose(first, deeds.INVITE, team.plain)
    asked = "Whoever confirms answers for it as well"
    assert asked in Walker(team.app, team.walker(second).client).open(team.people).text
