"""Everything goes when its time is over, and not before (safety.md S86). The clock is held; each time is a setting."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts import sessions, shown_once
from support.common.accounts.means import counters
from support.common.accounts.models import (
    FULL,
    SUSPENDED,
    Account,
    ActCount,
    Invitation,
    Joining,
    Proposal,
    RetiredName,
    ShownOnce,
    SignIn,
)
from support.common.accounts.throttling import limits
from support.common.audit import chain, housekeeper
from support.common.kernel.db import db
from support.common.privacy import erasing, retention
from support.common.privacy.retention import Paced, unused_before
from support.common.sealing.vault import keystore
from support.times import Times
from tests.people import member, staff

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock_stands(own_place: Flask) -> None:
    """At noon, and nobody has kept house yet."""
    own_place.config["CLOCK"] = NOW
    housekeeper.employ(own_place, *retention.keep(own_place))


def keep_house(app: Flask, at: datetime) -> None:
    app.config["CLOCK"] = at
    assert housekeeper.work(app)


def rows(app: Flask, table: Any) -> int:
    with app.app_context():
        return int(db.session.scalars(sa.select(sa.func.count()).select_from(table)).one())


def times_of(app: Flask, **changed: int) -> Times:
    app.config["TIMES"] = times = dataclasses.replace(app.config["TIMES"], **changed)
    return times


def put(app: Flask, *made: Any) -> None:
    with app.app_context():
        db.session.add_all(made)
        db.session.commit()


def sign_in(app: Flask) -> datetime:
    times, person = times_of(app, member_idle_minutes=7), member(app)
    with app.app_context():
        sessions.begin(db.session(), db.session.get_one(Account, person.id), FULL, times, NOW)
        db.session.commit()
    return NOW + timedelta(minutes=7)


def sign_in_that_is_used(app: Flask) -> datetime:
    times, person = times_of(app, member_session_hours=3), member(app)
    with app.app_context():
        sessions.begin(db.session(), db.session.get_one(Account, person.id), FULL, times, NOW)
        db.session.flush()
        db.session.execute(sa.update(SignIn).values(idle_until=NOW + DAY))
        db.session.commit()
    return NOW + timedelta(hours=3)


def joining(app: Flask) -> datetime:
    over = NOW + timedelta(minutes=times_of(app, joining_minutes=17).joining_minutes)
    one = Joining(
        id=uuid.uuid4(), token_hash="a", kind="member", name="Grey Heron", name_key="grey heron", ends_at=over
    )
    with app.app_context():
        keystore().new(one.id)
    put(app, one)
    return over


def secret_shown_once(app: Flask) -> datetime:
    times, person = times_of(app, joining_minutes=17), member(app)
    with app.app_context():
        shown_once.put(db.session(), person.id, shown_once.CODES, "grey stones", times=times, now=NOW)
        db.session.commit()
    return NOW + timedelta(minutes=17)


def invitation(app: Flask) -> datetime:
    put(app, Invitation(role="lead", token_hash="a", ends_at=NOW + timedelta(hours=5)))
    return NOW + timedelta(hours=5)


def proposal(app: Flask) -> datetime:
    person = staff(app, "lead")
    put(app, Proposal(act="invite", role="lead", proposed_by=person.id, ends_at=NOW + timedelta(hours=5)))
    return NOW + timedelta(hours=5)


def count_of_acts(app: Flask) -> datetime:
    put(app, ActCount(account_id=staff(app, "lead").id, hour=NOW, acts=3))
    return NOW + timedelta(hours=1)


def retired_name(app: Flask) -> datetime:
    times = times_of(app, name_kept_days=40)
    with app.app_context():
        erasing.leave(db.session(), keystore(), member(app).id, times, NOW)
    return datetime(2026, 11, 24, tzinfo=UTC) + timedelta(days=40)


THINGS: dict[str, tuple[Callable[[Flask], datetime], Any]] = {
    "a sign-in that is not used": (sign_in, SignIn),
    "a sign-in that is used": (sign_in_that_is_used, SignIn),
    "a joining": (joining, Joining),
    "a secret that is shown once": (secret_shown_once, ShownOnce),
    "an invitation": (invitation, Invitation),
    "a proposal": (proposal, Proposal),
    "a count of acts": (count_of_acts, ActCount),
    "a name that was given up": (retired_name, RetiredName),
}


@pytest.mark.parametrize("thing", THINGS)
def test_it_goes_when_its_time_is_over_and_not_before(own_place: Flask, thing: str) -> None:
    make, table = THINGS[thing]
    over = make(own_place)
    keep_house(own_place, over - SECOND)
    assert rows(own_place, table) == 1
    keep_house(own_place, over + retention.OFTEN)
    assert rows(own_place, table) == 0


def test_the_key_of_an_unfinished_joining_goes_with_it(own_place: Flask) -> None:
    over = joining(own_place)
    with own_place.app_context():
        owner = db.session.scalars(sa.select(Joining.id)).one()
    keep_house(own_place, over)
    with own_place.app_context():
        assert not keystore().has(owner)


@pytest.mark.parametrize("state", ["active", SUSPENDED])
def test_an_account_that_nobody_uses_is_deleted(own_place: Flask, state: str) -> None:
    """Also a suspended one: its owner cannot come and do it."""
    times_of(own_place, inactive_days=200)
    person = member(own_place)  # used in November
    with own_place.app_context():
        db.session.execute(sa.update(Account).values(state=state))
        db.session.commit()
    keep_house(own_place, datetime(2027, 6, 18, 12, tzinfo=UTC))  # 200 days before lies 30 November
    keep_house(own_place, datetime(2027, 6, 18, 13, tzinfo=UTC))
    assert rows(own_place, Account) == 1
    keep_house(own_place, datetime(2027, 6, 19, tzinfo=UTC))  # and now 1 December: the whole month has passed
    assert rows(own_place, Account) == 0
    assert rows(own_place, RetiredName) == 1
    with own_place.app_context():
        assert not keystore().has(person.id)
        assert chain.entries(db.session(), 1)[0].event == "member_left"


def test_who_signs_in_again_keeps_the_account(own_place: Flask) -> None:
    """Also in the moment between the look and the deletion."""
    times = times_of(own_place, inactive_days=200)
    person, later = member(own_place), datetime(2027, 7, 2, tzinfo=UTC)
    with own_place.app_context():
        before = unused_before(later.date(), times)
        db.session.execute(sa.update(Account).values(used_month=date(2027, 7, 1)))
        db.session.commit()
        assert erasing.close(db.session(), person.id, times, later, unused_since=before) is False
    keep_house(own_place, later)
    assert rows(own_place, Account) == 1


def test_a_wrong_clock_costs_a_few_accounts_only(own_place: Flask) -> None:
    for _person in range(retention.ACCOUNTS_AT_A_TIME + 2):
        member(own_place)
    wrong = NOW + timedelta(days=3650)
    for seconds in range(0, 600, 60):
        keep_house(own_place, wrong + timedelta(seconds=seconds))
    assert rows(own_place, Account) == 2
    keep_house(own_place, wrong + retention.ACCOUNTS_EVERY)
    assert rows(own_place, Account) == 0


def test_the_list_of_the_erased_outlives_every_copy_and_no_more(own_place: Flask) -> None:
    times = times_of(own_place, content_backup_days=20, key_backup_days=4)
    with own_place.app_context():
        erasing.leave(db.session(), keystore(), member(own_place).id, times, NOW)
    for days, kept in ((27, 1), (28, 0)):
        keep_house(own_place, NOW + timedelta(days=days))
        with own_place.app_context():
            assert len(keystore().erased()) == kept


def test_the_list_follows_the_longer_of_the_two_copies(own_place: Flask) -> None:
    times = times_of(own_place, content_backup_days=2, key_backup_days=5)
    with own_place.app_context():
        erasing.leave(db.session(), keystore(), member(own_place).id, times, NOW)
    keep_house(own_place, NOW + timedelta(days=12))
    with own_place.app_context():
        assert len(keystore().erased()) == 1
    keep_house(own_place, NOW + timedelta(days=13))
    with own_place.app_context():
        assert keystore().erased() == {}


def test_counts_of_tries_and_their_key_are_gone_after_midnight(own_place: Flask) -> None:
    with own_place.app_context():
        for _try in range(20):
            limits.pace(counters(), "join", "198.51.100.7", NOW)
        key = counters().keys.file.read_bytes()
    keep_house(own_place, datetime(2026, 11, 25, 0, 11, tzinfo=UTC))
    with own_place.app_context():
        assert counters().keys.file.read_bytes() != key
        assert counters().sweep(datetime(2026, 11, 25, 0, 11, tzinfo=UTC)) == 0
        assert (
            limits.pace(counters(), "join", "198.51.100.7", datetime(2026, 11, 25, 0, 12, tzinfo=UTC)).value == "free"
        )


def test_many_rows_go_in_small_steps(own_place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "ROWS_AT_A_TIME", 3)
    put(own_place, *[Invitation(role="lead", token_hash=str(n), ends_at=NOW) for n in range(8)])
    put(own_place, Invitation(role="lead", token_hash="later", ends_at=NOW + SECOND))
    commits = list[object]()

    def noted(connection: object) -> None:
        commits.append(connection)

    with own_place.app_context():
        sa.event.listen(db.engine, "commit", noted)
        assert retention.forget_what_is_over(NOW) == 8
        sa.event.remove(db.engine, "commit", noted)
    assert rows(own_place, Invitation) == 1
    assert len(commits) == 3


def test_where_nothing_is_over_nothing_is_written(own_place: Flask) -> None:
    member(own_place)
    keep_house(own_place, NOW)
    writing = list[str]()

    def noted(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        writing.append(statement.split(maxsplit=1)[0].upper())

    with own_place.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", noted)
        try:
            keep_house(own_place, NOW + timedelta(hours=2))
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", noted)
    assert set(writing) <= {"SELECT", "BEGIN"}
    assert "SELECT" in writing


def test_a_job_is_paced_and_tried_again_after_a_failure(own_place: Flask) -> None:
    done, fails = list[datetime](), [True]

    def work(now: datetime) -> None:
        if fails.pop() if fails else False:
            raise ValueError
        done.append(now)

    job = Paced(work, timedelta(minutes=1))
    assert job.__name__ == "work"
    with own_place.app_context():
        with pytest.raises(ValueError):
            job()
        job()
        own_place.config["CLOCK"] = NOW + timedelta(seconds=59)
        job()
        assert done == [NOW]
        own_place.config["CLOCK"] = NOW + timedelta(minutes=1)
        job()
        own_place.config["CLOCK"] = NOW - DAY  # a clock that was set back does not stop it
        job()
    assert len(done) == 3
