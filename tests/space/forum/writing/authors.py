"""Somebody who writes, through the services themselves: begins, saves, sends, takes back."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence

import sqlalchemy as sa

from support.common.kernel.clock import database_now
from support.common.kernel.db import db
from support.space.cases.models import Case
from support.space.forum.content import Content
from support.space.forum.models import Revision
from support.space.forum.openness import OPEN, Openness
from support.space.forum.writing import drafts, taking_back
from support.space.forum.writing.looking import Looked
from support.space.forum.writing.sending import Form, Rules, send
from support.space.forum.writing.targets import Target
from support.space.forum.writing.windows import Window
from tests.people import Person
from tests.space.forum.published import board

LOOKED = Looked()


def begun(person: Person, body: str = "Tea helped today.", title: str = "Tea", **target: uuid.UUID) -> uuid.UUID:
    """A draft: of a new thread, or for the target that is named."""
    where = Target(**target) if target else Target(board_id=board(person.app))
    with person.app.app_context():
        draft_id = drafts.begin(db.session(), person.id, where, Content(""), database_now(db.session()))
        opened = drafts.opened(db.session(), person.id, draft_id)
        content = Content(
            body, title="" if "answers_id" in target else title, language="en", quote=opened.content.quote
        )
        drafts.save(db.session(), person.id, draft_id, content, Window(opened.version), database_now(db.session()))
        return draft_id


def form_of(person: Person, draft_id: uuid.UUID, key: str = "") -> Form:
    """The form of the page on which a draft is looked at before it is sent."""
    with person.app.app_context():
        version = drafts.opened(db.session(), person.id, draft_id).version
    return Form(draft_id, version, key or secrets.token_urlsafe(24))


def press_send(
    person: Person, form: Form, *, looked: Looked = LOOKED, sketch: Sequence[str] = (), openness: Openness = OPEN
) -> uuid.UUID:  # fmt: skip
    """Send that form."""
    with person.app.app_context():
        rules = Rules(openness, lambda before: 2 if before < 1 else 1)
        return send(db.session(), form, by=person.id, looked=looked, sketch=sketch, rules=rules)


def sent(person: Person, body: str = "Tea helped today.", **more: object) -> uuid.UUID:
    """A post that waits: a new thread, or what the target says."""
    draft_id = begun(person, body, **more)  # type: ignore[arg-type]
    return press_send(person, form_of(person, draft_id))


def withdrawn(person: Person, post_id: uuid.UUID) -> None:
    """Take a post back."""
    with person.app.app_context():
        taking_back.take_back(db.session(), post_id, by=person.id)


def states(person: Person, post_id: uuid.UUID) -> list[str]:
    """The states of a post's versions, the oldest first."""
    with person.app.app_context():
        wanted = sa.select(Revision.state).where(Revision.post_id == post_id).order_by(Revision.number)
        return list(db.session.scalars(wanted))


def cases(person: Person, post_id: uuid.UUID) -> list[Case]:
    """All cases of a post, closed ones too."""
    with person.app.app_context():
        found = list(db.session.scalars(sa.select(Case).where(Case.post_id == post_id)))
        db.session.expunge_all()
        return found
