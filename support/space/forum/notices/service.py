"""What a person does with their notices: mark them as seen."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.kernel.db import begin_writing
from support.space.forum.notices.models import Notice


def mark_seen(session: Session, account_id: uuid.UUID, notice_id: uuid.UUID | None = None) -> None:
    """Mark one notice of somebody as seen, or all of them. Nothing happens to anybody else's. Commits."""
    begin_writing(session)
    mine = sa.update(Notice).where(Notice.account_id == account_id, Notice.seen.is_(False))
    session.execute((mine.where(Notice.id == notice_id) if notice_id else mine).values(seen=True))
    session.commit()
