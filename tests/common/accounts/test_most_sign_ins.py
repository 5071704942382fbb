"""An account has twenty sign-ins at most: the newest, of which the present one is always one (safety.md S44)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask import Flask

from support.common.accounts import sessions
from support.common.accounts.models import FULL, SECOND, Account, SignIn
from support.common.kernel.db import db
from tests.people import Person, member, staff

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def begin(who: Person, number: int, stage: str = FULL) -> str:
    """A sign-in that many minutes after noon: its hash."""
    with who.app.app_context():
        account, times = db.session.get_one(Account, who.id), who.app.config["TIMES"]
        token = sessions.begin(db.session(), account, stage, times, NOON + timedelta(minutes=number))
        db.session.commit()
    return sessions.hashed(token)


def kept(who: Person) -> set[str]:
    with who.app.app_context():
        return set(db.session.scalars(sa.select(SignIn.token_hash).where(SignIn.account_id == who.id)))


def test_the_oldest_sign_ins_end_where_there_are_too_many(space: Flask) -> None:
    who, other = member(space), member(space)
    theirs = begin(other, 0)
    begun = [begin(who, number) for number in range(sessions.MOST + 4)]
    assert kept(who) == set(begun[4:])
    assert len(kept(who)) == 20
    assert kept(other) == {theirs}


def test_who_has_the_passphrase_alone_pushes_nobody_out_who_is_in(own_space: Flask) -> None:
    """Sign-ins that wait for a second factor last shorter than whole ones, and so give way first."""
    who = staff(own_space, "moderator")
    whole = [begin(who, number) for number in range(3)]
    waiting = [begin(who, 3 + number, SECOND) for number in range(sessions.MOST + 5)]
    assert set(whole) < kept(who)
    assert waiting[-1] in kept(who)
    assert len(kept(who)) == sessions.MOST
