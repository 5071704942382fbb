"""Invariants 5, 7, 10 and 21 of moderation.md 2.4 with real processes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from support.common.kernel.db import db
from support.space.cases.models import CLOSED, Case, Decision
from support.space.forum.models import Board, Publication, Revision
from support.space.forum.writing import taking_back
from support.space.forum.writing.targets import Target
from support.space.moderation import applying, reviewing
from tests import people
from tests.space.proof.crowd import Told, at_once
from tests.space.proof.waiting import form_for, of_case, sent, taken, the_log_is_whole, verdict, waiting
from tests.space.proof.world import START

READERS, CASES, ROUNDS = 20, 40, 6
SOON = timedelta(minutes=11)


@pytest.fixture(scope="module")
def readers(app: Flask) -> list[uuid.UUID]:
    return [people.staff(app, "moderator").id for _ in range(READERS)]


def test_invariant_7_of_twenty_processes_that_take_one_case_one_gets_it(app: Flask, readers: list[uuid.UUID]) -> None:
    _author, _post, case_id = waiting(app)
    came = at_once(app, [lambda s, by=by: reviewing.take(s, by, case_id, START) for by in readers])
    assert Counter(what if kind != "done" else kind for kind, what in came) == {"done": 1, "lease_lost": READERS - 1}


def test_invariant_5_of_twenty_verdicts_on_one_case_one_counts_and_none_is_silent(
    app: Flask, readers: list[uuid.UUID]
) -> None:
    """Each of the twenty was shown the same text, one after the other; all send their form in the same moment."""
    _author, _post, case_id = waiting(app)
    held = [taken(app, by, case_id, START + number * SOON) for number, by in enumerate(readers)]
    now = START + (READERS - 1) * SOON + timedelta(minutes=1)
    deeds = [
        lambda s, by=by, one=one: reviewing.decide(s, by, verdict(one, "reject", ("C08",)), now).outcome
        for by, one in zip(readers, held, strict=True)
    ]
    came = at_once(app, deeds)
    assert Counter(kind for kind, _what in came) == {"done": 1, "Conflict": READERS - 1}
    assert came[-1] == ("done", "reject")
    assert of_case(app, case_id) == ("closed", ["effective"])
    assert the_log_is_whole(app)


def test_invariant_6_one_form_from_twenty_processes_is_one_decision(app: Flask, readers: list[uuid.UUID]) -> None:
    _author, _post, case_id = waiting(app)
    form = verdict(taken(app, readers[0], case_id))
    came = at_once(app, [lambda s: reviewing.decide(s, readers[0], form, START).decision_id] * READERS)
    assert {kind for kind, _what in came} == {"done"} and len(set(came)) == 1
    assert of_case(app, case_id) == ("approving", ["pending"])


def test_invariant_6_one_form_from_ten_processes_is_one_post(app: Flask) -> None:
    author = people.member(app)
    with app.app_context():
        board = db.session.scalars(sa.select(Board.id).limit(1)).one()
        form = form_for(db.session(), author.id, Target(board_id=board), "The rain was loud.")
    came = at_once(app, [lambda s: sent(s, author.id, form)] * 10)
    assert {kind for kind, _what in came} == {"done"} and len(set(came)) == 1


def test_invariant_7_twenty_who_read_forty_cases_never_read_the_same(app: Flask, readers: list[uuid.UUID]) -> None:
    with app.app_context():
        db.session.execute(sa.update(Case).where(Case.state != CLOSED).values(
            state="closed", closed_on=START.date(), holder_id=None, lease_hash=None, lease_until=None))  # fmt: skip
        db.session.commit()
    cases = {waiting(app)[2] for _ in range(CASES)}

    def two(session: Session, by: uuid.UUID) -> list[uuid.UUID]:
        read = []
        for _ in range(CASES // READERS):
            case_id = pressed(session, lambda: reviewing.next_case(session, by, START))
            held = reviewing.held(session, by, case_id, START)
            assert held
            form = verdict(held)
            pressed(session, lambda form=form: reviewing.decide(session, by, form, START))
            read.append(case_id)
        return read

    came = at_once(app, [lambda s, by=by: two(s, by) for by in readers])
    assert not [what for kind, what in came if kind != "done"]
    read = [case_id for _kind, some in came for case_id in some]
    assert sorted(read) == sorted(cases)
    assert all(of_case(app, one) == ("approving", ["pending"]) for one in cases)
    assert the_log_is_whole(app)


def pressed(session: Session, deed: Callable[[], Any]) -> Any:
    """Pressed again where the database was busy for too long and said so: on SQLite nobody queues for it."""
    for _ in range(5):
        try:
            return deed()
        except OperationalError:
            session.rollback()
    return deed()


def rushed(app: Flask, reader: uuid.UUID, *, withdraw: bool) -> tuple[uuid.UUID, list[Told], uuid.UUID]:
    """Approve, change, let it take effect, and take back, all within a moment. The post, what came, the case."""
    author, post_id, case_id = waiting(app)
    form = verdict(taken(app, reader, case_id))
    with app.app_context():
        change = form_for(db.session(), author.id, Target(post_id=post_id), "Tea helped, and sleep.")
    later = START + timedelta(seconds=20)
    deeds = [
        lambda s: reviewing.decide(s, reader, form, START).outcome,
        lambda s: sent(s, author.id, change),
        lambda s: applying.apply(s, case_id, later),
        *([lambda s: taking_back.take_back(s, post_id, by=author.id)] if withdraw else []),
    ]
    came = at_once(app, deeds, spread=0.03)
    assert not [what for kind, what in came if kind == "broken"]
    with app.app_context():
        applying.apply(db.session(), case_id, later)
    return post_id, came, case_id


def left(app: Flask, post_id: uuid.UUID) -> tuple[str | None, list[str], list[str]]:
    """What readers see, the states of the versions, and where the cases stand."""
    with app.app_context():
        body = db.session.scalar(sa.select(Publication.body).where(Publication.post_id == post_id))
        states = sa.select(Revision.state).where(Revision.post_id == post_id).order_by(Revision.number)
        cases = sa.select(Case.state).where(Case.post_id == post_id)
        pending = sa.select(sa.func.count()).select_from(Decision).join(Case).where(
            Case.post_id == post_id, Case.state != "approving", Decision.standing == "pending"
        )  # fmt: skip
        assert not db.session.scalar(pending)
        return body, list(db.session.scalars(states)), sorted(db.session.scalars(cases))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_invariant_21_approve_change_apply_and_take_back_end_with_nothing_to_see(
    app: Flask, readers: list[uuid.UUID], number: int
) -> None:
    post_id, came, _case = rushed(app, readers[number % 3], withdraw=True)
    body, states, cases = left(app, post_id)
    assert came[3][0] == "done" and body is None, came
    assert set(cases) == {"closed"} and set(states) <= {"withdrawn", "superseded"}, (states, cases)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_invariants_3_and_21_approve_against_change_shows_what_was_read_or_nothing(
    app: Flask, readers: list[uuid.UUID], number: int
) -> None:
    post_id, came, _case = rushed(app, readers[number % 3], withdraw=False)
    body, states, cases = left(app, post_id)
    assert came[1][0] == "done", came
    assert (body, states, cases) in (
        (None, ["superseded", "queued"], ["queued"]),
        ("Tea helped today.", ["approved", "queued"], ["closed", "queued"]),
    )
    assert (came[0][0] == "done") or came[0] == ("Conflict", "edited")
