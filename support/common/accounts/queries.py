"""Finds accounts by what was typed as their name, and which names are in use. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.means import name_hash
from support.common.accounts.models import Account, Joining, RetiredName
from support.common.accounts.naming.checking import NameRefused, check


def by_name(session: Session, typed: str, kind: str | None = None) -> Account | None:
    """The account that is called so, whatever its case and look-alikes; a name that nobody can have finds nothing.

    ``kind`` is ``models.MEMBER`` or ``models.STAFF``; None for either.
    """
    try:
        key = check(typed).key
    except NameRefused:
        return None
    wanted = sa.select(Account).where(Account.name_key == key)
    return session.scalar(wanted.where(Account.kind == kind) if kind else wanted)


def in_use(session: Session, keys: Iterable[str], now: datetime) -> set[str]:
    """Those of the names' keys that somebody has, is about to have, or gave up not long ago (DESIGN section 5)."""
    wanted = set(keys)
    # in this order: who finishes joining in between is seen as an account at least, who leaves as a name that was kept
    reserved = sa.select(Joining.name_key).where(Joining.name_key.in_(wanted), Joining.ends_at > now)
    meant = session.scalars(reserved).all()
    had = session.scalars(sa.select(Account.name_key).where(Account.name_key.in_(wanted))).all()
    hashes = {name_hash(key): key for key in wanted}
    kept = sa.select(RetiredName.name_hash)
    kept = kept.where(RetiredName.name_hash.in_(hashes), RetiredName.free_on > now.date())
    return {*meant, *had, *(hashes[found] for found in session.scalars(kept))}
