"""What has to follow from something that was committed: written in the same transaction, delivered by the housekeeper.

Delivery is at least once: whoever handles an item makes the second time the same as the first. An item that fails
waits longer each time, and holds nothing else up (DESIGN section 6, moderation.md 2.4, invariant 8).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Session

from support.common.audit.models import OutboxItem
from support.common.kernel.clock import database_now
from support.common.kernel.db import begin_writing, db
from support.common.kernel.logs import log

EXTENSION = "outbox"
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
AT_A_TIME = 100


@dataclass(frozen=True)
class Item:
    """One thing to be done: what it is about, with codes, and the moment of this try."""

    about: UUID
    codes: tuple[str, ...]
    now: datetime


Handler = Callable[[Session, Item], object]
Handlers = Mapping[str, Sequence[Handler]]


def handle(app: Flask, kind: str, handler: Handler) -> None:
    """Let ``handler`` do what follows from that kind, in the transaction in which the item goes. It does not commit.
    Several for one kind are called in the order in which they came."""
    app.extensions.setdefault(EXTENSION, {}).setdefault(kind, []).append(handler)


def put(session: Session, kind: str, about: UUID, codes: Sequence[str] = ()) -> None:
    """Something of that kind has to follow, if the caller's transaction is committed."""
    session.add(OutboxItem(kind=kind, about=about, codes=",".join(codes), tries=0))


def deliver_due() -> int:
    """The housekeeper's job: deliver what is due. Returns how many items went."""
    return deliver(db.session(), cast(Handlers, current_app.extensions.get(EXTENSION, {})))


def deliver(session: Session, handlers: Handlers) -> int:
    """Deliver what is due, oldest first, each item in a transaction of its own. A kind that nobody handles waits: an
    older release may have put it, or a newer one may take it."""
    now, gone = database_now(session), 0
    due = _due(now).with_only_columns(OutboxItem.place).where(OutboxItem.kind.in_(list(handlers)))
    places = session.scalars(due.limit(AT_A_TIME)).all()
    session.rollback()
    for place in places:
        gone += _deliver(session, place, handlers)
    return gone


def _deliver(session: Session, place: int, handlers: Handlers) -> bool:
    begin_writing(session)
    now = database_now(session)
    item = session.scalar(_due(now).where(OutboxItem.place == place).with_for_update(skip_locked=True))
    if item is None:  # another process has it
        session.rollback()
        return False
    kind = item.kind
    try:
        for handler in handlers[kind]:
            handler(session, Item(item.about, tuple(filter(None, item.codes.split(","))), now))
        session.delete(item)
        session.commit()
    except Exception:
        log.error("delivery failed", exc_info=True, extra={"job": kind})
        session.rollback()
        _later(session, place, now)
        return False
    return True


def _later(session: Session, place: int, now: datetime) -> None:
    begin_writing(session)
    item = session.get(OutboxItem, place, with_for_update=True)
    if item is not None:
        item.tries += 1
        item.next_at = now + pause_after(item.tries)
    session.commit()


def pause_after(tries: int) -> timedelta:
    """How long an item waits that has failed so often: twice as long each time, an hour at most."""
    return LONGEST_PAUSE if tries > 20 else min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)


def _due(now: datetime) -> sa.Select[OutboxItem]:
    ripe = sa.or_(OutboxItem.next_at.is_(None), OutboxItem.next_at <= now)
    return sa.select(OutboxItem).where(ripe).order_by(OutboxItem.place)
