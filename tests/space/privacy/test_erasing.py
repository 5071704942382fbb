"""Whoever leaves takes every word along, in whatever state it was; what others wrote stays (promise 10; S48, S83).

Moderation.md, invariant 22.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.audit import chain
from support.common.audit.models import AuditSubject
from support.common.audit.verifying import verify
from support.common.kernel import clock
from support.common.kernel.db import db, owned
from support.common.kernel.logs import Lines
from support.common.privacy import erasing
from support.common.privacy.register import register
from support.common.sealing.keystore_tables import empty_log
from support.common.sealing.vault import keystore
from support.space.cases.models import Case, Decision
from support.space.forum.content import Quote
from support.space.forum.models import Post, Publication, PublicationChange, Revision, Thread
from support.space.forum.notices.models import Notice
from support.space.forum.reading.models import MutedPerson, Reaction
from support.space.forum.visibility import visible
from support.space.forum.writing.models import Draft
from support.space.privacy.erasing import erase
from tests.people import Person, member, staff
from tests.space.privacy import writing

CANARIES = (
    "kingfisher on a wire", "marmalade at midnight", "an umbrella in june", "seven blue doorknobs",
    "a lighthouse of paper", "the tortoise and its lamp",
)  # fmt: skip
DRAFTED, WAITING, PUBLISHED, REJECTED, QUOTED, EDITED = CANARIES


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line that is logged meanwhile, as it is written."""
    lines, handler = list[str](), logging.Handler()
    handler.emit = lambda record: lines.append(Lines().format(record))  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


class Everything:
    """A writer who has words in every state, another who has answered and quoted them, and a reader of the staff."""

    def __init__(self, app: Flask) -> None:
        self.writer, self.other, self.reader = member(app), member(app), staff(app, "moderator")
        with app.app_context():
            opened = writing.published(self.writer, PUBLISHED, self.reader)
            quoted = writing.published(self.writer, QUOTED, self.reader)
            revision = db.session.get_one(Publication, quoted.id).revision_id
            self.answer = writing.published(self.other, "I know that", self.reader, answers=opened).id
            quote = Quote(quoted.id, revision, 0)
            self.quoting = writing.published(self.other, "so do I", self.reader, quote=quote).id
            self.waiting = writing.sent(self.writer, WAITING, answers=db.session.get_one(Post, self.quoting)).id
            writing.ended(writing.sent(self.writer, REJECTED), self.reader, "reject", "rejected")
            writing.another_version(quoted, EDITED)
            writing.held_by(quoted, self.reader)
            writing.chosen(self.other, opened, self.writer)
            writing.chosen(self.writer, db.session.get_one(Post, self.quoting), self.other)
            self.opened, self.quoted = opened.id, quoted.id
            chain.record(db.session(), "post_sent", on=clock.now().date(), post=opened.id, key=keystore().root("audit"))
            db.session.commit()
            writing.drafted(self.writer, DRAFTED)


def leave(app: Flask, person: Person) -> None:
    with app.app_context():
        assert erasing.leave(db.session(), keystore(), person.id, app.config["TIMES"], clock.now())
        db.session.remove()


def in_tables(app: Flask, *wanted: str) -> set[str]:
    """Which tables hold one of these."""
    with app.app_context(), db.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        rows = {name: repr(connection.execute(sa.text(f'SELECT * FROM "{name}"')).all()) for name in names}
    return {name for name, text in rows.items() if any(one.lower() in text.lower() for one in wanted)}


def in_files(app: Flask, *wanted: str, but: str = "no file") -> set[str]:
    """Which files of the application hold one of these."""
    folder = Path(app.config["INSTANCE"]).parent
    files = [file for file in folder.rglob("*") if file.is_file() and but not in file.name]
    return {
        file.name for file in files
        if any(one.lower().encode() in file.read_bytes().lower() for one in wanted)
    }  # fmt: skip


def test_no_word_of_them_is_left_anywhere(own_place: Flask, logged: list[str]) -> None:
    there = Everything(own_place)
    assert in_tables(own_place, *CANARIES) == {"publication"}, "the canaries; the rest is sealed"
    with own_place.app_context():
        sealed = db.session.scalars(
            sa.select(Revision.sealed).join(Post).where(Post.author_id == there.writer.id)
        ).all()
        sealed += db.session.scalars(sa.select(Draft.sealed)).all()
        db.session.remove()
        assert empty_log(db.engine)
    assert len(sealed) == 6
    assert in_tables(own_place, *sealed) == {"revision", "draft"}
    if own_place.config["SQLALCHEMY_DATABASE_URI"].get_backend_name() == "sqlite":
        assert in_files(own_place, *sealed)
    leave(own_place, there.writer)
    gone = (*CANARIES, *sealed, str(there.writer.id), there.writer.id.hex, there.writer.name)
    assert in_tables(own_place, *gone) == set()
    assert in_files(own_place, *gone, but="keys.sqlite") == set(), "the list of the erased alone holds the id"
    assert in_files(own_place, *CANARIES, *sealed, there.writer.name) == set()
    assert not [line for line in logged for one in gone if one in line]
    with own_place.app_context():
        assert verify(db.session(), keystore().root("audit")) == [], "the chain stays whole"
        subjects = db.session.scalars(sa.select(AuditSubject.post).where(AuditSubject.post.is_not(None))).all()
        assert there.opened not in subjects


def test_what_others_wrote_stays_and_what_they_answered_is_an_empty_row(own_place: Flask) -> None:
    there = Everything(own_place)
    leave(own_place, there.writer)
    with own_place.app_context():
        shell = db.session.get_one(Post, there.opened)
        assert (shell.author_id, shell.revisions) == (None, [])
        assert db.session.get(Post, there.quoted) is None
        assert db.session.get(Post, there.waiting) is None
        for kept, words in ((there.answer, "I know that"), (there.quoting, "so do I")):
            assert db.session.get_one(Publication, kept).body == words
            assert db.session.get_one(Post, kept).author_id == there.other.id
        seen = set(db.session.scalars(visible()))
        assert {one.id for one in seen} == {there.quoting}, "an answer is not shown without what it answers"
        threads = {one.id: one for one in db.session.scalars(sa.select(Thread))}
        assert set(threads) == {shell.thread_id, db.session.get_one(Post, there.quoting).thread_id}
        left = threads[shell.thread_id]
        assert (left.shown, left.answered, left.answers) == (False, False, 0)
        changed = set(db.session.scalars(sa.select(PublicationChange.number)))
        shown = set(db.session.scalars(sa.select(Publication.number)))
        assert len(changed - shown) == 2, "the search is told of what is gone"


def test_nobody_is_told_of_them_any_more(own_place: Flask) -> None:
    there = Everything(own_place)
    with own_place.app_context():
        assert db.session.scalars(sa.select(Notice.account_id).where(Notice.post_id == there.opened)).all()
    leave(own_place, there.writer)
    with own_place.app_context():
        assert db.session.scalars(sa.select(Notice)).all() == []
        assert db.session.scalars(sa.select(Reaction)).all() == []
        assert db.session.scalars(sa.select(MutedPerson)).all() == []
        cases = db.session.scalars(sa.select(Case.post_id)).all()
        assert set(cases) == {there.answer, there.quoting}


def test_an_empty_row_goes_when_the_last_answer_goes(own_place: Flask) -> None:
    there = Everything(own_place)
    leave(own_place, there.writer)
    leave(own_place, there.other)
    with own_place.app_context():
        for table in (Post, Thread, Revision, Case, Decision, Publication):
            assert db.session.scalars(sa.select(sa.func.count()).select_from(table)).one() == 0, table


def test_a_draft_that_answers_them_is_not_lost(own_place: Flask) -> None:
    there, late = Everything(own_place), member(own_place)
    with own_place.app_context():
        draft = writing.drafted(late, "what I wanted to say", answers=db.session.get_one(Post, there.quoted))
    leave(own_place, there.writer)
    with own_place.app_context():
        assert db.session.get_one(Draft, draft).answers_id == there.quoted
        assert db.session.get_one(Post, there.quoted).author_id is None
    leave(own_place, late)
    with own_place.app_context():
        assert db.session.get(Post, there.quoted) is None


def test_what_a_reader_decided_stands_and_nobody_knows_who_it_was(own_place: Flask) -> None:
    there = Everything(own_place)
    with own_place.app_context():
        case = db.session.scalars(sa.select(Case).where(Case.holder_id == there.reader.id)).one()
        key, version = case.id, case.version
        before = db.session.scalars(sa.select(sa.func.count()).select_from(Decision)).one()
    leave(own_place, there.reader)
    with own_place.app_context():
        found = db.session.scalars(sa.select(Decision.by_id)).all()
        assert (len(found), set(found)) == (before, {None})
        case = db.session.get_one(Case, key)
        assert (case.holder_id, case.lease_hash, case.lease_until) == (None, None, None)
        assert case.version == version + 1, "who had it in hand can decide nothing with an old page"
        assert db.session.get_one(Publication, there.opened).body == PUBLISHED


def test_what_is_held_goes_too(own_place: Flask) -> None:
    """Until a law orders otherwise and there is a place for it: docs/privacy.md says so."""
    there = Everything(own_place)
    with own_place.app_context():
        case = writing.case_of(db.session.get_one(Post, there.waiting))
        case.state = "held"
        db.session.get_one(Revision, case.head_id).state = "held"
        db.session.commit()
    leave(own_place, there.writer)
    with own_place.app_context():
        assert db.session.get(Post, there.waiting) is None
        assert db.session.scalars(sa.select(Case).where(Case.state == "held")).all() == []


def test_it_can_be_done_again_and_stands_or_falls_with_the_callers_transaction(own_place: Flask) -> None:
    there = Everything(own_place)
    with own_place.app_context():
        on = clock.now().date()
        before = in_tables(own_place, *CANARIES)
        erase(db.session(), there.writer.id, on)
        db.session.rollback()
        assert in_tables(own_place, *CANARIES) == before == {"publication"}
        erase(db.session(), there.writer.id, on)
        erase(db.session(), there.writer.id, on)
        erase(db.session(), uuid.uuid4(), on)
        db.session.commit()
    assert in_tables(own_place, *CANARIES) == set()


def test_every_table_that_is_about_people_is_empty_when_all_have_left(own_place: Flask) -> None:
    """A table that somebody adds later and forgets here turns this red."""
    there = Everything(own_place)
    with own_place.app_context():
        writing.counted(there.reader)
        db.session.commit()
    for person in (there.writer, there.other, there.reader):
        leave(own_place, person)
    stay = {"retired_name", "audit_entry", "audit_subject"}  # what stays of everybody: the log, and a kept name
    tables = {column.table for column in register() if column.of_people and column.where == "database"} - stay
    own = [table for table in db.metadata.sorted_tables if table.name in tables and owned(table, "space")]
    assert len(own) > 20
    with own_place.app_context(), closing(db.engine.connect()) as connection:
        left = {table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in own}
    assert {name for name, count in left.items() if count} == set()
