"""What the accounts hold on one person: written down, and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from flask_babel import format_date
from sqlalchemy.orm import Session

from support.common.accounts import sessions
from support.common.accounts.models import (
    ACTIVE,
    MEMBER,
    STAFF,
    Acceptance,
    Account,
    ActCount,
    Invitation,
    Proposal,
    RecoveryCode,
    RoleGrant,
    SecondFactor,
    ShownOnce,
    SignIn,
)
from support.common.kernel.i18n import gettext as _
from support.common.privacy import staff
from support.common.privacy.register import register
from support.common.privacy.sections import Fact, Section
from support.common.privacy.words import KEPT
from support.times import Times

OWNED = (RecoveryCode, SignIn, SecondFactor, Acceptance, RoleGrant, ShownOnce, ActCount)  # all have an account_id


def erase_account(session: Session, account_id: UUID, _on: date) -> None:
    """Delete every row that belongs to the account, and the account. The caller commits.

    With somebody of the staff go the open links of invitations: whoever leaves may have seen them.
    """
    if session.scalar(sa.select(Account.kind).where(Account.id == account_id)) == STAFF:
        session.execute(sa.delete(Invitation))
    for table in OWNED:
        session.execute(sa.delete(table).where(table.account_id == account_id))
    mine = sa.or_(Proposal.about_id == account_id, Proposal.proposed_by == account_id)
    session.execute(sa.delete(Proposal).where(mine))
    session.execute(sa.delete(Account).where(Account.id == account_id))


def export_account(session: Session, account_id: UUID, times: Times, now: datetime) -> Sequence[Section]:
    """Everything that the accounts hold on somebody who is signed in."""
    account = session.get_one(Account, account_id)
    lasting = sessions.lasting(session, account_id, now)
    sections = [
        ("account", _("Your account"), [_account(account)]),
        ("acceptances", _("What you agreed to"), [_acceptance(one) for one in account.acceptances]),
        ("sign_ins", _("Where you are signed in"), [_sign_in(one) for one in lasting]),
        ("recovery_codes", _("Recovery codes that are left"), _codes(session, account_id)),
        ("roles", _("Your tasks"), [staff.role(one) for one in account.roles]),
        ("second_factors", _("Your second factors"), [staff.factor(one) for one in account.factors]),
        ("shown_once", _("What waits for you to note it down"), _waiting(session, account_id, now)),
        ("proposals", _("What you proposed, or what was proposed for you"), staff.proposals(session, account_id)),
        ("act_counts", _("How many grave steps you took in an hour"), staff.counts(session, account_id)),
        ("log", _("What the log holds of you"), staff.log(session, account_id)),
    ]  # fmt: skip
    tables = dict(zip((key for key, _title, _rows in sections), TABLES, strict=True))
    return [Section(key, title, rows, _kept(tables[key], times)) for key, title, rows in sections]


TABLES = (
    "account", "acceptance", "sign_in", "recovery_code", "role_grant", "second_factor", "shown_once", "proposal",
    "act_count", "audit_entry",
)  # fmt: skip


def _kept(table: str, times: Times) -> str:
    sentences = {KEPT[column.kept](times): None for column in register() if column.table == table}
    return " ".join(sentences)


def _account(account: Account) -> list[Fact]:
    kind = _("member") if account.kind == MEMBER else _("staff")
    state = _("in use") if account.state == ACTIVE else _("not in use")
    month = str(format_date(account.used_month, "MMMM y"))
    return [
        Fact("account.name", _("The name you chose here"), account.name),
        Fact("account.kind", _("What you are here"), account.kind, kind),
        Fact("account.state", _("The account is"), account.state, state),
        Fact("account.used_month", _("Month of your last sign-in"), account.used_month, month),
    ]


def _acceptance(one: Acceptance) -> list[Fact]:
    text = {"guidelines": _("the guidelines"), "commitment": _("the commitment")}.get(one.agreement, one.agreement)
    return [
        Fact("acceptance.agreement", _("Which text"), one.agreement, text),
        Fact("acceptance.version", _("Version"), one.version),
        Fact("acceptance.accepted_on", _("Day"), one.accepted_on),
    ]


def _sign_in(one: SignIn) -> list[Fact]:
    return [
        Fact("sign_in.began_on", _("Since"), one.began_on),
        Fact("sign_in.own_device", _("A device of your own"), one.own_device),
        Fact("sign_in.stage", _("Good for"), one.stage, _("everything") if one.stage == "full" else one.stage),
        Fact("sign_in.idle_until", _("Ends, if you open no page, at"), one.idle_until),
        Fact("sign_in.ends_at", _("Ends in any case at"), one.ends_at),
        Fact("sign_in.proven_until", _("Your last proof of who you are counts until"), one.proven_until),
    ]


def _codes(session: Session, account_id: UUID) -> list[list[Fact]]:
    wanted = sa.select(RecoveryCode.slot).where(RecoveryCode.account_id == account_id).order_by(RecoveryCode.slot)
    return [
        [Fact("recovery_code.slot", _("Number of the code on your list"), slot, str(slot + 1))]
        for slot in session.scalars(wanted)
    ]


def _waiting(session: Session, account_id: UUID, now: datetime) -> list[list[Fact]]:
    wanted = sa.select(ShownOnce).where(ShownOnce.account_id == account_id, ShownOnce.ends_at > now)
    return [
        [
            Fact("shown_once.purpose", _("What it is for"), one.purpose),
            Fact("shown_once.ends_at", _("Until"), one.ends_at),
        ]
        for one in session.scalars(wanted)
    ]
