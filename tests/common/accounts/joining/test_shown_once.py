"""A secret on its way to the person it is for: looked at until it is over, replaced or done."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from support.common.accounts import shown_once
from support.common.accounts.models import Account, ShownOnce
from support.common.kernel import clock
from support.common.sealing.vault import keystore
from tests.common.accounts.joining.conftest import NOON
from tests.common.accounts.joining.steps import inside, join, rows


def test_a_secret_is_looked_at_until_it_is_over_replaced_or_done(door: Flask) -> None:
    join(door)
    now = inside(door, lambda _session: clock.now())
    times = door.config["TIMES"]

    def through(session: Session) -> None:
        account = session.scalars(sa.select(Account).limit(1)).first()
        assert account is not None

        def look(later: timedelta = timedelta()) -> shown_once.Shown | None:
            return shown_once.look(session, account.id, shown_once.TOTP, now + later)

        assert look() is None
        shown_once.put(session, account.id, shown_once.TOTP, "first", times=times, now=now)
        session.commit()
        shown_once.put(session, account.id, shown_once.TOTP, "second", pending="a hash", times=times, now=now)
        session.commit()
        assert look() == shown_once.Shown("second", "a hash")
        assert "second" not in repr(look())
        stored = session.scalars(sa.select(ShownOnce.sealed).where(ShownOnce.purpose == shown_once.TOTP)).all()
        assert len(stored) == 1
        assert "second" not in stored[0]
        assert look(timedelta(minutes=times.joining_minutes)) is None
        shown_once.done(session, account.id, shown_once.TOTP)
        session.commit()
        assert look() is None

    inside(door, through)


def test_a_secret_whose_key_is_gone_is_gone(own_door: Flask) -> None:
    own_door.config["CLOCK"] = NOON
    join(own_door)
    (account,) = rows(own_door, Account)

    def look(session: Session) -> shown_once.Shown | None:
        return shown_once.look(session, account.id, shown_once.CODES, NOON)

    assert inside(own_door, look) is not None
    inside(own_door, lambda _session: keystore().destroy(account.id, NOON.date()))
    assert inside(own_door, look) is None
