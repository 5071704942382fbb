"""What one person of the crowd does, in a process of their own: a reader who decides and passes on, or a writer who
edits and takes back. Each notes what they did and what they met."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from support.common.kernel import clock
from support.common.kernel.db import db
from support.space.cases import conflicts
from support.space.cases.models import Case
from support.space.cases.states import APPROVE, READ_IN, REQUEST_CHANGES
from support.space.forum.content import Content
from support.space.forum.models import Post
from support.space.forum.openness import OPEN
from support.space.forum.writing import drafts, limits, looking, sending, taking_back
from support.space.forum.writing.targets import NotThere, Target
from support.space.moderation import pace, reviewing

REASON = {APPROVE: (), REQUEST_CHANGES: ("C12",)}
PAUSE_SECONDS, WRITERS_PAUSE_SECONDS = 0.05, 1.0
SKIPS, GIVES_BACK, TAKES_BACK = 0.1, 0.15, 0.3  # how often, of one
DECIDED, SKIPPED, RELEASED, LOCKED = "decision made", "passed on", "given back", "database locked"
LONGEST_SECONDS = 900.0


@dataclass
class Held:
    """One case in one reader's hands: from when until when, by the machine's clock, and what came of it."""

    case_id: uuid.UUID
    reader: uuid.UUID
    since: float
    until: float = 0.0
    version: int = 0
    came: str = LOCKED  # what was done, or what a conflict says


@dataclass
class Notes:
    """What one person did. ``touched``: posts that a writer changed, with the moment before it began."""

    held: list[Held] = field(default_factory=list)
    touched: list[tuple[uuid.UUID, float]] = field(default_factory=list)
    busy: int = 0  # times that the database was locked, and all was asked again
    refused: int = 0


def read(by: uuid.UUID, seed: int) -> Notes:
    """Take the next case and decide, pass on or give back by chance, until nothing waits."""
    random, notes, ends = Random(seed), Notes(), time.monotonic() + LONGEST_SECONDS
    pace.MOST_DECISIONS = 1_000_000
    while time.monotonic() < ends:
        session = db.session()
        try:
            found = _next(session, by)
            if found is None:
                if not _waits(session):
                    break
                time.sleep(PAUSE_SECONDS)
                continue
            one = Held(found, by, time.monotonic())
            notes.held.append(one)
            _handle(session, one, random)
        except OperationalError:
            notes.busy += 1
        finally:
            db.session.remove()
    return notes


def _next(session: Session, by: uuid.UUID) -> uuid.UUID | None:
    now = clock.database_now(session)
    session.rollback()
    return reviewing.next_case(session, by, now)


def _waits(session: Session) -> bool:
    waits = session.scalar(sa.select(sa.exists().where(Case.state.in_(READ_IN))))
    session.rollback()
    return bool(waits)


def _handle(session: Session, one: Held, random: Random) -> None:
    """What the reader does with the case that they took; what a conflict says is noted."""
    now = clock.database_now(session)
    held = reviewing.held(session, one.reader, one.case_id, now)
    session.rollback()
    one.until = time.monotonic()
    if held is None:
        one.came = "gone"
        return
    one.version, chance = held.version, random.random()
    time.sleep(random.random() * PAUSE_SECONDS)  # it is read
    one.until = time.monotonic()
    try:
        if chance < SKIPS:
            reviewing.skip(session, one.reader, one.case_id, held.token, now)
        elif chance < GIVES_BACK:
            reviewing.release(session, one.reader, one.case_id, held.token, now)
        else:
            outcome = REQUEST_CHANGES if chance < 0.25 else APPROVE
            reviewing.decide(session, one.reader, reviewing.Verdict(
                one.case_id, held.version, held.revision_id, held.digest, held.token, secrets.token_urlsafe(24),
                outcome, REASON[outcome],
            ), now)  # fmt: skip
        one.came = SKIPPED if chance < SKIPS else RELEASED if chance < GIVES_BACK else DECIDED
    except reviewing.Conflict as conflict:
        session.rollback()
        one.came = conflict.what


def write(writers: Sequence[uuid.UUID], seed: int) -> Notes:
    """Edit and take back what these people wrote and what still waits, by chance, until nothing does."""
    random, notes, ends = Random(seed), Notes(), time.monotonic() + LONGEST_SECONDS
    limits.MOST_A_DAY = limits.MOST_WAITING = limits.MOST_WAITING_OF_NEWCOMERS = 1_000_000
    while time.monotonic() < ends:
        session = db.session()
        try:
            mine = _waiting_of(session, writers)
            if not mine:
                break
            post_id, author_id = random.choice(mine)
            notes.touched.append((post_id, time.monotonic()))
            _change(session, author_id, post_id, random)
        except (sending.Refused, taking_back.Over, NotThere, conflicts.Conflict):
            notes.refused += 1
        except OperationalError:
            notes.busy += 1
        finally:
            db.session.remove()
        time.sleep(random.random() * 2 * WRITERS_PAUSE_SECONDS)
    return notes


def _waiting_of(session: Session, writers: Sequence[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Which posts of these people are still to be read, and whose they are."""
    wanted = sa.select(Post.id, Post.author_id).join(Case, Case.post_id == Post.id)
    rows = session.execute(wanted.where(Case.state.in_(READ_IN), Post.author_id.in_(writers)).order_by(Post.id)).all()
    session.rollback()
    return [(post_id, author_id) for post_id, author_id in rows if author_id]


def _change(session: Session, by: uuid.UUID, post_id: uuid.UUID, random: Random) -> None:
    if random.random() < TAKES_BACK:
        taking_back.take_back(session, post_id, by=by)
        return
    now = clock.database_now(session)
    session.rollback()
    content = Content(body=f"Said again in other words, for the {random.randrange(10**9)}th time.", language="en")
    draft_id = drafts.begin(session, by, Target(post_id=post_id), content, now)
    form = sending.Form(draft_id, 1, secrets.token_urlsafe(24))
    rules = sending.Rules(OPEN, lambda _before: 1)
    sending.send(session, form, by=by, looked=looking.NOT_LOOKED_AT, sketch=(), rules=rules)
