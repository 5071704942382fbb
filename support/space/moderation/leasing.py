"""Who reads a case now: one reader, for a few minutes, by the database's clock (moderation.md 2.3).

Conflict of interest is part of the claim itself, so no two windows get around it: nobody reads their own post, a thread
they wrote in, or a text about which they have already decided. Nothing here commits.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from support.common.sealing.vault import keystore
from support.space.cases.models import Case, Decision, Skipped
from support.space.cases.ordering import AHEAD, order
from support.space.cases.states import READ_IN, WAITING, open_to
from support.space.forum.models import Post

LEASE_ROOT = "leases"  # the root secret of tokens: who reads the database alone cannot make one
SKIPS_TO_A_LEAD = 3
OLDEST = 20  # of each class: as many as may ask for their next case in the same moment


@dataclass(frozen=True)
class Reader:
    """Somebody who may read what waits."""

    id: UUID
    lead: bool


@dataclass(frozen=True)
class Held:
    """A case in somebody's hands: exactly what they see, and the token without which they cannot decide."""

    case_id: UUID
    version: int
    revision_id: UUID
    digest: str
    token: str
    until: datetime


def claim(session: Session, reader: Reader, case_id: UUID, now: datetime, lasting: timedelta) -> Held | None:
    """Take a case, or lengthen one's own hold of it. None where that reader cannot have it now.

    One conditional update: of any number who try at once, one gets it.
    """
    mine = sa.and_(Case.holder_id == reader.id, Case.lease_until > now)
    fresh = secrets.token_hex(32)
    taking = (
        sa.update(Case)
        .where(Case.id == case_id, *may_read(reader), sa.or_(mine, free(now)))
        .values(
            holder_id=reader.id, lease_hash=sa.case((mine, Case.lease_hash), else_=fresh), lease_until=now + lasting
        )
        .execution_options(synchronize_session=False)
        .returning(*_COLUMNS)
    )
    row = session.execute(taking).one_or_none()
    return _held(row) if row else None


def best(session: Session, reader: Reader, now: datetime) -> UUID | None:
    """The case that this reader should have next, locked until the transaction ends; None where nothing waits for
    them. What they skipped is not offered to them again, but to a lead when nothing else is left; what three passed
    on goes to a lead, and first. On PostgreSQL several readers get different ones.
    """
    skipped = sa.exists().where(Skipped.case_id == Case.id, Skipped.account_id == reader.id)
    often = Case.skips >= SKIPS_TO_A_LEAD
    turns = ([~skipped, often], [~skipped, ~often], [skipped]) if reader.lead else ([~skipped, ~often],)
    found = (_first(session, reader, turn, now) for turn in turns)
    return next((case_id for case_id in found if case_id), None)


def _first(session: Session, reader: Reader, turn: Sequence[Any], now: datetime) -> UUID | None:
    """The first in order among the oldest of each class, which the index finds without looking at all that waits."""
    fitting = (*may_read(reader), free(now), *turn)
    classes = itertools.product(open_to(lead=reader.lead), AHEAD, (True, False))
    oldest = [
        sa.select(
            sa.select(Case.id)
            .where(Case.state == state, Case.urgent == urgent, Case.newcomer.is_(newcomer), *fitting)
            .order_by(Case.opened_at)
            .limit(OLDEST)
            .subquery()
        )
        for state, urgent, newcomer in classes
    ]
    among = list(session.scalars(sa.union_all(*oldest)))
    wanted = sa.select(Case.id).where(Case.id.in_(among), free(now)).order_by(*order()).limit(1)
    return session.scalar(wanted.with_for_update(skip_locked=True)) if among else None


def holding(session: Session, reader_id: UUID, now: datetime) -> Held | None:
    """What a reader holds now."""
    wanted = sa.select(*_COLUMNS).where(Case.holder_id == reader_id, Case.lease_until > now, Case.state.in_(READ_IN))
    row = session.execute(wanted.order_by(Case.lease_until.desc()).limit(1)).one_or_none()
    return _held(row) if row else None


def held(session: Session, reader_id: UUID, case_id: UUID, now: datetime) -> Held | None:
    """A case as its reader holds it; None where they do not."""
    mine = (Case.id == case_id, Case.holder_id == reader_id, Case.lease_until > now, Case.state.in_(READ_IN))
    row = session.execute(sa.select(*_COLUMNS).where(*mine)).one_or_none()
    return _held(row) if row else None


def lets_in(case: Case, reader_id: UUID, token: str, now: datetime) -> bool:
    """Whether that reader holds the locked case with that token at this moment."""
    live = case.holder_id == reader_id and case.lease_until is not None and now < case.lease_until
    right = token_of(case.id, reader_id, case.lease_hash or "")
    return hmac.compare_digest(right.encode(), token.encode("utf-8", "surrogatepass")) and live


def token_of(case_id: UUID, reader_id: UUID, lease: str) -> str:
    """The token of a lease. It stands nowhere: it is made anew of what the row holds and a secret of the key store."""
    said = f"{case_id.hex}|{reader_id.hex}|{lease}".encode()
    return hmac.new(keystore().root(LEASE_ROOT), said, hashlib.sha256).hexdigest()


def free(now: datetime) -> sa.ColumnElement[bool]:
    """That nobody holds the case at this moment."""
    return sa.or_(Case.lease_until.is_(None), Case.lease_until <= now)


def may_read(reader: Reader) -> tuple[sa.ColumnElement[bool], ...]:
    """That the case can be read by this reader at all (moderation.md 2.4, invariant 10): its writer is there, the
    reader wrote nothing in the thread, this post least of all, and no decision of theirs waits in it."""
    wrote = aliased(Post)
    still_written = sa.exists().where(Post.id == Case.post_id, Post.author_id.is_not(None))
    wrote_there = (
        sa.exists()
        .where(Post.id == Case.post_id, wrote.thread_id == Post.thread_id, wrote.author_id == reader.id)
        .correlate(Case)
    )
    read_before = sa.exists().where(
        Decision.case_id == Case.id, Decision.by_id == reader.id, Decision.standing == WAITING
    )
    return Case.state.in_(open_to(lead=reader.lead)), still_written, ~wrote_there, ~read_before


_COLUMNS: Sequence[Any] = (
    Case.id, Case.version, Case.head_id, Case.head_digest, Case.holder_id, Case.lease_hash, Case.lease_until,
)  # fmt: skip


def _held(row: Any) -> Held:
    token = token_of(row.id, row.holder_id, row.lease_hash)
    return Held(row.id, row.version, row.head_id, row.head_digest, token, row.lease_until)
