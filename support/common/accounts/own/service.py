"""What somebody does with their own account: the present passphrase proves it, the recovery codes are made anew.

Hashes are computed while nothing is held in the database. Who writes then takes the account first, so that of two who
write about one account at the same moment the second sees what the first has done (safety.md S40, S42, S45).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts import sessions, shown_once
from support.common.accounts.agreements import Agreement
from support.common.accounts.models import ACTIVE, RECOVER, Account, RecoveryCode, SignIn
from support.common.accounts.passphrases.hashing import Hasher
from support.common.accounts.passphrases.recovery import make_codes
from support.common.accounts.passphrases.typed import canonical
from support.common.accounts.returning.service import Refused
from support.common.kernel.db import begin_writing
from support.times import Times


@dataclass(frozen=True)
class ShownCodes:
    """The recovery codes that wait to be written down, and a mark by which these very codes are known again."""

    texts: list[str] = field(repr=False)
    mark: str


def proven_hash(session: Session, account_id: uuid.UUID, passphrase: str, hasher: Hasher, *, hurried: bool) -> str:
    """The stored line that the present passphrase opens, after exactly one computation.

    Raises :class:`Refused`, or :class:`hashing.Busy`.
    """
    wanted = sa.select(Account.passphrase_hash).where(Account.id == account_id, Account.state == ACTIVE)
    stored = session.scalar(wanted)
    session.rollback()
    if not hasher.matches(stored, canonical(passphrase), hurried=hurried) or stored is None:
        raise Refused
    return stored


def take(session: Session, account_id: uuid.UUID, *conditions: Any) -> bool:
    """Begin to write about an account: whoever else does waits. Returns False where it is not active any more, or
    where one of the conditions does not hold; then nothing is begun."""
    begin_writing(session)
    mine = sa.update(Account).where(Account.id == account_id, Account.state == ACTIVE, *conditions)
    if session.scalar(mine.values(state=Account.state).returning(Account.id)) is None:
        session.rollback()
        return False
    return True


def make_new_codes(
    session: Session,
    account_id: uuid.UUID,
    passphrase: str,
    hasher: Hasher,
    *,
    hurried: bool,
    times: Times,
    now: datetime,
) -> None:
    """Ten new recovery codes, to be shown once; the old ones end in the same commit, and so does what one of them has
    begun: whoever makes new codes may do so because the old ones were seen.

    Raises :class:`Refused`, or :class:`hashing.Busy`.
    """
    stored = proven_hash(session, account_id, passphrase, hasher, hurried=hurried)
    codes = make_codes()
    lines = [hasher.hash(code.canonical) for code in codes]
    if not take(session, account_id, Account.passphrase_hash == stored):
        raise Refused
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.execute(sa.delete(SignIn).where(SignIn.account_id == account_id, SignIn.stage == RECOVER))
    shown_once.done(session, account_id, shown_once.PASSPHRASE)
    session.add_all(
        RecoveryCode(account_id=account_id, slot=code.slot, code_hash=line)
        for code, line in zip(codes, lines, strict=True)
    )
    texts = json.dumps([code.text for code in codes])
    shown_once.put(session, account_id, shown_once.CODES, texts, times=times, now=now)
    session.commit()


def waiting_codes(session: Session, account_id: uuid.UUID, now: datetime) -> ShownCodes | None:
    """The codes that this person has not said they have; None where none wait any more."""
    shown = shown_once.look(session, account_id, shown_once.CODES, now)
    return ShownCodes(json.loads(shown.text), sessions.hashed(shown.text)) if shown else None


def has_codes(session: Session, account_id: uuid.UUID, mark: str, now: datetime) -> None:
    """The person has the codes of that mark: they are not shown again. Newer ones, made elsewhere, still are."""
    if not take(session, account_id):
        return
    waiting = waiting_codes(session, account_id, now)
    if waiting and waiting.mark == mark:
        shown_once.done(session, account_id, shown_once.CODES)
    session.commit()


def codes_left(session: Session, account_id: uuid.UUID) -> int:
    """How many recovery codes still work."""
    counted = sa.select(sa.func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    return session.scalar(counted) or 0


def renewals(account: Account, texts: Sequence[Agreement]) -> list[tuple[str, date]]:
    """The texts that are agreed to again after a time, by key, with the day on which that is due."""
    since = {(one.agreement, one.version): one.accepted_on for one in account.acceptances}
    held = [(one, since.get((one.key, one.version))) for one in texts]
    return [(one.key, day + timedelta(days=one.renew_days)) for one, day in held if day and one.renew_days]
