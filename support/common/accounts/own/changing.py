"""Another passphrase: who knows the present one is given new words, and these count once they were typed (S38, S39).

What waits belongs to the sign-in in which the present passphrase was typed: no other device of the account, and nobody
who sits at one, sees the new words. Until the check the old passphrase works; from the check on only the new one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts import sessions, shown_once
from support.common.accounts.models import Account, SignIn
from support.common.accounts.own.service import proven_hash, take
from support.common.accounts.passphrases.hashing import Hasher
from support.common.accounts.passphrases.making import as_digits, make
from support.common.accounts.passphrases.typed import canonical
from support.common.accounts.returning.recovering import NothingWaits, NotTheWords
from support.common.accounts.returning.service import Refused
from support.times import Times

# A purpose of its own: what waits after a recovery code belongs to whoever used the code.
PURPOSE = "new-passphrase"


@dataclass(frozen=True)
class Waiting:
    """The new passphrase in both its forms, both empty for own words; and the hash that counts after the check."""

    words: str = field(repr=False)
    digits: str = field(repr=False)
    pending: str = field(repr=False)


def begin(
    session: Session, me: SignIn, passphrase: str, hasher: Hasher, *, hurried: bool, times: Times, now: datetime
) -> None:
    """Lay seven new words ready for this sign-in. ``passphrase``: the present one.

    Raises :class:`Refused`, or :class:`hashing.Busy`.
    """
    stored = proven_hash(session, me.account_id, passphrase, hasher, hurried=hurried)
    words = make().words
    pending = hasher.hash(canonical(words))
    if not take(session, me.account_id, Account.passphrase_hash == stored):
        raise Refused
    _lay(session, me, words, pending, times, now)


def waiting(session: Session, me: SignIn, now: datetime) -> Waiting:
    """What waits for this sign-in. Raises :class:`NothingWaits`: never begun, over, or begun anew on another device."""
    shown = shown_once.look(session, me.account_id, PURPOSE, now)
    owner, _between, words = shown.text.partition(" ") if shown else ("", "", "")
    if shown is None or owner != str(me.id):
        raise NothingWaits
    return Waiting(words, as_digits(words.split()), shown.pending)


def choose(session: Session, me: SignIn, own: str, hasher: Hasher, *, times: Times, now: datetime) -> None:
    """Other words in place of those that wait: ``own`` ones, weighed before by ``strength``; empty for seven new ones.

    Of own words only the hash is kept. Raises :class:`NothingWaits`, or :class:`hashing.Busy`.
    """
    before = waiting(session, me, now).pending
    session.rollback()
    words = "" if own else make().words
    pending = hasher.hash(canonical(own or words))
    _take_as_it_was(session, me, before, now)
    _lay(session, me, words, pending, times, now)


def confirm(session: Session, me: SignIn, typed: str, hasher: Hasher, *, hurried: bool, now: datetime) -> str:
    """The person has shown that they have the new words: these count, and every other sign-in of the account ends.

    Returns the new token of the present sign-in; nothing else of it changes, neither its limits nor what it has
    proven (S45). Raises :class:`NothingWaits`, :class:`NotTheWords` or :class:`hashing.Busy`.
    """
    pending = waiting(session, me, now).pending
    session.rollback()
    if not hasher.matches(pending, canonical(typed), hurried=hurried):
        raise NotTheWords
    _take_as_it_was(session, me, pending, now)
    token = sessions.new_token()
    renewed = sa.update(SignIn).where(SignIn.id == me.id, SignIn.account_id == me.account_id)
    renewed = renewed.values(token_hash=sessions.hashed(token))
    if session.scalar(renewed.returning(SignIn.id)) is None:  # ended from another device a moment ago
        session.rollback()
        raise NothingWaits
    session.execute(sa.update(Account).where(Account.id == me.account_id).values(passphrase_hash=pending))
    shown_once.done(session, me.account_id, PURPOSE)
    sessions.end_all(session, me.account_id, but=me.id)
    session.commit()
    return token


def _take_as_it_was(session: Session, me: SignIn, pending: str, now: datetime) -> None:
    """Begin to write, if still the same waits. Raises :class:`NothingWaits`."""
    if not take(session, me.account_id):
        raise NothingWaits
    try:
        same = waiting(session, me, now).pending == pending
    except NothingWaits:
        same = False
    if not same:
        session.rollback()
        raise NothingWaits


def _lay(session: Session, me: SignIn, words: str, pending: str, times: Times, now: datetime) -> None:
    text = f"{me.id} {words}"
    shown_once.put(session, me.account_id, PURPOSE, text, pending=pending, times=times, now=now)
    session.commit()
