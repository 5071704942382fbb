"""Every grave act with a colleague with whom it makes sense, and whether it was done."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from support.common.accounts.models import (
    ACTIVE,
    LEAVING,
    SUSPENDED,
    Account,
    Invitation,
    SecondFactor,
    ShownOnce,
)
from support.common.accounts.staff.people import deeds
from tests.common.accounts.staff.people.team import Team
from tests.people import Person

ABOUT_SOMEBODY = tuple(act for act in deeds.EVENTS if act != deeds.INVITE)


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
