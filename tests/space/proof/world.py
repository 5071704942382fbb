"""A space with people in it whose deeds go through the real services; the clock, the crashes and the words are ours."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from support.common.accounts.models import ACTIVE, SUSPENDED, Account
from support.common.audit.models import AuditEntry
from support.common.kernel.db import db
from support.common.kernel.errors import DomainError
from support.space.cases.models import Case, Decision, DecisionCount, Reading, Skipped
from support.space.forum.models import Board, Post, Publication, PublicationChange, Revision, Thread
from support.space.forum.notices.models import Notice
from support.space.forum.seeding import ensure_boards
from support.space.forum.writing.models import Draft, Fingerprint, TakenForm
from support.space.forum.writing.sending import Refused
from tests import people
from tests.people import Person
from tests.space.proof.dying import Killed, changed, killed_at, restarted, standing
from tests.space.proof.model import Forum

START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TIME_TO_UNDO = timedelta(seconds=20)
FIRST, SECOND, TITLE = "first", "second", "title"
_numbers = itertools.count(1)
_emptied = (
    Notice, TakenForm, Draft, Fingerprint, Publication, Skipped, Decision, Case, Revision,
    DecisionCount, Reading,
)  # fmt: skip


def fresh_word() -> str:
    """A word that stands nowhere else: by it a text is known on any page."""
    number, letters = next(_numbers), ""
    for _ in range(4):
        number, rest = divmod(number, 20)
        letters = "bcdfghjklmnpqrstvwxz"[rest] + "aeiou"[rest % 5] + letters
    return f"qu{letters}"


@dataclass
class Came:
    """What came of a deed: its value or why it was refused; ``died``: the first try ended just after its commit."""

    value: Any
    error: Exception | None
    died: bool

    @property
    def done(self) -> bool:
        return self.error is None or self.died


@dataclass
class House:
    """The application and those who stay: three moderators, the last of whom never writes and is never suspended,
    and two leads. Made once; who writes is made anew for each run."""

    app: Flask
    moderators: list[Person] = field(default_factory=list)
    leads: list[Person] = field(default_factory=list)
    board: uuid.UUID = field(default_factory=uuid.uuid4)

    def fill(self) -> House:
        self.moderators = [people.staff(self.app, "moderator") for _ in range(3)]
        self.leads = [people.staff(self.app, "lead") for _ in range(2)]
        with self.app.app_context():
            ensure_boards(db.session(), self.app.config["PART"])
            self.board = db.session.scalars(sa.select(Board.id).order_by(Board.position)).first() or self.board
            db.session.rollback()
        return self

    def clear(self) -> None:
        """Nothing was written, nobody has decided, everybody is here."""
        with self.app.app_context():
            db.session.execute(sa.update(Account).where(Account.state == SUSPENDED).values(state=ACTIVE))
            gone = db.session.scalars(sa.select(Publication.number)).all()
            db.session.add_all(PublicationChange(number=one) for one in gone)  # the search follows
            for table in _emptied:
                db.session.execute(sa.delete(table))
            db.session.execute(sa.update(Post).values(parent_id=None))
            db.session.execute(sa.delete(Post))
            db.session.execute(sa.delete(Thread))
            db.session.execute(sa.text("DELETE FROM outbox_item"))
            db.session.commit()


class World:
    """One run: the people, the model, the clock, and how a deed is done."""

    def __init__(self, house: House) -> None:
        self.house, self.app = house, house.app
        self.now = START
        self.at(timedelta(0))
        self.members = [people.member(self.app) for _ in range(3)]
        self.watcher = people.member(self.app)  # reads only
        self.readers = [*house.moderators, *house.leads]
        self.writers = [*self.members, house.moderators[0]]
        self.typed: dict[uuid.UUID, list[str]] = {}  # all that each of them ever typed
        self.gone: set[uuid.UUID] = set()
        self.forum = Forum(
            str(self.app.config["PART"]), {one.id for one in house.moderators}, {one.id for one in house.leads}
        )
        self.patches = pytest.MonkeyPatch()
        self.context = self.app.app_context()
        self.context.push()
        self.logged_before = db.session.scalar(sa.select(sa.func.max(AuditEntry.number))) or 0
        db.session.rollback()

    def end(self) -> None:
        """Leave everything as it was found."""
        db.session.rollback()
        self.context.pop()
        self.patches.undo()
        self.app.config.pop("CLOCK", None)
        self.house.clear()

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Where browsers are: a request in our own context would find what another left there (style.md, trap 5)."""
        db.session.rollback()
        self.context.pop()
        try:
            yield
        finally:
            self.context = self.app.app_context()
            self.context.push()

    def at(self, later: timedelta) -> None:
        """Let the clock jump, back too."""
        self.now += later
        self.app.config["CLOCK"] = self.now

    @property
    def session(self) -> Session:
        return db.session()

    def do(self, deed: Callable[[], Any], crash: str = "") -> Came:
        """Do something; with ``crash`` ``before`` or ``after`` the process dies at the first commit, and whoever did
        it tries again. What is refused, and what died before its commit, has changed nothing (invariant 8); what is
        tried again after it was done has no second effect (invariant 6)."""
        before, died = standing(), False
        if crash:
            with killed_at(1, before=crash == "before"):
                try:
                    deed()
                except Killed:
                    died = crash == "after"
                except (DomainError, Refused):
                    pass
            restarted()
            if not died:
                assert not changed(before, standing())
        done = standing() if died else before
        value, error = None, None
        try:
            value = deed()
        except (DomainError, Refused) as refused:
            error = refused
        db.session.rollback()
        if error or died:
            assert not changed(done, standing()), f"{error!r} changed {changed(done, standing())}"
        return Came(value, error, died)
