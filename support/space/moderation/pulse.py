"""How the reading goes: when somebody last decided, and whether what is approved may take effect (safety.md S56)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from support.common.audit import chain
from support.common.kernel.db import begin_writing
from support.common.sealing.vault import keystore
from support.space.cases.models import Reading

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def frozen(session: Session) -> bool:
    """Whether publishing stands still: decisions are taken and kept, but none takes effect."""
    return bool(session.scalar(sa.select(Reading.frozen)))


def held_still(session: Session) -> bool:
    """The same for whoever is about to publish: a freeze waits for them, or they see it."""
    return bool(session.scalar(sa.select(Reading.frozen).with_for_update(read=True)))


def last_decided(session: Session) -> datetime | None:
    """When somebody last decided anything."""
    return session.scalar(sa.select(Reading.decided_at))


def beat(session: Session, now: datetime) -> None:
    """Somebody has decided. The caller commits."""
    _put(session, decided_at=now)


def freeze(session: Session, now: datetime) -> bool:
    """Let nothing take effect from now on. Returns whether that is new. Commits."""
    return _turn(session, True, "frozen", now)


def thaw(session: Session, now: datetime) -> bool:
    """Let what was approved take effect again. Returns whether that is new. Commits."""
    return _turn(session, False, "thawed", now)


def _turn(session: Session, wanted: bool, event: str, now: datetime) -> bool:
    begin_writing(session)
    _put(session)
    before = session.scalar(sa.select(Reading.frozen).with_for_update())
    if bool(before) is wanted:
        session.rollback()
        return False
    _put(session, frozen=wanted)
    chain.record(session, f"publishing_{event}", on=now.date(), key=keystore().root("audit"))
    session.commit()
    return True


def _put(session: Session, **values: Any) -> None:
    """Write into the one row, which is made when it is first needed."""
    insert = INSERTS[session.connection().dialect.name](Reading).values(**({"one": 1, "frozen": False} | values))
    if values:
        session.execute(insert.on_conflict_do_update(index_elements=["one"], set_=values))
    else:
        session.execute(insert.on_conflict_do_nothing())
