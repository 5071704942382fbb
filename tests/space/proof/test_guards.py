"""Invariants 4, 9 and 17 where no order of honest deeds reaches them: a changed row, a slow screening, a cut log."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.audit import verifying
from support.common.audit.models import AuditEntry
from support.common.kernel.db import db
from support.common.sealing.vault import keystore
from support.space.cases.models import Case
from support.space.forum.content import Content, seal
from support.space.forum.models import Board, Publication, Revision
from support.space.forum.writing import looking
from support.space.forum.writing.targets import Target
from support.space.moderation import applying, reviewing
from tests import people
from tests.space.proof.waiting import form_for, of_case, sent, taken, verdict, waiting
from tests.space.proof.world import START, TIME_TO_UNDO

CANARY = "Nobody has read this."


@pytest.mark.parametrize("field", ["sealed", "digest"])
def test_invariant_4_a_text_that_was_changed_after_it_was_read_is_not_published(app: Flask, field: str) -> None:
    """Whoever can write to the database, and even has the writer's key, gets nothing unread published."""
    reader = people.staff(app, "moderator")
    author, post_id, case_id = waiting(app)
    with app.app_context():
        reviewing.decide(db.session(), reader.id, verdict(taken(app, reader.id, case_id)), START)
        revision = db.session.scalars(sa.select(Revision).where(Revision.post_id == post_id)).one()
        if field == "sealed":
            revision.sealed = seal(author.id, revision.id, Content(CANARY, title="An evening"))
        else:
            revision.digest = "0" * 64
        db.session.commit()
        assert not applying.apply(db.session(), case_id, START + TIME_TO_UNDO)
        assert db.session.get(Publication, post_id) is None
    assert of_case(app, case_id) == ("queued", ["undone"])


def test_invariant_9_an_entry_that_is_changed_or_gone_is_found(app: Flask) -> None:
    waiting(app)
    with app.app_context():
        entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)).one()
        assert not verifying.verify(db.session(), keystore().root("audit"))
        entry.event = "post_published"
        db.session.flush()
        assert verifying.verify(db.session(), keystore().root("audit"))
        db.session.rollback()
        db.session.execute(sa.delete(AuditEntry).where(AuditEntry.number == entry.number))
        assert verifying.verify(db.session(), keystore().root("audit"))
        db.session.rollback()


@pytest.mark.parametrize("how", ["slow", "raising"])
def test_invariant_17_what_cannot_be_screened_waits_all_the_same_and_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(looking, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(looking, "screen", lambda *_a, **_k: time.sleep(0.3) if how == "slow" else 1 / 0)
    looked = looking.look(Content("Tea."), part=app.config["PART"], newcomer=False, languages=("en",))
    assert not looked.screened
    author = people.member(app)
    with app.app_context():
        board = db.session.scalars(sa.select(Board.id).limit(1)).one()
        form = form_for(db.session(), author.id, Target(board_id=board), "Tea.")
        post_id = sent(db.session(), author.id, form, looked)
        case = db.session.scalars(sa.select(Case).where(Case.post_id == post_id)).one()
        assert (case.state, case.screened) == ("queued", False)
        assert db.session.get(Publication, post_id) is None
