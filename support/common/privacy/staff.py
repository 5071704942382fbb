"""What is held on a member of the staff beside the account that everybody has."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import TOTP, ActCount, Proposal, RoleGrant, SecondFactor
from support.common.audit.models import AuditEntry, AuditSubject
from support.common.kernel.i18n import gettext as _
from support.common.privacy.sections import Fact


def role(one: RoleGrant) -> list[Fact]:
    """A task that somebody has."""
    return [
        Fact("role_grant.role", _("Task"), one.role, _task(one.role)),
        Fact("role_grant.granted_on", _("Since"), one.granted_on),
    ]


def _task(role: str) -> str:
    return {
        "moderator": _("moderator"),
        "lead": _("safety lead"),
        "editor": _("editor"),
        "administrator": _("administrator"),
    }.get(role, role)


def factor(one: SecondFactor) -> list[Fact]:
    """A second factor, without what makes it one."""
    kind = _("codes from an app") if one.kind == TOTP else _("a passkey")
    counted = _("Number of the last code used, counted in half minutes since 1970")
    return [
        Fact("second_factor.kind", _("Kind"), one.kind, kind),
        Fact("second_factor.added_on", _("Added on"), one.added_on),
        Fact("second_factor.last_step", counted, one.last_step),
        Fact("second_factor.sign_count", _("How often the passkey has signed, as it says itself"), one.sign_count),
    ]  # fmt: skip


def proposals(session: Session, account_id: UUID) -> list[list[Fact]]:
    """What somebody proposed or what was proposed for them, without who else is in it: that is theirs."""
    mine = sa.or_(Proposal.about_id == account_id, Proposal.proposed_by == account_id)
    return [
        [
            Fact("proposal.act", _("What"), one.act),
            Fact("proposal.role", _("Task"), one.role, _task(one.role)),
            Fact("proposal.ends_at", _("Until"), one.ends_at),
        ]
        for one in session.scalars(sa.select(Proposal).where(mine))
    ]


def counts(session: Session, account_id: UUID) -> list[list[Fact]]:
    """How many grave acts somebody did, hour by hour."""
    wanted = sa.select(ActCount).where(ActCount.account_id == account_id).order_by(ActCount.hour)
    return [
        [Fact("act_count.hour", _("Hour"), one.hour), Fact("act_count.acts", _("How many"), one.acts)]
        for one in session.scalars(wanted)
    ]


def log(session: Session, account_id: UUID) -> list[list[Fact]]:
    """What the chained log holds of somebody: what they did, and what was done about them."""
    me = sa.select(AuditSubject.id).where(AuditSubject.account == account_id).scalar_subquery()
    wanted = sa.select(AuditEntry).where(sa.or_(AuditEntry.actor == me, AuditEntry.subject == me))
    return [
        [
            Fact("audit_entry.day", _("Day"), one.day),
            Fact("audit_entry.event", _("What"), one.event),
            Fact("audit_entry.codes", _("About"), one.codes),
            Fact("audit_entry.wait_minutes", _("Minutes that somebody waited"), one.wait_minutes),
        ]
        for one in session.scalars(wanted.order_by(AuditEntry.number))
    ]
