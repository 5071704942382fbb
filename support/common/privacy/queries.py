"""Who would be missing. Reads only."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import ACTIVE, STAFF, Account, RoleGrant
from support.common.accounts.roles import LEADING, ROLES, allowed


def last_to_lead(session: Session, account_id: UUID) -> bool:
    """Whether nobody else is left who may lead the staff, once this member of the staff has gone."""
    leading = [role for role in ROLES if all(allowed([role], permission) for permission in LEADING)]
    wanted = sa.select(RoleGrant.account_id).join(Account).where(RoleGrant.role.in_(leading))
    holders = set(session.scalars(wanted.where(Account.state == ACTIVE, Account.kind == STAFF)))
    return holders == {account_id}
