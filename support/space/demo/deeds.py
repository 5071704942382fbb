"""One deed of a made-up person: to send something, and to read and decide. Through the services that everybody uses."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from support.space.cases.models import APPROVING, CLOSED, Case
from support.space.cases.reasons import readers_needed
from support.space.cases.states import APPROVE
from support.space.forum.content import Content
from support.space.forum.openness import OPEN
from support.space.forum.writing import drafts, limits, looking
from support.space.forum.writing.sending import Form, Rules, send
from support.space.forum.writing.targets import Target
from support.space.moderation import applying, reviewing

UNTIL_APPLIED = timedelta(minutes=5)  # longer than any undo window


@dataclass
class Doing:
    """The space in which it is done. ``readers``: the moderators; they take turns."""

    app: Flask
    session: Session
    readers: Sequence[UUID]
    _turn: int = field(default=0, init=False)

    @property
    def part(self) -> str:
        """Which space it is."""
        return str(self.app.config["PART"])

    def send(self, by: UUID, target: Target, content: Content, at: datetime) -> UUID:
        """Write and send at that moment. Returns the post's id."""
        self.app.config["CLOCK"] = at
        draft_id = drafts.begin(self.session, by, target, content, at)
        before = limits.published_before(self.session, by)
        self.session.rollback()
        looked = looking.look(
            content,
            part=self.part,
            newcomer=before < limits.NEWCOMER_UNTIL,
            languages=self.app.config["LANGUAGES"],
        )
        form = Form(draft_id, 1, secrets.token_urlsafe(24))
        rules = Rules(OPEN, partial(readers_needed, self.part))
        return send(self.session, form, by=by, looked=looked, sketch=looking.sketched(content.body), rules=rules)

    def publish(self, post_id: UUID, at: datetime) -> None:
        """Have it read at that moment by as many as it needs, and published."""
        case_id = self.decide(post_id, APPROVE, (), "", at)
        while self._state(case_id) != APPROVING:
            self.decide(post_id, APPROVE, (), "", at)
        self.app.config["CLOCK"] = at + UNTIL_APPLIED
        applying.apply(self.session, case_id, at + UNTIL_APPLIED)

    def decide(self, post_id: UUID, outcome: str, codes: tuple[str, ...], message: str, at: datetime) -> UUID:
        """One reader reads it at that moment and decides. Returns the id of the case."""
        self.app.config["CLOCK"] = at
        reader = self.readers[self._turn % len(self.readers)]
        self._turn += 1
        wanted = sa.select(Case.id).where(Case.post_id == post_id, Case.state != CLOSED)
        case_id = self.session.scalars(wanted).one()
        self.session.rollback()
        held = reviewing.take(self.session, reader, case_id, at)
        verdict = reviewing.Verdict(
            case_id=case_id, version=held.version, revision_id=held.revision_id, digest=held.digest, token=held.token,
            key=secrets.token_urlsafe(24), outcome=outcome, codes=codes, message=message,
        )  # fmt: skip
        reviewing.decide(self.session, reader, verdict, at)
        return case_id

    def _state(self, case_id: UUID) -> str:
        state = self.session.scalars(sa.select(Case.state).where(Case.id == case_id)).one()
        self.session.rollback()
        return state
