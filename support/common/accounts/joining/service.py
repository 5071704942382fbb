"""Somebody is about to join: a name, a key and seven words, kept for an hour (safety.md S38, S39, S43).

A person's key is made before the row that needs it. What breaks off in between leaves a key without a row, which
``sweeping`` destroys. Each deed begins its transaction with what it writes: after a read, SQLite would refuse to write
where somebody else has written meanwhile.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from support.common.accounts import queries, sessions
from support.common.accounts.means import hasher
from support.common.accounts.models import Invitation, Joining
from support.common.accounts.naming.checking import Name
from support.common.accounts.passphrases.making import make
from support.common.accounts.passphrases.typed import canonical
from support.common.kernel.errors import DomainError
from support.common.sealing.vault import keystore, vault
from support.common.sealing.wrapping import KeyGone
from support.times import Times

PLACE = "joining.sealed"
BEFORE_INVITATION = "."  # an invited person's token is their own, this sign, and the token of their link


class NameTaken(DomainError):
    """Somebody has the name, or one that looks like it."""

    status = 409


class Over(DomainError):
    """There is no such joining, or no such invitation: finished, replaced, or its time is over."""

    status = 404
    title_key = "not_found"


@dataclass(frozen=True)
class Unfinished:
    """Somebody who is about to join. ``sealed`` is empty where they chose words of their own: those are not kept."""

    id: uuid.UUID
    kind: str
    name: str
    own_device: bool
    sealed: str = field(repr=False)
    passphrase_hash: str = field(repr=False)


def find(session: Session, token: str, now: datetime) -> Unfinished | None:
    """Whose joining the token of a cookie belongs to; None where there is none, or its hour is over."""
    columns = [getattr(Joining, name) for name in Unfinished.__dataclass_fields__]
    wanted = sa.select(*columns).where(Joining.token_hash == sessions.hashed(token), Joining.ends_at > now)
    found = session.execute(wanted).one_or_none()
    return Unfinished(*found) if found else None


def invited_as(session: Session, link: str, now: datetime) -> str | None:
    """The role that a link invites to; None where it is unknown, used or over."""
    wanted = sa.select(Invitation.role).where(Invitation.token_hash == sessions.hashed(link), Invitation.ends_at > now)
    return session.scalar(wanted)


def is_free(session: Session, name: Name, former: str, now: datetime) -> bool:
    """Whether the name can be chosen by the browser that holds the token ``former`` (or none, empty)."""
    mine = sa.select(Joining.id).where(Joining.token_hash == sessions.hashed(former), Joining.name_key == name.key)
    return session.scalar(mine) is not None or not queries.in_use(session, [name.key], now)


def begin(
    session: Session, name: Name, kind: str, *, former: str = "", link: str = "", times: Times, now: datetime
) -> str:
    """Reserve the name for somebody and make their words. Returns the token of their cookie, always a new one.

    ``former``: the token that their browser held until now; a joining of that token gives way, and a sign-in ends, for
    nobody could end it any more. ``link``: the token of their invitation, for staff. Raises :class:`NameTaken`.
    """
    token = sessions.new_token() + (BEFORE_INVITATION + link if link else "")
    role = (invited_as(session, link, now) or "") if link else ""
    row = _reserved(name, kind, role, sessions.hashed(token), now + timedelta(minutes=times.joining_minutes))
    session.rollback()
    replaced = Joining.token_hash == sessions.hashed(former)
    expired = sa.and_(Joining.name_key == name.key, Joining.ends_at <= now)
    try:
        session.execute(sa.delete(Joining).where(sa.or_(replaced, expired)))
        sessions.forget(session, [former])
        session.add(row)
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise NameTaken from error
    return token


def words_of(unfinished: Unfinished) -> str | None:
    """The seven words; None for own ones. Raises :class:`Over` where their key is gone."""
    if not unfinished.sealed:
        return None
    try:
        return vault().open(unfinished.id, unfinished.sealed, place=PLACE, row=unfinished.id)
    except KeyGone as error:
        raise Over from error


def make_words(session: Session, unfinished: Unfinished, now: datetime) -> None:
    """Seven new words in place of those before. Raises :class:`Over`."""
    sealed, line = _words_for(unfinished.id)
    _change(session, unfinished, now, sealed=sealed, passphrase_hash=line)


def take_own_words(session: Session, unfinished: Unfinished, passphrase: str, now: datetime) -> None:
    """Somebody's own passphrase, weighed before by ``strength``; only its hash is kept. Raises :class:`Over`."""
    _change(session, unfinished, now, sealed="", passphrase_hash=hasher().hash(canonical(passphrase)))


def stop(session: Session, unfinished: Unfinished) -> None:
    """Forget a joining: the name is free again. Its key has no row then, and ``sweeping`` destroys it."""
    session.rollback()
    session.execute(sa.delete(Joining).where(Joining.id == unfinished.id))
    session.commit()


def say_whose_device(session: Session, unfinished: Unfinished, own_device: bool, now: datetime) -> None:
    """Whether the browser may keep name and words (decision D2). Raises :class:`Over`."""
    _change(session, unfinished, now, own_device=own_device)


def _reserved(name: Name, kind: str, role: str, token_hash: str, ends_at: datetime) -> Joining:
    owner = uuid.uuid4()
    keystore().new(owner)
    sealed, line = _words_for(owner)
    return Joining(
        id=owner, token_hash=token_hash, kind=kind, role=role, name=name.shown, name_key=name.key, sealed=sealed,
        passphrase_hash=line, ends_at=ends_at,
    )  # fmt: skip


def _words_for(owner: uuid.UUID) -> tuple[str, str]:
    """New words, sealed; and the hash that opens the account."""
    words = make().words
    return vault().seal(owner, words, place=PLACE, row=owner), hasher().hash(canonical(words))


def _change(session: Session, unfinished: Unfinished, now: datetime, **values: object) -> None:
    session.rollback()
    mine = sa.update(Joining).where(Joining.id == unfinished.id, Joining.ends_at > now).values(**values)
    if session.scalar(mine.returning(Joining.id)) is None:
        session.rollback()
        raise Over
    session.commit()
