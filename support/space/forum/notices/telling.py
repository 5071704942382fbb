"""Telling a person something inside the forum: one notice for each key, however often it is told (safety.md S34).

Nothing here commits: a notice stands or falls with what it tells of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from support.common.kernel.clock import database_now
from support.common.sealing.vault import vault
from support.space.forum.notices.models import Notice

PLACE = "notice.sealed"
LONGEST_KEY = 100
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def tell(
    session: Session, account_id: UUID, *, key: str, kind: str, post_id: UUID | None = None,
    revision_id: UUID | None = None, codes: Sequence[str] = (), message: str = "", on: date | None = None,
) -> bool:  # fmt: skip
    """Tell an account something. ``key`` names what it is told of: told again, it is the same notice, unchanged.

    ``kind`` is one of ``sentences.KINDS``; ``codes`` are reason codes; ``message`` is what a reader wrote to them,
    sealed under the account's own key. ``on``: the day, by the database's clock where none is given. Returns whether
    it was news. The caller commits. Raises :class:`wrapping.KeyGone` for a message to somebody who has left.
    """
    if not key or len(key) > LONGEST_KEY:
        raise ValueError("the key of a notice has 1 to 100 characters")
    row = uuid4()
    sealed = vault().seal(account_id, message, place=PLACE, row=row) if message else ""
    session.flush()  # what it is about stands first
    insert = INSERTS[session.connection().dialect.name](Notice).values(
        id=row, account_id=account_id, key=key, kind=kind, post_id=post_id, revision_id=revision_id,
        codes=",".join(codes), sealed=sealed, made_on=on or database_now(session).date(), seen=False,
    )  # fmt: skip
    new = insert.on_conflict_do_nothing(index_elements=["account_id", "key"]).returning(Notice.id)
    return session.scalar(new) is not None


def message_of(notice: Notice) -> str:
    """What the reader wrote to the notice's owner; empty where nothing was. Raises :class:`wrapping.Unreadable`."""
    if not notice.sealed:
        return ""
    return vault().open(notice.account_id, notice.sealed, place=PLACE, row=notice.id)


def forget(session: Session, account_id: UUID, key: str) -> None:
    """Take back what was told before the person needs it any more. The caller commits."""
    session.execute(sa.delete(Notice).where(Notice.account_id == account_id, Notice.key == key))
