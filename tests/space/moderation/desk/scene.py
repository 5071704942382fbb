"""What the desk's tests act with: readers in browsers, posts that wait, and what became of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from support.common.kernel.db import db
from support.space.cases.models import Case, Decision
from support.space.forum.models import Publication, Revision
from support.space.forum.notices.models import Notice
from support.space.moderation import applying
from tests.common.accounts.walking import Walker
from tests.people import Person, member, signed_in, staff
from tests.space.forum import published
from tests.space.forum.published import Written

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = "I slept badly. The rain was loud, and I thought of many things. " * 8
QUEUE = "/moderate/queue"


@dataclass
class Desk:
    """One space, its readers, and what waits in it."""

    app: Flask

    @property
    def blocking(self) -> str:
        """A reason of this space with which nothing is published."""
        return "SV04" if self.app.config["PART"] == "survivors" else "PV02"

    def at(self, moment: datetime) -> None:
        self.app.config["CLOCK"] = moment

    def reader(self, role: str = "moderator") -> Walker:
        """A browser in which somebody new on the staff has just signed in."""
        return Walker(self.app, signed_in(staff(self.app, role)))

    def waits(self, author: Person | None = None, **more: Any) -> Written:
        """A thread that waits to be read; ``urgent``, ``need``, ``hints``, ``newcomer`` are of its case."""
        known = ("urgent", "need", "hints", "newcomer", "opened_at", "state", "skips")
        of_case = {name: more.pop(name) for name in known if name in more}
        said = {"title": "A quiet week", "body": TEXT} | more
        written = published.thread(author or member(self.app), waits=True, **said)
        if of_case:
            self.write(sa.update(Case).where(Case.post_id == written.id).values(of_case))
        return written

    def first(self, author: Person | None = None, **more: Any) -> Written:
        """The same, before everything else that waits."""
        return self.waits(author, **({"urgent": 2, "opened_at": NOON - timedelta(days=400)} | more))

    def case(self, written: Written) -> Case:
        """The newest case of a post."""
        wanted = sa.select(Case).where(Case.post_id == written.id).order_by(Case.closed_on.is_(None).desc())
        return self.ask(wanted)[0]

    def decisions(self, written: Written) -> list[Decision]:
        wanted = sa.select(Decision).join(Case, Case.id == Decision.case_id).where(Case.post_id == written.id)
        return self.ask(wanted)

    def shown(self, written: Written) -> bool:
        """Whether readers see the post, once everything that is due was done."""
        with self.app.app_context():
            applying.apply_due()
            return db.session.get(Publication, written.id) is not None

    def state(self, written: Written) -> str:
        return str(self.ask(sa.select(Revision.state).where(Revision.id == written.revision_id))[0])

    def notices(self, written: Written) -> list[Notice]:
        return self.ask(sa.select(Notice).where(Notice.post_id == written.id))

    def open(self, walker: Walker, written: Written) -> Walker:
        """Take the post and look at it."""
        case_id = self.case(written).id
        walker.open(QUEUE)
        walker.post(f"/moderate/cases/{case_id}/take", {"stamp": stamp_of(walker)})
        assert (walker.status, walker.path) == (200, f"/moderate/cases/{case_id}"), walker.text[:200]
        return walker

    def ask(self, wanted: Any) -> list[Any]:
        with self.app.app_context():
            return list(db.session.scalars(wanted))

    def write(self, statement: Any) -> None:
        with self.app.app_context():
            db.session.execute(statement)
            db.session.commit()


def stamp_of(walker: Walker) -> str:
    """The stamp that the page's forms carry."""
    return walker.sent(walker.form("/sign-out"))["stamp"][0]


def decided(walker: Walker, outcome: str, *codes: str, **fields: Any) -> Walker:
    """Fill in the form of the page and send it; what weighs is confirmed."""
    sent = {"outcome": outcome, "more": None} | fields
    if codes:
        sent["codes"] = list(codes)
    return walker.fill("/decide", **sent)


def fields_of(walker: Walker, **changed: str) -> dict[str, Any]:
    """What the form of the decision would send, with some of it changed."""
    return dict(walker.sent(walker.form("/decide"))) | changed


def random_id() -> str:
    return str(uuid.uuid4())
