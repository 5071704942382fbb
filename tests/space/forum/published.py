"""Posts for tests, made through the functions that the real way uses: sealed, decided about, published, taken back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask

from support.common.kernel import clock
from support.common.kernel.db import db
from support.space.cases.models import Case, Decision
from support.space.cases.opening import Sent, open_or_move
from support.space.forum.content import Content, Quote, digest, seal
from support.space.forum.models import WITHDRAWN, Board, Post, Publication, Revision, Thread
from support.space.forum.publishing import publish, take_back
from support.space.forum.seeding import ensure_boards
from tests.people import Person

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Written:
    """A post and its newest revision."""

    app: Flask
    id: uuid.UUID
    thread_id: uuid.UUID
    revision_id: uuid.UUID


def board(app: Flask, code: str = "arriving") -> uuid.UUID:
    """The id of a shipped board."""
    with app.app_context():
        ensure_boards(db.session(), app.config["PART"])
        return db.session.scalars(sa.select(Board.id).where(Board.code == code)).one()


def new_board(app: Flask, title: str = "Corner") -> str:
    """The code of a board of the test's own, as a lead would make one."""
    with app.app_context():
        code = f"own-{uuid.uuid4().hex[:8]}"
        db.session.add(Board(code=code, title=title, about="For this", position=90))
        db.session.commit()
        return code


def thread(author: Person, title: str = "A quiet week", body: str = "The kettle sings.", **more: Any) -> Written:
    """A published thread; ``waits=True`` leaves it unread, ``on`` is the day, ``notes`` and ``language`` go along."""
    place = board(author.app, more.pop("code", "arriving"))
    with author.app.app_context():
        row = Thread(id=uuid.uuid4(), board_id=place)
        db.session.add(row)
        db.session.flush()
        return _post(author, row.id, None, Content(body=body, title=title, **_said(more)), **more)


def answer(author: Person, to: Written, body: str = "I am glad that you wrote.", **more: Any) -> Written:
    """A published answer to any post of a thread."""
    with author.app.app_context():
        return _post(author, to.thread_id, to.id, Content(body=body, **_said(more)), **more)


def change(written: Written, body: str, *, title: str = "", waits: bool = False) -> Written:
    """Another version of a post, published or waiting."""
    with written.app.app_context():
        post = db.session.get_one(Post, written.id)
        revision = _revise(post, Content(body=body, title=title))
        if not waits:
            _approve(post, revision, TODAY)
        found = Written(written.app, post.id, post.thread_id, revision.id)
        db.session.commit()
        return found


def gone(written: Written) -> None:
    """Take a post back, as its writer would."""
    with written.app.app_context():
        assert take_back(db.session(), written.id, WITHDRAWN)
        db.session.commit()


def quote(written: Written, paragraph: int = 0) -> Quote:
    """One paragraph of that version."""
    return Quote(written.id, written.revision_id, paragraph)


def number(written: Written) -> int:
    """By which the index knows a published post."""
    with written.app.app_context():
        return db.session.scalars(sa.select(Publication.number).where(Publication.post_id == written.id)).one()


def _said(more: dict[str, Any]) -> dict[str, Any]:
    return {name: more.pop(name) for name in ("language", "notes", "quote") if name in more}


def _post(
    author: Person, thread_id: uuid.UUID, parent_id: uuid.UUID | None, content: Content, *, on: date = TODAY,
    waits: bool = False,
) -> Written:  # fmt: skip
    post = Post(id=uuid.uuid4(), thread_id=thread_id, parent_id=parent_id, author_id=author.id, sent_on=on)
    db.session.add(post)
    db.session.flush()
    revision = _revise(post, content)
    if not waits:
        _approve(post, revision, on)
    written = Written(author.app, post.id, thread_id, revision.id)
    db.session.commit()
    return written


def _revise(post: Post, content: Content) -> Revision:
    session = db.session()
    assert post.author_id
    held = session.scalar(sa.select(sa.func.count()).select_from(Revision).where(Revision.post_id == post.id)) or 0
    revision = Revision(
        id=uuid.uuid4(), post_id=post.id, number=held + 1, digest=digest(content), sent_on=post.sent_on, sealed=""
    )
    revision.sealed = seal(post.author_id, revision.id, content)
    session.add(revision)
    session.flush()
    open_or_move(session, Sent(post.id, revision.id, revision.digest), clock.now())
    return revision


def _approve(post: Post, revision: Revision, on: date) -> None:
    session = db.session()
    case = session.scalars(sa.select(Case).where(Case.post_id == post.id, Case.state != "closed")).one()
    decision = Decision(
        id=uuid.uuid4(), case_id=case.id, revision_id=revision.id, digest=revision.digest, outcome="approve", codes="",
        notes="", by_id=None, idempotency_hash=uuid.uuid4().hex, request_hash="", standing="effective", made_on=on,
    )  # fmt: skip
    case.state, case.closed_on, case.opened_at = "closed", on, None
    session.add(decision)
    session.flush()
    publish(session, decision, on=on)
