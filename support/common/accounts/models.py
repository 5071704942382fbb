"""What is stored of people: as little as an account needs, and nothing that says who they are (promise 6, S28).

These tables stand in the database of each application, the site's for its staff. Which column serves what, and for
how long: ``support/common/privacy/data/register.csv``.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from support.common.kernel.db import Code, CommonModel, Key, Words

MEMBER, STAFF = "member", "staff"
ACTIVE, SUSPENDED, LEAVING = "active", "suspended", "leaving"
FULL, SECOND, ENROL, RECOVER = "full", "second", "enrol", "recover"
TOTP, PASSKEY = "totp", "passkey"


class Account(CommonModel):
    """A person in this application: a name of their choice and the means to come back."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("kind IN ('member', 'staff')", name="kind"),
        CheckConstraint("state IN ('active', 'suspended', 'leaving')", name="state"),
    )

    id: Mapped[Key]
    kind: Mapped[Code]
    name: Mapped[str] = mapped_column(String(64))
    name_key: Mapped[str] = mapped_column(String(64), unique=True)  # the look-alike skeleton (UTS 39)
    passphrase_hash: Mapped[Words]
    state: Mapped[Code] = mapped_column(String(64), default=ACTIVE)
    used_month: Mapped[date]  # the first day of the month of the last sign-in: when nobody comes, it is deleted

    roles: Mapped[list[RoleGrant]] = relationship(back_populates="account", cascade="all, delete-orphan")
    acceptances: Mapped[list[Acceptance]] = relationship(back_populates="account", cascade="all, delete-orphan")
    factors: Mapped[list[SecondFactor]] = relationship(back_populates="account", cascade="all, delete-orphan")


class RecoveryCode(CommonModel):
    """One of the codes that open an account once. A used one is deleted."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "slot"),)

    id: Mapped[Key]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    slot: Mapped[int]
    code_hash: Mapped[Words]


class SignIn(CommonModel):
    """A sign-in that lasts: of the token in the cookie only a hash (S43). ``stage`` says what it is good for."""

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint("stage IN ('full', 'second', 'enrol', 'recover')", name="stage"),)

    id: Mapped[Key]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    stage: Mapped[Code]
    began_on: Mapped[date]
    idle_until: Mapped[datetime]
    ends_at: Mapped[datetime]
    proven_until: Mapped[datetime | None]
    own_device: Mapped[bool] = mapped_column(default=False)
    challenge: Mapped[Words]  # what a passkey is asked to sign next, once

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class SecondFactor(CommonModel):
    """What a member of the staff shows beside the passphrase: an app's code, or a passkey."""

    __tablename__ = "second_factor"
    __table_args__ = (CheckConstraint("kind IN ('totp', 'passkey')", name="kind"),)

    id: Mapped[Key]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[Code]
    sealed: Mapped[Words]  # the secret of the app's code, in the vault
    last_step: Mapped[int] = mapped_column(default=0)  # a code works once: only later steps are taken (S49)
    credential: Mapped[str | None] = mapped_column(String(1400), unique=True)  # of a passkey, base64url
    public_key: Mapped[Words]
    sign_count: Mapped[int] = mapped_column(default=0)
    added_on: Mapped[date]

    account: Mapped[Account] = relationship(back_populates="factors")


class Acceptance(CommonModel):
    """That a person agreed to a version of a text, and on which day."""

    __tablename__ = "acceptance"
    __table_args__ = (UniqueConstraint("account_id", "agreement", "version"),)

    id: Mapped[Key]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    agreement: Mapped[Code]
    version: Mapped[int]
    accepted_on: Mapped[date]

    account: Mapped[Account] = relationship(back_populates="acceptances")


class RoleGrant(CommonModel):
    """That a member of the staff holds a role of accounts/roles.py."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "role"),)

    id: Mapped[Key]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[Code]
    granted_on: Mapped[date]

    account: Mapped[Account] = relationship(back_populates="roles")


class Joining(CommonModel):
    """Somebody who is about to join: gone when they have joined, or after an hour. Its id becomes the account's."""

    __tablename__ = "joining"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[Code]
    role: Mapped[str] = mapped_column(String(64), default="")
    name: Mapped[str] = mapped_column(String(64))
    name_key: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[Words]  # the passphrase, in the vault, until the person has shown that they have it
    passphrase_hash: Mapped[Words]
    own_device: Mapped[bool] = mapped_column(default=False)
    ends_at: Mapped[datetime]


class ShownOnce(CommonModel):
    """A secret on its way to the person it is for, in the vault: it must survive a redirect and a reload, no more."""

    __tablename__ = "shown_once"
    __table_args__ = (UniqueConstraint("account_id", "purpose"),)

    id: Mapped[Key]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    purpose: Mapped[Code]
    sealed: Mapped[Words]
    pending: Mapped[Words]  # the hash that counts once the person has shown that they have the secret
    ends_at: Mapped[datetime]


class Invitation(CommonModel):
    """A link that makes one member of the staff, once."""

    __tablename__ = "invitation"

    id: Mapped[Key]
    role: Mapped[Code]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    ends_at: Mapped[datetime]


class Proposal(CommonModel):
    """A grave act that one person has proposed and another has to confirm (S54)."""

    __tablename__ = "proposal"

    id: Mapped[Key]
    act: Mapped[Code]
    role: Mapped[str] = mapped_column(String(64), default="")
    about_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    ends_at: Mapped[datetime]


class ActCount(CommonModel):
    """How many grave acts a member of the staff did in an hour: a cap against a taken-over account (S56)."""

    __tablename__ = "act_count"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    acts: Mapped[int]


class RetiredName(CommonModel):
    """A name that was given up and is not free yet: only a keyed hash of its skeleton, until a day."""

    __tablename__ = "retired_name"

    name_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    free_on: Mapped[date]
