"""Leaving: at once, in an order in which a killed process leaves nothing open (promise 10; safety.md S48, S83, S84).

1. One commit: nobody can sign in any more, every sign-in has ended, the name is kept from others for a while.
2. The key is destroyed and the erasure noted in the key store: what was sealed is unreadable, also in every copy.
3. One commit: every row goes, and the link from the log to the person.
4. SQLite's write-ahead log is emptied into the file, in which deleted bytes are overwritten (``secure_delete``).

Every step may be done again. What was broken off, :func:`unfinished` finds for the housekeeper; who left and came back
with an old copy of the database, :func:`repeat` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from support.common.accounts import sessions
from support.common.accounts.means import name_hash
from support.common.accounts.models import LEAVING, STAFF, Account, RetiredName
from support.common.audit import chain
from support.common.privacy.holdings import holdings
from support.common.sealing.keystore import KeyStore
from support.common.sealing.keystore_tables import empty_log
from support.times import Times

AUDIT = "audit"  # the root secret of the log
AT_A_TIME = 400


def leave(session: Session, store: KeyStore, account_id: UUID, times: Times, now: datetime) -> bool:
    """Delete an account and everything held on the person. Returns False where somebody else began it.

    What fails after the first step is left to the housekeeper; the account is closed for good by then.
    """
    if not close(session, account_id, times, now):
        return False
    finish(session, store, account_id, now)
    return True


def close(session: Session, account_id: UUID, times: Times, now: datetime, *, unused_since: date | None = None) -> bool:
    """The first step. Returns whether it was this call that took it. Commits.

    ``unused_since``: only if nobody has signed in since the month before that day.
    """
    session.rollback()  # writes first: SQLite lets no reader become a writer once somebody else has written
    wanted = sa.update(Account).where(Account.id == account_id, Account.state != LEAVING).values(state=LEAVING)
    wanted = wanted.where(Account.used_month < unused_since) if unused_since else wanted
    key = session.scalar(wanted.returning(Account.name_key))
    if key is None:
        session.rollback()
        return False
    sessions.end_all(session, account_id)
    _retire(session, name_hash(key), now.date() + timedelta(days=times.name_kept_days))
    session.commit()
    return True


def finish(session: Session, store: KeyStore, account_id: UUID, now: datetime) -> None:
    """The steps after the first, for an account that is closed; nothing for one that is gone. Commits."""
    store.destroy(account_id, now.date())
    _delete(session, store, account_id, now.date())
    clear(session.get_bind(mapper=Account.__mapper__))


def repeat(session: Session, store: KeyStore, times: Times, now: datetime) -> int:
    """Repeat the leavings that an old copy of the database has undone, and finish those that were broken off.

    Returns how many there were. Reads the whole list of who was erased: for after a start, and after a copy was put
    back.
    """
    for account_id in _among(session, list(store.erased())):
        close(session, account_id, times, now)
    return unfinished(session, store, now)


def unfinished(session: Session, store: KeyStore, now: datetime) -> int:
    """Finish every leaving that was broken off. Returns how many there were. Cheap where there are none."""
    waiting = session.scalars(sa.select(Account.id).where(Account.state == LEAVING)).all()
    session.rollback()
    for account_id in waiting:
        finish(session, store, account_id, now)
    return len(waiting)


def clear(bind: Engine | sa.Connection) -> bool:
    """Leave nothing in SQLite's write-ahead log. Returns False where others kept it busy: it is tried again later.

    PostgreSQL keeps deleted rows until its own vacuum, and its log until it is overwritten; see docs/privacy.md.
    """
    return empty_log(bind.engine)


def _delete(session: Session, store: KeyStore, account_id: UUID, on: date) -> None:
    """The third step: one commit, all of it or nothing."""
    session.rollback()
    mine = sa.update(Account).where(Account.id == account_id, Account.state == LEAVING).values(state=LEAVING)
    kind = session.scalar(mine.returning(Account.kind))  # whoever else does this waits here, and then finds nothing
    if kind is None:
        session.rollback()
        return
    session.expunge_all()
    for holding in holdings():
        holding.erase(session, account_id, on)
    if kind == STAFF:
        chain.record(session, "staff_left", on=on, actor=account_id, key=store.root(AUDIT))
    else:
        chain.record(session, "member_left", on=on, key=store.root(AUDIT))
    chain.forget(session, account=account_id)
    session.commit()


def _retire(session: Session, hashed: str, free_on: date) -> None:
    """Keep the name from others until that day; a day that was kept before gives way."""
    dialect = sqlite if session.connection().dialect.name == "sqlite" else postgresql
    kept = dialect.insert(RetiredName).values(name_hash=hashed, free_on=free_on)
    session.execute(kept.on_conflict_do_update(index_elements=["name_hash"], set_={"free_on": free_on}))


def _among(session: Session, erased: Sequence[UUID]) -> list[UUID]:
    """Those of the erased who have an account all the same."""
    found: list[UUID] = []
    for start in range(0, len(erased), AT_A_TIME):
        some = erased[start : start + AT_A_TIME]
        found += session.scalars(sa.select(Account.id).where(Account.id.in_(some)))
    session.rollback()
    return found
