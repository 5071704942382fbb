"""A recovery code opens an account once: new words, and with them a new sign-in (safety.md S41, S42, S45).

The old passphrase counts until the person has typed the new one: whatever stops them on the way, one of the two works.
The new words belong to the sign-in that the code began: who used another code does not see them.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts import sessions, shown_once
from support.common.accounts.models import ACTIVE, RECOVER, Account, RecoveryCode, ShownOnce, SignIn
from support.common.accounts.passphrases.hashing import Hasher
from support.common.accounts.passphrases.making import as_digits, make
from support.common.accounts.passphrases.recovery import TypedCode, read
from support.common.accounts.passphrases.typed import canonical
from support.common.accounts.queries import by_name
from support.common.accounts.returning.service import Began, Refused, is_owing, must_be_open, next_stage
from support.common.kernel.db import begin_writing
from support.common.kernel.errors import DomainError
from support.times import Times


class NothingWaits(DomainError):
    """No new passphrase lies ready: its time is over, or it counts already."""


class NotTheWords(DomainError):
    """What was typed is not the new passphrase."""


@dataclass(frozen=True)
class NewWords:
    """What is shown once: the new passphrase in both its forms, and how many recovery codes are left."""

    words: str = field(repr=False)
    digits: str = field(repr=False)
    codes_left: int


@dataclass(frozen=True)
class _Found:
    """The one code that what was typed can be, and whose it is; the decoy where there is none."""

    account_id: uuid.UUID
    state: str
    row: uuid.UUID | None
    code_hash: str | None = field(repr=False)


def use_code(
    session: Session,
    name: str,
    code: str,
    hasher: Hasher,
    *,
    brought: Iterable[str],
    hurried: bool,
    times: Times,
    now: datetime,
) -> Began:
    """Use up a code, and lay new words ready for whoever had it. ``brought``: tokens that end here.

    Of several who use one code at the same moment, one succeeds. Raises :class:`Refused`, :class:`Suspended` or
    :class:`hashing.Busy`.
    """
    typed = read(code)
    found = _find(session, name, typed)
    session.rollback()
    if not hasher.matches(found.code_hash, typed.canonical if typed else "", hurried=hurried):
        raise Refused
    must_be_open(found.state)
    new = make().words
    pending = hasher.hash(canonical(new))
    account = _used_up(session, found)
    if account is None:
        session.rollback()
        raise Refused
    sessions.forget(session, brought)
    mine = uuid.uuid4()
    text = f"{mine} {new}"
    shown_once.put(session, account.id, shown_once.PASSPHRASE, text, pending=pending, times=times, now=now)
    token = sessions.begin(session, account, RECOVER, times, now, known_as=mine)
    kind = account.kind
    session.commit()
    return Began(kind, RECOVER, token)


def new_words(session: Session, me: SignIn, now: datetime) -> NewWords:
    """The words that lie ready for this sign-in. Raises :class:`NothingWaits`."""
    words, _pending = _waiting(session, me, now)
    counted = sa.select(sa.func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == me.account_id)
    return NewWords(words, as_digits(words.split()), session.scalar(counted) or 0)


def make_words(session: Session, me: SignIn, hasher: Hasher, *, times: Times, now: datetime) -> None:
    """Seven other words in place of those that wait. Raises :class:`NothingWaits` or :class:`hashing.Busy`."""
    before = _waiting(session, me, now)
    session.rollback()
    new = make().words
    pending = hasher.hash(canonical(new))
    begin_writing(session)
    first = sa.update(Account).where(Account.id == me.account_id, Account.state == ACTIVE).values(state=ACTIVE)
    try:
        if session.scalar(first.returning(Account.id)) is None or _waiting(session, me, now) != before:
            raise NothingWaits
    except NothingWaits:
        session.rollback()
        raise
    text = f"{me.id} {new}"
    shown_once.put(session, me.account_id, shown_once.PASSPHRASE, text, pending=pending, times=times, now=now)
    session.commit()


def confirm(session: Session, me: SignIn, typed: str, times: Times, now: datetime) -> Began:
    """The person has shown that they have the new words: these count from here on, and every older sign-in ends.

    A member is signed in; a member of the staff still has to show the second factor, or to add one. Raises
    :class:`NothingWaits` or :class:`NotTheWords`.
    """
    words, pending = _waiting(session, me, now)
    session.rollback()
    if not hmac.compare_digest(canonical(typed).encode("utf-8", "surrogatepass"), canonical(words).encode()):
        raise NotTheWords
    account = _changed(session, me.account_id, pending)
    if account is None:
        session.rollback()
        raise NothingWaits
    sessions.end_all(session, me.account_id)
    kind, stage = account.kind, next_stage(account)
    token = sessions.begin(session, account, stage, times, now)
    owing = is_owing(account, stage, now)
    session.commit()
    return Began(kind, stage, token, owing)


def _waiting(session: Session, me: SignIn, now: datetime) -> tuple[str, str]:
    """The words and their hash, if this sign-in began them. Raises :class:`NothingWaits`."""
    shown = shown_once.look(session, me.account_id, shown_once.PASSPHRASE, now)
    owner, _between, words = shown.text.partition(" ") if shown else ("", "", "")
    if shown is None or owner != str(me.id):
        raise NothingWaits
    return words, shown.pending


def _find(session: Session, name: str, typed: TypedCode | None) -> _Found:
    """Asks for a code in any case, so that a name that exists costs what another costs."""
    account = by_name(session, name)
    found = (account.id, account.state) if account else (uuid.uuid4(), ACTIVE)
    wanted = sa.select(RecoveryCode.id, RecoveryCode.code_hash)
    slot = typed.slot if typed else -1
    row = session.execute(wanted.where(RecoveryCode.account_id == found[0], RecoveryCode.slot == slot)).one_or_none()
    return _Found(*found, row.id if row else None, row.code_hash if row else None)


def _used_up(session: Session, found: _Found) -> Account | None:
    """The account of a code that was still there; None where somebody else has used it in the meantime.

    The account first, then its code, as everybody does who writes about both: else two would wait for each other.
    """
    mine = sa.update(Account).where(Account.id == found.account_id, Account.state == ACTIVE).values(state=ACTIVE)
    account = session.scalar(mine.returning(Account))
    spent = sa.delete(RecoveryCode).where(RecoveryCode.id == found.row, RecoveryCode.code_hash == found.code_hash)
    if account is None or session.scalar(spent.returning(RecoveryCode.id)) is None:
        return None
    return account


def _changed(session: Session, account_id: uuid.UUID, pending: str) -> Account | None:
    """The account with the hash that waited for it; None where that does not wait any more. The caller goes back."""
    wanted = sa.update(Account).where(Account.id == account_id, Account.state == ACTIVE)
    account = session.scalar(wanted.values(passphrase_hash=pending).returning(Account))
    mine = (ShownOnce.account_id == account_id, ShownOnce.purpose == shown_once.PASSPHRASE)
    waited = sa.delete(ShownOnce).where(*mine, ShownOnce.pending == pending)
    if not pending or account is None or session.scalar(waited.returning(ShownOnce.id)) is None:
        return None
    return account
