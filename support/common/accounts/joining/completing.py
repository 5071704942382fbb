"""From somebody who is about to join to an account: one commit, all of it or nothing (safety.md S39, S42, S43)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from support.common.accounts import agreements, sessions, shown_once
from support.common.accounts.joining.service import BEFORE_INVITATION, NameTaken, Over, Unfinished
from support.common.accounts.means import hasher
from support.common.accounts.models import (
    ENROL,
    FULL,
    STAFF,
    Account,
    Invitation,
    Joining,
    RecoveryCode,
    RoleGrant,
)
from support.common.accounts.passphrases.recovery import make_codes
from support.common.audit import chain
from support.common.sealing.vault import keystore
from support.times import Times


@dataclass(frozen=True)
class Joined:
    """A new account: its kind, and the token of its first sign-in."""

    kind: str
    token: str = field(repr=False)


def finish(
    session: Session, unfinished: Unfinished, token: str, times: Times, now: datetime, *, brought: Iterable[str] = ()
) -> Joined:
    """Make the account of somebody who has shown that they have their words: one commit, all of it or nothing.

    ``brought``: the tokens that their browser came with; sign-ins of these end (S45). Raises :class:`Over` where the
    joining or the invitation is gone, :class:`NameTaken` where the name went to somebody else; what was unfinished is
    then left as it was.
    """
    codes = make_codes()
    lines = [hasher().hash(code.canonical) for code in codes]
    session.rollback()
    try:
        account = _account(session, unfinished, token, now)
        session.add_all(
            RecoveryCode(account_id=account.id, slot=code.slot, code_hash=line)
            for code, line in zip(codes, lines, strict=True)
        )
        texts = json.dumps([code.text for code in codes])
        shown_once.put(session, account.id, shown_once.CODES, texts, times=times, now=now)
        sessions.forget(session, brought)
        stage = ENROL if account.kind == STAFF else FULL
        new = sessions.begin(session, account, stage, times, now, own_device=unfinished.own_device)
        _record(session, account, now)
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise NameTaken from error
    except BaseException:
        session.rollback()
        raise
    return Joined(unfinished.kind, new)


def _account(session: Session, unfinished: Unfinished, token: str, now: datetime) -> Account:
    """The account in place of the joining. Whoever deletes the rows that it came from is the one who makes it."""
    mine = sa.delete(Joining).where(Joining.id == unfinished.id, Joining.ends_at > now)
    found = session.execute(mine.returning(Joining.name_key, Joining.passphrase_hash)).one_or_none()
    if found is None or found.passphrase_hash != unfinished.passphrase_hash:
        raise Over
    account = Account(
        id=unfinished.id, kind=unfinished.kind, name=unfinished.name, name_key=found.name_key,
        passphrase_hash=found.passphrase_hash, used_month=now.date().replace(day=1),
    )  # fmt: skip
    role = _used_up(session, token, now) if account.kind == STAFF else ""
    session.add(account)
    if role:
        account.roles.append(RoleGrant(role=role, granted_on=now.date()))
    else:
        agreements.accept(account, agreements.required(), now.date())
    session.flush()
    return account


def _used_up(session: Session, token: str, now: datetime) -> str:
    """The role of the invitation behind an invited person's token. From here on the link opens nothing."""
    link = token.partition(BEFORE_INVITATION)[2]
    # of two who join at the same moment, the second sees what the first has done
    session.execute(sa.select(Invitation.id).order_by(Invitation.id).with_for_update()).all()
    wanted = sa.delete(Invitation).where(Invitation.token_hash == sessions.hashed(link), Invitation.ends_at > now)
    role = session.scalar(wanted.returning(Invitation.role))
    if role is None:
        raise Over
    if session.scalar(sa.select(Account.id).where(Account.kind == STAFF).limit(1)) is None:
        session.execute(sa.delete(Invitation))  # the first person: from here on it is theirs to say who follows
    return role


def _record(session: Session, account: Account, now: datetime) -> None:
    """Of a member the day alone; of the staff who it is and which role (promise 8)."""
    key = keystore().root("audit")
    if account.kind == STAFF:
        codes = {"role": account.roles[0].role}
        chain.record(session, "staff_joined", on=now.date(), actor=account.id, codes=codes, key=key)
    else:
        chain.record(session, "member_joined", on=now.date(), key=key)
