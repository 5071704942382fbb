"""Posts that wait, forms that are ready to be pressed, and where things stand: for tests with real processes."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from support.common.audit import verifying
from support.common.kernel.db import db
from support.common.sealing.vault import keystore
from support.space.cases.models import Case, Decision
from support.space.forum.content import Content
from support.space.forum.models import Board
from support.space.forum.openness import OPEN
from support.space.forum.writing import drafts
from support.space.forum.writing.looking import Looked
from support.space.forum.writing.sending import Form, Rules, send
from support.space.forum.writing.targets import Target
from support.space.forum.writing.windows import Window
from support.space.moderation import reviewing
from support.space.moderation.leasing import Held
from support.space.moderation.reviewing import Verdict
from tests import people
from tests.people import Person
from tests.space.proof.world import START


def form_for(session: Session, by: uuid.UUID, target: Target, words: str) -> Form:
    """A draft that is ready to be sent."""
    content = Content(words, title="" if target.answers_id else "An evening")
    draft_id = drafts.begin(session, by, target, content, START)
    drafts.save(session, by, draft_id, content, Window(1), START)
    return Form(draft_id, drafts.opened(session, by, draft_id).version, secrets.token_urlsafe(24))


def sent(session: Session, by: uuid.UUID, form: Form, looked: Looked | None = None) -> uuid.UUID:
    """Press the button that sends."""
    return send(session, form, by=by, looked=looked or Looked(), sketch=(), rules=Rules(OPEN, lambda _before: 1))


def waiting(app: Flask, author: Person | None = None) -> tuple[Person, uuid.UUID, uuid.UUID]:
    """A post that waits: its writer, itself and its case."""
    author = author or people.member(app)
    with app.app_context():
        session = db.session()
        board = session.scalars(sa.select(Board.id).limit(1)).one()
        post_id = sent(session, author.id, form_for(session, author.id, Target(board_id=board), "Tea helped today."))
        return author, post_id, session.scalars(sa.select(Case.id).where(Case.post_id == post_id)).one()


def verdict(held: Held, outcome: str = "approve", codes: tuple[str, ...] = ()) -> Verdict:
    return Verdict(
        held.case_id, held.version, held.revision_id, held.digest, held.token, secrets.token_hex(16), outcome, codes
    )


def taken(app: Flask, by: uuid.UUID, case_id: uuid.UUID, now: datetime = START) -> Held:
    with app.app_context():
        return reviewing.take(db.session(), by, case_id, now)


def of_case(app: Flask, case_id: uuid.UUID) -> tuple[str, list[str]]:
    """Where a case stands, and the standings of what was decided in it."""
    with app.app_context():
        standings = db.session.scalars(sa.select(Decision.standing).where(Decision.case_id == case_id)).all()
        return db.session.get_one(Case, case_id).state, sorted(standings)


def the_log_is_whole(app: Flask) -> bool:
    with app.app_context():
        return not verifying.verify(db.session(), keystore().root("audit"))
