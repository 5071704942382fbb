"""A space with people who write and people who read, for tests of the services: texts are put there without pages."""

from __future__ import annotations

import itertools
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from support.common.audit import verifying
from support.common.audit.models import AuditEntry
from support.common.kernel.db import begin_writing, db
from support.common.sealing.vault import keystore
from support.space.cases.models import Case, Decision, DecisionCount
from support.space.cases.opening import Sent, close_for_writer, open_or_move
from support.space.forum import content as contents
from support.space.forum.content import Content
from support.space.forum.models import QUEUED, Board, Post, Publication, Revision, Thread
from support.space.forum.notices.models import Notice
from support.space.moderation import applying, reviewing
from support.space.moderation.reviewing import Decided, Verdict
from tests import people

START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Waiting:
    """A text that waits to be read."""

    post_id: uuid.UUID
    thread_id: uuid.UUID
    case_id: uuid.UUID
    revision_id: uuid.UUID


@dataclass
class Room:
    """The space, and the ids of its people: three moderators, two leads, two members."""

    app: Flask
    moderators: list[uuid.UUID] = field(default_factory=list)
    leads: list[uuid.UUID] = field(default_factory=list)
    members: list[uuid.UUID] = field(default_factory=list)

    @property
    def part(self) -> str:
        return str(self.app.config["PART"])

    def fill(self) -> Room:
        self.moderators = [people.staff(self.app, "moderator").id for _ in range(3)]
        self.leads = [people.staff(self.app, "lead").id for _ in range(2)]
        self.members = [people.member(self.app).id for _ in range(2)]
        return self

    def clear(self) -> None:
        """Nothing waits, nobody has decided."""
        with self.app.app_context():
            for table in (Publication, Notice, Decision, Case, Revision, DecisionCount):
                db.session.execute(sa.delete(table))
            db.session.commit()

    def send(
        self, *, author: uuid.UUID | None = None, now: datetime = START, body: str = "I slept better.",
        thread: uuid.UUID | None = None, **more: Any,
    ) -> Waiting:  # fmt: skip
        """Put a new post there, and open its case."""
        author = author or self.members[0]
        begin_writing(db.session())
        thread_id = thread or _thread()
        opening = db.session.scalar(sa.select(Post.id).where(Post.thread_id == thread_id, Post.parent_id.is_(None)))
        post = Post(id=uuid.uuid4(), thread_id=thread_id, parent_id=opening, author_id=author, sent_on=now.date())
        db.session.add(post)
        db.session.flush()
        return self._version(post, author, body, now, more)

    def edit(
        self, waiting: Waiting, *, now: datetime = START, body: str = "I slept well, and ate.", **more: Any
    ) -> Waiting:
        """Send another version of a post."""
        begin_writing(db.session())
        post = db.session.get_one(Post, waiting.post_id)
        assert post.author_id
        return self._version(post, post.author_id, body, now, more)

    def withdraw(self, waiting: Waiting, now: datetime = START) -> None:
        """Take a post back, as its writer does."""
        begin_writing(db.session())
        close_for_writer(db.session(), waiting.post_id, now)
        states = sa.update(Revision).where(Revision.post_id == waiting.post_id, Revision.state == QUEUED)
        db.session.execute(states.values(state="withdrawn"))
        db.session.commit()

    def _version(self, post: Post, author: uuid.UUID, body: str, now: datetime, more: dict[str, Any]) -> Waiting:
        title = "" if post.parent_id else "A quiet evening"
        number = 1 + (db.session.scalar(sa.select(sa.func.max(Revision.number)).filter_by(post_id=post.id)) or 0)
        content = Content(body=body, title=title)
        one = Revision(id=uuid.uuid4(), post_id=post.id, number=number, state=QUEUED, sent_on=now.date())
        one.digest, one.sealed = contents.digest(content), contents.seal(author, one.id, content)
        db.session.add(one)
        db.session.flush()
        case = open_or_move(db.session(), replace(Sent(post.id, one.id, one.digest), **more), now)
        ids = Waiting(post.id, post.thread_id, case.id, one.id)
        db.session.commit()
        return ids

    def verdict(
        self, by: uuid.UUID, waiting: Waiting, outcome: str, *codes: str, now: datetime, **more: Any
    ) -> Verdict:
        """Take the case and fill in the form for it."""
        got = reviewing.take(db.session(), by, waiting.case_id, now)
        form = Verdict(
            got.case_id, got.version, got.revision_id, got.digest, got.token, secrets.token_hex(16), outcome, codes
        )
        return replace_in(form, **more)

    def decide(
        self, by: uuid.UUID, waiting: Waiting, outcome: str, *codes: str, now: datetime = START, **more: Any
    ) -> Decided:
        """Take the case and decide."""
        form = self.verdict(by, waiting, outcome, *codes, now=now, **more)
        return reviewing.decide(db.session(), by, form, now)

    def apply(self, waiting: Waiting, now: datetime = START + MINUTE) -> bool:
        """Let the approval take effect."""
        return applying.apply(db.session(), waiting.case_id, now)

    def published(self, waiting: Waiting) -> str | None:
        """What readers see of the post."""
        return db.session.scalar(sa.select(Publication.body).filter_by(post_id=waiting.post_id))

    def state(self, waiting: Waiting) -> tuple[str, str]:
        """Where the case and its revision stand."""
        db.session.rollback()
        case = db.session.get_one(Case, waiting.case_id)
        return case.state, db.session.get_one(Revision, waiting.revision_id).state

    def standings(self, waiting: Waiting) -> list[str]:
        """The standings of the decisions of a case, in the order of the alphabet."""
        return sorted(db.session.scalars(sa.select(Decision.standing).filter_by(case_id=waiting.case_id)))

    def notices(self, account_id: uuid.UUID | None = None) -> Sequence[Notice]:
        """What somebody was told."""
        return db.session.scalars(sa.select(Notice).filter_by(account_id=account_id or self.members[0])).all()

    def logged(self) -> list[str]:
        """The events in the log, the oldest first."""
        events = db.session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.number))
        return [event.removeprefix("post_") for event in events]

    def log_is_whole(self) -> bool:
        return not verifying.verify(db.session(), keystore().root("audit"))


def replace_in(form: Verdict, **changes: Any) -> Verdict:
    """The same form with something else in it."""
    fields = {name: getattr(form, name) for name in form.__struct_fields__}
    return Verdict(**fields | changes)


def _thread() -> uuid.UUID:
    board = Board(
        id=uuid.uuid4(), code=f"own-room-{next(_numbers)}-{secrets.token_hex(4)}", title="Evenings", language="en"
    )
    thread = Thread(id=uuid.uuid4(), board_id=board.id)
    db.session.add(board)
    db.session.flush()
    db.session.add(thread)
    db.session.flush()
    return thread.id
