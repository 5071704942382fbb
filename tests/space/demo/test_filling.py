"""A demo is made by the same services as everything else, and once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.audit.verifying import verify
from support.common.kernel.db import db
from support.common.operations.sample import sample_people
from support.common.sealing.vault import keystore
from support.space.cases.models import CLOSED, Case
from support.space.demo.filling import counted, fill
from support.space.demo.people import NoSamplePeople
from support.space.demo.script import script
from support.space.forum.models import CHANGES_REQUESTED, REJECTED, Post, Publication, Revision
from support.space.moderation.enough import Open, open_for_sending
from tests.common.operations.conftest import run

NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)


def filled(app: Flask) -> Flask:
    """The space, in which the made-up people have now talked."""
    with app.app_context():
        sample_people(db.session(), app.config["PART"], NOW)
        assert fill(app, db.session(), NOW)
    return app


def test_the_space_is_alive_and_fifty_wait_and_a_second_call_adds_nothing(own_space: Flask) -> None:
    said = script(filled(own_space).config["PART"])
    with own_space.app_context():
        assert counted(db.session()) == (len(said.talks), 50)
        shown = db.session.scalars(sa.select(Publication.body)).all()
        assert len(shown) == sum(1 + len(talk.answers) for talk in said.talks)
        assert not {one.text.strip() for one in said.waits} & set(shown)
        cases = db.session.scalars(sa.select(Case).where(Case.state != CLOSED)).all()
        assert len(cases) == 50
        hints = {hint.partition(".")[0] for case in cases for hint in case.hints.split(",")}
        assert len(hints - {""}) >= 4, "contact, meeting, danger, newcomers and more"
        assert [case for case in cases if case.urgent]
        assert [case for case in cases if case.newcomer]
        states = db.session.scalars(sa.select(Revision.state)).all()
        assert states.count(CHANGES_REQUESTED) == states.count(REJECTED) == 1
        assert verify(db.session(), keystore().root("audit")) == []
        assert isinstance(open_for_sending(db.session(), NOW), Open)
        days = set(db.session.scalars(sa.select(Publication.published_on)))
        assert NOW.date() - timedelta(days=14) < min(days) < max(days) <= NOW.date()
        before = set(db.session.scalars(sa.select(Post.id)))
        sample_people(db.session(), own_space.config["PART"], NOW)
        assert fill(own_space, db.session(), NOW) is None
        assert set(db.session.scalars(sa.select(Post.id))) == before
    assert own_space.config.get("CLOCK") is None


def test_without_sample_people_nothing_is_made(own_space: Flask) -> None:
    with own_space.app_context(), pytest.raises(NoSamplePeople):
        fill(own_space, db.session(), NOW)
    code, output = run(own_space, "sample-posts")
    assert (code, "Make the sample people first" in output) == (1, True)


def test_production_refuses_it(own_space: Flask) -> None:
    own_space.config["PRODUCTION"] = True
    code, output = run(own_space, "sample-posts")
    assert (code, "not made in production" in output) == (1, True)
