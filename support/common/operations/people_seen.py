"""What the doctor looks at among the staff: which rule lacks people (DESIGN section 6 "Enough people"; S54)."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from support.common.accounts.models import ACTIVE, STAFF, Account, RoleGrant
from support.common.accounts.roles import FIRST_ROLE
from support.common.kernel.db import DRIVER_ERRORS, db, schema_of
from support.common.operations.findings import GOOD, WARNING, Finding, command, grave

# of each schema: role, how many, and what cannot be kept with fewer
NEEDED: dict[str, tuple[tuple[str, int, str], ...]] = {
    "site": (("administrator", 2, "what one proposes, another has to confirm"),),
    "space": (
        ("lead", 2, "what one proposes, or decides alone in an emergency, another has to confirm"),
        (
            "moderator",
            3,
            "nobody decides about their own post, and an appeal or a second reading goes to somebody else",
        ),
    ),
}


def enough_people() -> Iterator[Finding]:
    """Whether there are enough of each role, and if not, which rule cannot be kept."""
    part = current_app.config["PART"]
    try:
        counts = _counts()
    except (SQLAlchemyError, *DRIVER_ERRORS):
        db.session.rollback()
        return  # the check of the database says why
    if not counts:
        advice = f"{command('staff invite --first')} makes a link for the first {FIRST_ROLE[part]}."
        yield Finding(grave(), "Nobody belongs to the staff yet.", advice)
        return
    for role, wanted, rule in NEEDED[schema_of(part)]:
        found = counts.get(role, 0)
        if found < wanted:
            yield Finding(
                WARNING, f"{found} of {wanted} people with the role {role}: {rule}.", "Invite more at the desk."
            )
        else:
            yield Finding(GOOD, f"{found} people have the role {role}.")


def _counts() -> dict[str, int]:
    wanted = sa.select(RoleGrant.role, sa.func.count(RoleGrant.account_id.distinct())).join(RoleGrant.account)
    wanted = wanted.where(Account.kind == STAFF, Account.state == ACTIVE).group_by(RoleGrant.role)
    counts = {row[0]: row[1] for row in db.session.execute(wanted)}
    db.session.rollback()
    return counts
