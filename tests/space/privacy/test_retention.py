"""Everything of the forum goes when its time is over, and not before (safety.md S86). Each time is a setting."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.audit import housekeeper
from support.common.kernel.db import db
from support.space.cases.models import Case, Decision, Skipped
from support.space.forum.models import Post, Publication, Revision, Thread
from support.space.forum.notices.models import Notice
from support.space.forum.writing.models import Draft, Fingerprint, TakenForm
from support.space.privacy import retention
from tests.people import member, staff
from tests.space.privacy import writing
from tests.space.privacy.conftest import NOW

MIDNIGHT = NOW.replace(hour=0)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _nobody_has_kept_house(own_place: Flask) -> None:
    housekeeper.employ(own_place, *retention.keep(own_place))


def keep_house(app: Flask, at: datetime) -> None:
    app.config["CLOCK"] = at
    housekeeper.employ(app, *retention.keep(app))  # none of them is paced by the last time
    assert housekeeper.work(app)


def rows(app: Flask, table: Any) -> int:
    with app.app_context():
        return int(db.session.scalars(sa.select(sa.func.count()).select_from(table)).one())


def times_of(app: Flask, **changed: int) -> None:
    app.config["TIMES"] = dataclasses.replace(app.config["TIMES"], **changed)


def draft(app: Flask) -> datetime:
    times_of(app, draft_days=9)
    with app.app_context():
        writing.drafted(member(app), "not yet")
    return MIDNIGHT + 9 * DAY


def taken_form(app: Flask) -> datetime:
    with app.app_context():
        writing.sent(member(app), "wait for me")
        db.session.commit()
    return NOW + DAY


def fingerprint(app: Flask) -> datetime:
    times_of(app, fingerprint_days=14)
    taken_form(app)
    return MIDNIGHT + 14 * DAY


def opened_notice(app: Flask) -> datetime:
    times_of(app, notice_days=15)
    person, other = member(app), member(app)
    with app.app_context():
        writing.chosen(person, writing.sent(other, "wait for me"), other)
        db.session.execute(sa.update(Notice).values(seen=True))
        db.session.commit()
    return MIDNIGHT + 15 * DAY


def version_in(state: str, setting: str) -> Callable[[Flask], datetime]:
    """A version of a post that is over in that state from today on."""

    def make(app: Flask) -> datetime:
        times_of(app, **{setting: 11})
        writer, reader = member(app), staff(app, "moderator")
        with app.app_context():
            writing.ended(writing.sent(writer, "all of it"), reader, "reject", state)
            db.session.commit()
        keep_house(app, NOW)
        return MIDNIGHT + 11 * DAY

    return make


THINGS: dict[str, tuple[Callable[[Flask], datetime], Any]] = {
    "a draft": (draft, Draft),
    "a form that was taken": (taken_form, TakenForm),
    "what repetitions are found by": (fingerprint, Fingerprint),
    "a notice that was opened": (opened_notice, Notice),
    "a version that was turned down": (version_in("rejected", "rejected_days"), Revision),
    "a version whose time for changes is over": (version_in("lapsed", "rejected_days"), Revision),
    "a version that is not published any more": (version_in("unpublished", "rejected_days"), Revision),
    "a version that was taken back": (version_in("withdrawn", "withdrawn_days"), Revision),
    "a version that was replaced": (version_in("superseded", "superseded_days"), Revision),
}


@pytest.mark.parametrize("thing", THINGS)
def test_it_goes_when_its_time_is_over_and_not_before(own_place: Flask, thing: str) -> None:
    make, table = THINGS[thing]
    over = make(own_place)
    keep_house(own_place, over - SECOND)
    assert rows(own_place, table) == 1
    keep_house(own_place, over)
    assert rows(own_place, table) == 0


@pytest.mark.parametrize("state", ["queued", "held", "approved", "changes_requested"])
def test_what_waits_is_held_or_is_read_never_goes(own_place: Flask, state: str) -> None:
    with own_place.app_context():
        writing.sent(member(own_place), "wait for me")
        db.session.execute(sa.update(Revision).values(state=state))
        db.session.commit()
    for days in (0, 5000):
        keep_house(own_place, NOW + days * DAY)
    assert (rows(own_place, Revision), rows(own_place, Post), rows(own_place, Case)) == (1, 1, 1)


def test_a_post_of_which_no_version_is_left_goes_with_all_that_hangs_on_it(own_place: Flask) -> None:
    over = version_in("withdrawn", "withdrawn_days")(own_place)
    keep_house(own_place, over)
    for table in (Post, Thread, Case, Decision, Fingerprint, TakenForm):
        assert rows(own_place, table) == 0, table


def test_where_others_have_answered_an_empty_row_stays(own_place: Flask) -> None:
    writer, other, reader = member(own_place), member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        first = writing.sent(writer, "all of it")
        writing.sent(other, "so do I", answers=first)
        writing.ended(first, reader, "reject", "withdrawn")
        db.session.commit()
        key = first.id
    for days in (0, 30):
        keep_house(own_place, NOW + days * DAY)
    with own_place.app_context():
        left = db.session.get_one(Post, key)
        assert (left.author_id, left.revisions) == (None, [])
        assert rows(own_place, Post) == 2


def test_what_replaces_an_older_version_stays(own_place: Flask) -> None:
    writer, reader = member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        post = writing.published(writer, "the lake is calm", reader)
        writing.another_version(post, "the lake is very calm")
        writing.show(post, reader)
        db.session.commit()
    for days in (0, 31):
        keep_house(own_place, NOW + days * DAY)
    with own_place.app_context():
        assert [one.state for one in db.session.scalars(sa.select(Revision))] == ["approved"]
        assert db.session.scalars(sa.select(Publication.body)).all() == ["the lake is very calm"]
        assert db.session.scalars(sa.select(Decision.standing)).all() == ["effective"]


def test_while_a_newer_version_waits_the_older_ones_stay(own_place: Flask) -> None:
    """Who reads the new one must see what was asked for."""
    writer, reader = member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        post = writing.sent(writer, "all of it")
        writing.ended(post, reader, "request_changes", "superseded")
        writing.another_version(post, "half of it")
        db.session.commit()
    for days in (0, 300):
        keep_house(own_place, NOW + days * DAY)
    assert (rows(own_place, Revision), rows(own_place, Decision)) == (2, 1)


def test_the_time_counts_from_when_it_was_over_and_starts_anew(own_place: Flask) -> None:
    writer, reader = member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        writing.ended(writing.sent(writer, "all of it"), reader, "reject", "rejected")
        db.session.commit()

    def over_on() -> Any:
        with own_place.app_context():
            return db.session.scalars(sa.select(Revision.over_on)).one()

    keep_house(own_place, NOW)
    keep_house(own_place, NOW + 3 * DAY)
    assert over_on() == NOW.date()
    for state, day in (("approved", None), ("rejected", (NOW + 4 * DAY).date())):
        with own_place.app_context():
            db.session.execute(sa.update(Revision).values(state=state))
            db.session.commit()
        keep_house(own_place, NOW + 4 * DAY)
        assert over_on() == day


def test_old_readings_go_and_what_is_published_does_not(own_place: Flask) -> None:
    times_of(own_place, case_days=100, rejected_days=9999)
    writer, reader = member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        writing.published(writer, "the lake is calm", reader)
        turned_down = writing.sent(writer, "all of it")
        case = writing.case_of(turned_down).id
        db.session.add(Skipped(case_id=case, account_id=reader.id))
        writing.ended(turned_down, reader, "reject", "rejected")
        db.session.commit()
    keep_house(own_place, MIDNIGHT + 100 * DAY - SECOND)
    assert (rows(own_place, Case), rows(own_place, Decision), rows(own_place, Skipped)) == (2, 2, 1)
    keep_house(own_place, MIDNIGHT + 100 * DAY)
    assert (rows(own_place, Case), rows(own_place, Decision), rows(own_place, Skipped)) == (1, 1, 0)
    with own_place.app_context():
        assert db.session.scalars(sa.select(Publication.body)).all() == ["the lake is calm"]
        assert db.session.scalars(sa.select(Decision.by_id)).all() == [None]
    assert rows(own_place, Revision) == 2, "the text stays for its writer"


def test_many_rows_go_in_small_steps(own_place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_A_TIME", 2)
    writer, reader = member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        for number in range(5):
            writing.ended(writing.sent(writer, f"number {number}"), reader, "reject", "withdrawn")
        db.session.commit()
    for days in (0, 7):
        keep_house(own_place, NOW + days * DAY)
    assert rows(own_place, Revision) == rows(own_place, Post) == 0


def test_where_nothing_is_over_nothing_is_written(own_place: Flask) -> None:
    writer, reader = member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        writing.published(writer, "the lake is calm", reader)
        writing.ended(writing.sent(writer, "all of it"), reader, "reject", "rejected")
        db.session.commit()
    keep_house(own_place, NOW)
    said = list[str]()

    def noted(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement.split(maxsplit=1)[0].upper())

    with own_place.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", noted)
        try:
            keep_house(own_place, NOW + timedelta(hours=2))
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", noted)
    assert set(said) <= {"SELECT", "BEGIN"}
    assert "SELECT" in said
