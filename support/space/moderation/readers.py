"""Who may read what waits: an active member of the staff with a role that lets them (accounts/roles.py)."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import ACTIVE, STAFF, Account, RoleGrant
from support.common.accounts.roles import allowed
from support.space.cases.conflicts import NotYours
from support.space.moderation.leasing import Reader


def reader(session: Session, by: UUID) -> Reader:
    """That account as a reader; what one account does is done one after the other, in however many windows.

    Raises :class:`NotYours` for whoever may not read.
    """
    wanted = sa.select(Account.kind, Account.state).where(Account.id == by).with_for_update(key_share=True)
    row = session.execute(wanted).one_or_none()
    roles = roles_of(session, by)
    if row is None or row.kind != STAFF or row.state != ACTIVE or not allowed(roles, "review"):
        raise NotYours
    return Reader(by, lead=allowed(roles, "review.lead"))


def may_read_still(session: Session, by: UUID | None) -> bool:
    """Whether an account that decided may still read: an approval of one that may not does not take effect."""
    if by is None:
        return False
    active = sa.select(Account.id).where(Account.id == by, Account.kind == STAFF, Account.state == ACTIVE)
    return session.scalar(active) is not None and allowed(roles_of(session, by), "review")


def roles_of(session: Session, by: UUID) -> list[str]:
    """The roles of an account."""
    return list(session.scalars(sa.select(RoleGrant.role).where(RoleGrant.account_id == by)))
