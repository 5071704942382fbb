"""What happens between a proposal and its confirmation counts: roles lost, people suspended, others who were faster."""

from __future__ import annotations

from functools import partial

import pytest
import sqlalchemy as sa

from support.common.accounts import shown_once
from support.common.accounts.models import (
    SUSPENDED,
    Account,
    Invitation,
    RoleGrant,
    ShownOnce,
)
from support.common.accounts.staff.people import deeds, service
from support.common.accounts.staff.people.service import NotPossible, NotThere
from support.common.kernel.db import db
from tests.common.accounts.staff.people.acts import clear_invitations, is_done, proposed
from tests.common.accounts.staff.people.team import NOON, Team, at_once
from tests.people import signed_in


def test_of_eight_who_confirm_at_the_same_moment_one_does_it(team: Team) -> None:
    clear_invitations(team)
    proposal, _nobody = proposed(team, deeds.INVITE)
    leads = [team.lead() for _ in range(8)]
    came = at_once([partial(team.confirm, proposal, lead) for lead in leads])
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
        at_once([partial(team.confirm, grant, second), partial(team.confirm, loss, fourth)])
        assert team.roles(second) == set()
        events = [
            (event, actor) for event, codes, actor in team.log() if codes.get("act") in ("grant", "withdraw_role")
        ]
        confirmed = [actor for event, actor in reversed(events) if event == "staff_confirmed"][-2:]
        if is_done(team, deeds.GRANT, about):
            assert confirmed == [second.id, fourth.id], "it was done after the role was gone"


def test_what_no_longer_fits_is_not_done(team: Team) -> None:
    about = team.other()
    proposal = team.propose(team.lead(), deeds.GRANT, team.leading, about)
    team.do(service.suspend, about.id, by=team.lead().id, now=NOON)
    with pytest.raises(NotPossible):
        team.confirm(proposal, team.lead())
    assert team.roles(about) == {team.plain}


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
