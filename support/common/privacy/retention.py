"""What is over goes by itself: the housekeeper's jobs, one for each length of time that the privacy page prints (S86).

Each job looks first and takes the right to write only where there is something to do, a few rows at a time. The
lengths are the operator's settings; the register names the one of each column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from weakref import WeakSet

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Session

from support.common.accounts.joining import sweeping
from support.common.accounts.means import counters
from support.common.accounts.models import Account, ActCount, Invitation, Proposal, RetiredName, SignIn
from support.common.audit.housekeeper import Job
from support.common.kernel import clock
from support.common.kernel.db import begin_writing, db
from support.common.privacy import erasing
from support.common.privacy.words import ledger_days
from support.common.sealing.keystore import KeyStore
from support.common.sealing.vault import keystore
from support.times import Times

ROWS_AT_A_TIME = 500
# A clock that runs years ahead must be noticed before it has cost everybody their account.
ACCOUNTS_AT_A_TIME, ACCOUNTS_EVERY = 5, timedelta(minutes=15)
OFTEN, SELDOM = timedelta(seconds=30), timedelta(minutes=10)
_repeated: WeakSet[KeyStore] = WeakSet()  # those whose list of who was erased this process has read


@dataclass
class Paced:
    """A job that is done when it was not done for a while, and at once after a start."""

    work: Callable[[datetime], object]
    every: timedelta
    _last: datetime | None = field(default=None, init=False)

    @property
    def __name__(self) -> str:
        return self.work.__name__

    def __call__(self) -> None:
        now = clock.now()
        if self._last is None or not timedelta(0) <= now - self._last < self.every:
            self.work(now)
            self._last = now  # after the work: one that fails is tried again


def keep(_app: Flask) -> tuple[Job, ...]:
    """The jobs of one application, for :func:`housekeeper.employ`."""
    return (
        Paced(finish_leaving, OFTEN),
        Paced(forget_unfinished, OFTEN),
        Paced(forget_what_is_over, OFTEN),
        Paced(forget_counts, SELDOM),
        Paced(delete_unused_accounts, ACCOUNTS_EVERY),
        Paced(forget_erasures, SELDOM),
        Paced(clear_deleted, OFTEN),
    )


def finish_leaving(now: datetime) -> int:
    """Whoever wanted to leave is gone, however often a process was killed over it (promise 9, promise 10).

    Once after a start, also whoever left before and came back with an old copy of the database: no other moment can
    put one there, for a restore wants the site stopped.
    """
    session, store = db.session(), keystore()
    if store in _repeated:
        return erasing.unfinished(session, store, now)
    count = erasing.repeat(session, store, _times(), now)
    _repeated.add(store)  # after the work: one that fails is tried again
    return count


def forget_unfinished(now: datetime) -> int:
    """Joinings and secrets that nobody came back for, and keys without a person."""
    return sweeping.sweep(db.session(), keystore(), now)


def forget_what_is_over(now: datetime) -> int:
    """Sign-ins, invitations, proposals, counts of acts and retired names whose time is over."""
    session: Session = db.session()
    return sum((
        forget(session, SignIn.id, sa.or_(SignIn.idle_until <= now, SignIn.ends_at <= now)),
        forget(session, Invitation.id, Invitation.ends_at <= now),
        forget(session, Proposal.id, Proposal.ends_at <= now),
        forget(session, ActCount.hour, ActCount.hour <= now - timedelta(hours=1)),
        forget(session, RetiredName.name_hash, RetiredName.free_on <= now.date()),
    ))  # fmt: skip


def forget_counts(now: datetime) -> int:
    """Counts of tries, and the key of the day before, soon after midnight."""
    return counters().sweep(now)


def delete_unused_accounts(now: datetime) -> int:
    """Accounts that nobody has signed in to for ``inactive_days``, deleted as if their owner had left."""
    session: Session = db.session()
    before = unused_before(now.date(), _times())
    wanted = sa.select(Account.id).where(Account.used_month < before).order_by(Account.used_month)
    found = session.scalars(wanted.limit(ACCOUNTS_AT_A_TIME)).all()
    session.rollback()
    for account_id in found:
        if erasing.close(session, account_id, _times(), now, unused_since=before):
            erasing.finish(session, keystore(), account_id, now)
    return len(found)


def unused_before(today: date, times: Times) -> date:
    """A first day of a month: what was last used in a month before it is deleted today.

    Only the month of a sign-in is known, so the days are counted from the month's end: nobody loses an account early.
    """
    return (today - timedelta(days=times.inactive_days)).replace(day=1)


def forget_erasures(now: datetime) -> int:
    """The note that an account was erased, when no backup can hold the account any more."""
    return keystore().forget_erasures(now.date() - timedelta(days=ledger_days(_times())))


def clear_deleted(_now: datetime) -> bool:
    """What was deleted since the last time is not left in SQLite's write-ahead log (safety.md S83)."""
    return erasing.clear(db.engine)


def forget(session: Session, key: Any, over: Any) -> int:
    """Delete the rows for which ``over`` holds, a few in each transaction. Returns how many there were.

    ``key`` is a column by which they are picked.
    """
    gone = 0
    while True:
        some = session.scalars(sa.select(key).where(over).limit(ROWS_AT_A_TIME)).all()
        session.rollback()
        if not some:
            return gone
        begin_writing(session)
        chosen = sa.delete(key.class_).where(key.in_(some), over).execution_options(synchronize_session=False)
        gone += len(session.scalars(chosen.returning(key)).all())
        session.commit()


def _times() -> Times:
    found: Times = current_app.config["TIMES"]
    return found
