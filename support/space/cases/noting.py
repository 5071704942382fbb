"""What happens to a case goes into the chained log, in the same transaction: codes, days and the wait (invariant 9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from support.common.audit import chain
from support.common.sealing.vault import keystore


def note(
    session: Session, event: str, *, post_id: UUID, on: date, by: UUID | None = None,
    reasons: Sequence[str] = (), wait: int | None = None, **codes: str,
) -> None:  # fmt: skip
    """Write a step of a post's review into the log, as ``post_…``; the caller commits at once, for others wait for it.

    ``reasons`` are policy codes, ``wait`` the minutes from sending to the end of the case.
    """
    kept = {"reasons": ".".join(reasons).lower()} if reasons else {}
    key = keystore().root("audit")
    chain.record(
        session, f"post_{event}", on=on, actor=by, post=post_id, codes=kept | codes, wait_minutes=wait, key=key
    )
