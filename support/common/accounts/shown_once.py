"""A secret on its way to the person it is for: it survives the redirect and a reload, and is gone when they have it.

It lies in the vault under the person's own key (safety.md S84), for as long as an unfinished joining lasts at most.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from support.common.accounts.models import ShownOnce
from support.common.sealing.vault import vault
from support.common.sealing.wrapping import KeyGone
from support.times import Times

CODES, PASSPHRASE, TOTP, INVITATION = "codes", "passphrase", "totp", "invitation"  # purposes
PLACE = "shown_once.sealed"
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class Shown:
    """The secret, and the hash that counts once the person has shown that they have it (empty where none waits)."""

    text: str = field(repr=False)
    pending: str = field(repr=False)


def put(
    session: Session,
    account_id: uuid.UUID,
    purpose: str,
    text: str,
    *,
    pending: str = "",
    times: Times,
    now: datetime,
) -> None:
    """Lay a secret ready in place of an earlier one of the same purpose. The caller commits.

    Raises :class:`wrapping.KeyGone` where the account has no key.
    """
    row = uuid.uuid4()
    values = {
        "id": row,
        "sealed": vault().seal(account_id, text, place=PLACE, row=row),
        "pending": pending,
        "ends_at": now + timedelta(minutes=times.joining_minutes),
    }
    session.flush()  # the account's own row stands first
    insert = INSERTS[session.connection().dialect.name](ShownOnce)
    insert = insert.values(account_id=account_id, purpose=purpose, **values)
    session.execute(insert.on_conflict_do_update(index_elements=["account_id", "purpose"], set_=values))


def look(session: Session, account_id: uuid.UUID, purpose: str, now: datetime) -> Shown | None:
    """What lies ready; None where nothing does, where its time is over, or where its key is gone."""
    wanted = sa.select(ShownOnce.id, ShownOnce.sealed, ShownOnce.pending)
    mine = wanted.where(ShownOnce.account_id == account_id, ShownOnce.purpose == purpose, ShownOnce.ends_at > now)
    found = session.execute(mine).one_or_none()
    if found is None:
        return None
    try:
        return Shown(vault().open(account_id, found.sealed, place=PLACE, row=found.id), found.pending)
    except KeyGone:
        return None


def done(session: Session, account_id: uuid.UUID, purpose: str) -> None:
    """The person has it: it is deleted. The caller commits."""
    session.execute(sa.delete(ShownOnce).where(ShownOnce.account_id == account_id, ShownOnce.purpose == purpose))
