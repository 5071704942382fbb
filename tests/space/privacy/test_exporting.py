"""A person's copy of the forum: every word and every choice of theirs, and nobody else's (promise 10, S27)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from flask import Flask

from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.privacy.exporting import as_json, as_text, collect
from support.common.privacy.sections import Section
from support.common.sealing.vault import vault
from support.space.cases.models import Decision
from support.space.forum.content import Content
from support.space.forum.models import Post, Revision
from support.space.forum.writing.drafts import Kept
from support.space.forum.writing.models import Draft
from tests.people import Person, member, staff
from tests.space.privacy import writing


def copy_of(app: Flask, person: Person) -> dict[str, Section]:
    """The sections of somebody's copy by their names."""
    with app.test_request_context("/en-GB/"):
        found = collect(db.session(), person.id, app.config["TIMES"], clock.now())
        assert len({one.key for one in found}) == len(found)
        assert list(found[:1]) == [one for one in found if one.key == "account"]
        return {one.key: one for one in found}


def texts(section: Section, column: str) -> list[Any]:
    """What stands in one column of a section."""
    return [fact.value for row in section.rows for fact in row if fact.column == column]


def test_every_word_in_every_state_is_in_it(own_place: Flask) -> None:
    writer, reader = member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        shown = writing.published(writer, "the lake is calm", reader)
        writing.another_version(shown, "the lake is very calm")
        writing.ended(writing.sent(writer, "all of it"), reader, "reject", "rejected")
        writing.sent(writer, "wait for me")
        db.session.commit()
        row = db.session.get_one(Draft, writing.drafted(writer, "not yet"))
        kept = Kept(Content(body="not yet, but soon"), (Content(body="from elsewhere"),))
        row.sealed = vault().seal(writer.id, msgspec.json.encode(kept).decode(), place="draft.sealed", row=row.id)
        db.session.commit()
    found = copy_of(own_place, writer)
    words = texts(found["versions"], "revision.sealed")
    for said in ("the lake is calm", "the lake is very calm", "all of it", "wait for me"):
        assert [one for one in words if said in one], said
    assert sorted(texts(found["versions"], "revision.state")) == ["approved", "queued", "queued", "rejected"]
    assert texts(found["published"], "publication.body") == ["the lake is calm"]
    assert texts(found["drafts"], "draft.sealed") == ["not yet, but soon\n\nFrom another window:\n\nfrom elsewhere"]
    assert len(found["posts"].rows) == 3
    assert "Content notes: Bad dreams and sleep" in words[0]
    assert sorted(texts(found["about_you"], "decision.outcome")) == ["approve", "reject"]
    with own_place.test_request_context("/en-GB/"):
        sections = list(found.values())
        assert "the lake is very calm" in as_text(sections, clock.now())
        assert "the lake is very calm" in as_json(sections, clock.now())


def test_a_held_post_is_one_that_is_not_published(own_place: Flask) -> None:
    """What its writer is told of a hold is decided elsewhere; the copy does not tell it by itself."""
    writer, reader = member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        post = writing.sent(writer, "wait for me")
        writing.decided(post, reader, "hold", standing="pending")
        case = writing.case_of(post)
        case.state = "held"
        db.session.get_one(Revision, case.head_id).state = "held"
        for one in db.session.query(Decision).all():
            one.standing = "effective"
        db.session.commit()
    found = copy_of(own_place, writer)
    assert texts(found["versions"], "revision.state") == ["unpublished"]
    assert found["about_you"].rows == []
    with own_place.test_request_context("/en-GB/"):
        for text in (as_text(list(found.values()), clock.now()), as_json(list(found.values()), clock.now())):
            assert "held" not in text.replace("not held", "")


@pytest.mark.parametrize("standing", ["waiting", "pending", "undone", "void"])
def test_what_has_no_effect_is_not_told(own_place: Flask, standing: str) -> None:
    writer, reader = member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        writing.decided(writing.sent(writer, "wait for me"), reader, "reject", standing=standing)
        db.session.commit()
    assert copy_of(own_place, writer)["about_you"].rows == []
    assert texts(copy_of(own_place, reader)["by_you"], "decision.standing") == [standing]


def test_nothing_of_others_is_in_it(own_place: Flask) -> None:
    writer, other, reader = member(own_place), member(own_place), staff(own_place, "moderator")
    with own_place.app_context():
        first = writing.published(other, "my own umbrella", reader)
        writing.published(writer, "the lake is calm", reader, answers=first)
        writing.chosen(writer, first, other)
        db.session.commit()
        keys = [one.id for one in db.session.query(Post)] + [other.id, reader.id]
    for person in (writer, reader):
        found = list(copy_of(own_place, person).values())
        with own_place.test_request_context("/en-GB/"):
            text = as_text(found, clock.now()) + as_json(found, clock.now())
        assert "umbrella" not in text
        assert not [key for key in keys if str(key) in text or key.hex in text]
        assert ("the lake is calm" in text) is (person is writer)
        assert other.name not in text
    found = copy_of(own_place, writer)
    assert texts(found["signs"], "reaction.kind") == ["heard"]
    assert texts(found["content_notes"], "note_choice.choice") == ["hide"]
    assert texts(found["notices"], "notice.sealed") == ["a kind word"]
