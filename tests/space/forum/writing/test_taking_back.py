"""Taking back, in every state: nobody reads it and nobody decides about it any more (invariants 4 and 21)."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.audit.models import AuditEntry
from support.common.kernel.db import db
from support.space.cases.models import Case, Decision
from support.space.forum.models import Publication, Revision
from support.space.forum.writing.models import Fingerprint
from support.space.forum.writing.sending import Refused
from support.space.forum.writing.taking_back import Over
from support.space.forum.writing.targets import NotThere
from tests.people import Person, member
from tests.space.forum import published
from tests.space.forum.writing.authors import begun, cases, form_of, press_send, sent, states, withdrawn


def put(person: Person, post_id: uuid.UUID, state: str) -> None:
    with person.app.app_context():
        db.session.execute(sa.update(Revision).where(Revision.post_id == post_id).values(state=state))
        if state == "held":
            db.session.execute(sa.update(Case).where(Case.post_id == post_id).values(state="held"))
        db.session.commit()


def test_what_waits_can_be_taken_back_once(space: Flask) -> None:
    person = member(space)
    post_id = press_send(person, form_of(person, begun(person)), sketch=["tea"])
    withdrawn(person, post_id)
    withdrawn(person, post_id)
    (case,) = cases(person, post_id)
    assert (case.state, states(person, post_id)) == ("closed", ["withdrawn"])
    with space.app_context():
        revisions = sa.select(Revision.id).where(Revision.post_id == post_id)
        assert not db.session.scalars(sa.select(Fingerprint).where(Fingerprint.revision_id.in_(revisions))).all()


def test_taking_back_is_logged_once(space: Flask) -> None:
    person = member(space)
    post_id = sent(person)
    counted = sa.select(sa.func.count()).where(AuditEntry.event == "post_withdrawn")
    with space.app_context():
        before = db.session.scalar(counted) or 0
    withdrawn(person, post_id)
    withdrawn(person, post_id)
    with space.app_context():
        assert db.session.scalar(counted) == before + 1


def test_what_is_published_goes_with_the_version_that_waits(space: Flask) -> None:
    person = member(space)
    shown = published.thread(person)
    sent(person, "Another version", post_id=shown.id)
    withdrawn(person, shown.id)
    assert states(person, shown.id) == ["withdrawn", "withdrawn"]
    with space.app_context():
        assert db.session.get(Publication, shown.id) is None


def test_a_decision_that_had_no_effect_yet_has_none(space: Flask) -> None:
    person = member(space)
    post_id = sent(person)
    with space.app_context():
        case = db.session.scalars(sa.select(Case).where(Case.post_id == post_id)).one()
        made = Decision(
            id=uuid.uuid4(), case_id=case.id, revision_id=case.head_id, digest=case.head_digest, outcome="approve",
            codes="", notes="", idempotency_hash=uuid.uuid4().hex, request_hash="", standing="pending",
            made_on=case.opened_at.date() if case.opened_at else None,
        )  # fmt: skip
        case.state, case.apply_at = "approving", case.opened_at
        db.session.add(made)
        db.session.commit()
        decision_id = made.id
    withdrawn(person, post_id)
    with space.app_context():
        assert db.session.get_one(Decision, decision_id).standing == "void"


@pytest.mark.parametrize("state", ["changes_requested", "rejected", "lapsed", "unpublished"])
def test_what_is_over_can_be_taken_back_as_well(space: Flask, state: str) -> None:
    person = member(space)
    post_id = sent(person)
    put(person, post_id, state)
    withdrawn(person, post_id)
    assert states(person, post_id) == ["withdrawn"]


def test_what_is_held_stays(space: Flask) -> None:
    person = member(space)
    post_id = sent(person)
    draft_id = begun(person, "Another", post_id=post_id)
    put(person, post_id, "held")
    with pytest.raises(Over):
        withdrawn(person, post_id)
    with pytest.raises(Refused) as refused:
        press_send(person, form_of(person, draft_id))
    assert refused.value.codes == {"form": "over"}
    assert states(person, post_id) == ["held"]


def test_nobody_takes_back_what_is_not_theirs(space: Flask) -> None:
    person, other = member(space), member(space)
    post_id = sent(person)
    for missing in (post_id, uuid.uuid4()):
        with pytest.raises(NotThere):
            withdrawn(other, missing)
    assert states(person, post_id) == ["queued"]


def test_what_was_taken_back_gets_no_other_version(space: Flask) -> None:
    person = member(space)
    post_id = sent(person)
    draft_id = begun(person, "Another", post_id=post_id)
    withdrawn(person, post_id)
    with pytest.raises(Refused) as refused:
        press_send(person, form_of(person, draft_id))
    assert refused.value.codes == {"form": "over"}
