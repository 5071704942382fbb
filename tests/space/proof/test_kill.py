"""Invariant 8 of moderation.md 2.4: processes that are killed, and a server that is killed while many send.

``SUPPORT_PROOF_KILLS`` says how often the server is killed (2); once by hand before a release: 10.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from support.common.kernel.db import PartSession, db
from support.common.privacy import erasing
from support.common.sealing.vault import keystore
from support.space.forum.models import Board, Publication, Revision
from support.space.forum.writing import taking_back
from support.space.forum.writing.targets import Target
from support.space.moderation import applying, reviewing
from tests import people
from tests.people import Person
from tests.space.proof.dying import changed, standing
from tests.space.proof.serving import Serving
from tests.space.proof.waiting import form_for, of_case, sent, taken, the_log_is_whole, verdict, waiting
from tests.space.proof.world import START

KILLS = int(os.environ.get("SUPPORT_PROOF_KILLS", "2"))
LATER = START + timedelta(seconds=20)
BOUNDARIES = [(number, before) for number in (1, 2) for before in (True, False)]


def killed(app: Flask, deed: Callable[[Session], Any], number: int, *, before: bool) -> bool:
    """Do something in a process that is killed at its so-manieth commit. Returns whether it came that far."""
    with app.app_context():
        db.session.remove()
    child = os.fork()
    if not child:
        with app.app_context():
            db.engine.dispose(close=False)
            made = 0

            def commit(self: Session) -> None:
                nonlocal made
                made += 1
                if made == number and before:
                    os.kill(os.getpid(), signal.SIGKILL)
                super(PartSession, self).commit()
                if made == number:
                    os.kill(os.getpid(), signal.SIGKILL)

            PartSession.commit = commit  # type: ignore[method-assign]
            try:
                deed(db.session())
            finally:
                os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.fixture(scope="module")
def reader(app: Flask) -> Person:
    return people.staff(app, "moderator")


def kept(app: Flask) -> dict[str, list[str]]:
    with app.app_context():
        return standing()


@pytest.mark.parametrize(("number", "before"), BOUNDARIES)
@pytest.mark.parametrize("what", ["send", "decide", "refuse", "apply", "take back"])
def test_invariant_8_a_step_that_is_killed_is_before_or_after_and_can_be_done_again(
    app: Flask, reader: Person, what: str, number: int, before: bool
) -> None:
    author, post_id, case_id = waiting(app)
    with app.app_context():
        board = db.session.scalars(sa.select(Board.id).limit(1)).one()
        form = form_for(db.session(), author.id, Target(board_id=board), "Rain.")
    said = verdict(taken(app, reader.id, case_id), *(("reject", ("C08",)) if what == "refuse" else ("approve",)))
    if what == "apply":
        with app.app_context():
            reviewing.decide(db.session(), reader.id, said, START)
    deed: Callable[[Session], Any] = {
        "send": lambda s: sent(s, author.id, form),
        "decide": lambda s: reviewing.decide(s, reader.id, said, START),
        "refuse": lambda s: reviewing.decide(s, reader.id, said, START),
        "apply": lambda s: applying.apply(s, case_id, LATER),
        "take back": lambda s: taking_back.take_back(s, post_id, by=author.id),
    }[what]
    was = kept(app)
    died = killed(app, deed, number, before=before)
    assert died == (number == 1), "each of these is one commit"
    after = kept(app)
    assert bool(changed(was, after)) == (not before or not died)
    with app.app_context():
        deed(db.session())
    again = kept(app)
    assert bool(changed(after, again)) == (before and died), "done twice, or not at all"
    assert the_log_is_whole(app)
    state, standings = of_case(app, case_id)
    assert (state, standings) == {
        "send": ("queued", []), "decide": ("approving", ["pending"]), "refuse": ("closed", ["effective"]),
        "apply": ("closed", ["effective"]), "take back": ("closed", []),
    }[what]  # fmt: skip


@pytest.mark.parametrize(("number", "before"), BOUNDARIES)
def test_invariants_8_and_22_a_leaving_that_is_killed_is_finished_and_leaves_nothing(
    app: Flask, reader: Person, number: int, before: bool
) -> None:
    author, post_id, case_id = waiting(app)
    with app.app_context():
        reviewing.decide(db.session(), reader.id, verdict(taken(app, reader.id, case_id)), START)
        assert applying.apply(db.session(), case_id, LATER)
    times = app.config["TIMES"]
    assert killed(app, lambda s: erasing.leave(s, keystore(), author.id, times, START), number, before=before)
    with app.app_context():
        session = db.session()
        closed = (number, before) != (1, True)
        assert erasing.unfinished(session, keystore(), START) == (closed and (number, before) != (2, False))
        if not closed:
            assert session.scalar(sa.select(Publication.body).where(Publication.post_id == post_id)) is not None
            assert erasing.leave(session, keystore(), author.id, times, START)
        for table in (Publication, Revision):
            assert not session.scalar(sa.select(sa.func.count()).where(table.post_id == post_id))
    assert the_log_is_whole(app)


def test_invariant_8_a_server_killed_while_two_hundred_are_sent_loses_nothing_it_said_it_had(
    tmp_path_factory: pytest.TempPathFactory, make_app: Any
) -> None:
    serving = Serving.prepared(tmp_path_factory.mktemp("killed"), make_app)
    for round_ in range(KILLS):
        sendings = serving.ready(200)
        with serving.running() as server:
            told = server.send_all(sendings, kill_after=20 + 37 * round_ % 120)
        assert 0 < sum(told.values()) < len(sendings), "killed too early, or too late"
        serving.each_is_before_or_after(told)
    with serving.running() as server:
        told = server.send_all(serving.sendings)  # everything once more: what was sent before stays one post
        left = [one for one in serving.sendings if not told[one.draft_id]]
        assert all(server.send_all(left).values()), "told twice that it could not be sent"
    serving.everything_was_sent_once(KILLS * 200)
