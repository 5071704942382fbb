"""Proof that whoever presses is the owner: the passphrase, typed once more (safety.md S45, S48)."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import ACTIVE, Account
from support.common.accounts.passphrases.hashing import Hasher
from support.common.accounts.passphrases.typed import canonical
from support.common.kernel.errors import DomainError


class NotTheOwner(DomainError):
    """What was typed is not this account's passphrase."""

    status = 403
    title_key = "forbidden"


def prove(session: Session, account_id: UUID, typed: str, hasher: Hasher, *, hurried: bool) -> None:
    """Check the passphrase of an account, with one computation. Raises :class:`NotTheOwner` or :class:`hashing.Busy`.

    Nothing is held in the database while it is computed.
    """
    wanted = sa.select(Account.passphrase_hash).where(Account.id == account_id, Account.state == ACTIVE)
    stored = session.scalar(wanted)
    session.rollback()
    if not hasher.matches(stored, canonical(typed), hurried=hurried):
        raise NotTheOwner
