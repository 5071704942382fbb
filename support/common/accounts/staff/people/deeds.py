"""The grave acts themselves: what each needs, and what it does when a second person has confirmed it (S54)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts import shown_once
from support.common.accounts.means import name_hash
from support.common.accounts.models import ACTIVE, LEAVING, SUSPENDED, Account, RetiredName, RoleGrant, SecondFactor
from support.common.accounts.roles import ROLES_OF_PART
from support.common.accounts.staff.people import invitations
from support.common.accounts.staff.people.service import NotPossible, close_links, colleague, stand_down
from support.times import Times

INVITE, GRANT, WITHDRAW_ROLE = "invite", "grant", "withdraw_role"
LIFT_SUSPENSION, NEW_FACTOR, REMOVE = "lift_suspension", "new_factor", "remove"
EVENTS = {
    INVITE: "staff_invited",
    GRANT: "role_granted",
    WITHDRAW_ROLE: "role_withdrawn",
    LIFT_SUSPENSION: "suspension_lifted",
    NEW_FACTOR: "factors_removed",
    REMOVE: "staff_removed",
}
WITH_ROLE = (INVITE, GRANT, WITHDRAW_ROLE)


@dataclass(frozen=True)
class Deed:
    """An act of ``EVENTS``; the role where it has one (else empty), and the account where it is about one."""

    act: str
    role: str
    about: uuid.UUID | None

    @property
    def codes(self) -> dict[str, str]:
        """What the log keeps of it beside who and about whom."""
        return {"act": self.act, "role": self.role}


def must_be_possible(session: Session, deed: Deed, part: str) -> None:
    """Raises :class:`NotPossible` where the act makes no sense as things stand, :class:`NotThere` for nobody's id."""
    if deed.act not in EVENTS or bool(deed.role) != (deed.act in WITH_ROLE):
        raise NotPossible("unclear")
    if deed.role and deed.role not in ROLES_OF_PART[part]:
        raise NotPossible("unclear")
    if (deed.about is None) != (deed.act == INVITE):
        raise NotPossible("unclear")
    if deed.about and not _fits(deed, colleague(session, deed.about)):
        raise NotPossible("nothing_to_do")


def do(session: Session, deed: Deed, *, proposed_by: uuid.UUID, times: Times, now: datetime) -> None:
    """Do what :func:`must_be_possible` has let pass. The caller commits."""
    if deed.about is None:
        token = invitations.make(session, deed.role, times, now)
        invitations.lay_ready(session, proposed_by, token, times, now)
        return
    about = colleague(session, deed.about)
    if deed.act == GRANT:
        about.roles.append(RoleGrant(role=deed.role, granted_on=now.date()))
    elif deed.act == WITHDRAW_ROLE:
        about.roles = [grant for grant in about.roles if grant.role != deed.role]
        stand_down(session, about.id)
    elif deed.act == LIFT_SUSPENSION:
        about.state = ACTIVE
    elif deed.act == NEW_FACTOR:
        _take_factors(session, about)
    else:
        _remove(session, about, times, now)
    session.flush()


def _fits(deed: Deed, about: Account) -> bool:
    held = [grant.role for grant in about.roles]
    fitting = {
        GRANT: about.state == ACTIVE and deed.role not in held,
        WITHDRAW_ROLE: deed.role in held,
        LIFT_SUSPENSION: about.state == SUSPENDED,
        NEW_FACTOR: about.state == ACTIVE,
        REMOVE: True,
    }
    return fitting[deed.act]


def _remove(session: Session, about: Account, times: Times, now: datetime) -> None:
    """Closed for good, and erased by the housekeeper soon after; nobody else may come under that name for a while."""
    about.state, about.roles = LEAVING, []
    stand_down(session, about.id)
    close_links(session)
    free_on = now.date() + timedelta(days=times.name_kept_days)
    session.merge(RetiredName(name_hash=name_hash(about.name_key), free_on=free_on))


def _take_factors(session: Session, about: Account) -> None:
    """Somebody lost their second factor: what they had opens nothing, and with the next sign-in they add a new one."""
    session.execute(sa.delete(SecondFactor).where(SecondFactor.account_id == about.id))
    session.expire(about, ["factors"])
    shown_once.done(session, about.id, shown_once.TOTP)
    stand_down(session, about.id)
