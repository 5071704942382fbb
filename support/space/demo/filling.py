"""Fills a space with what the made-up people say: published threads, and a queue that waits to be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from support.space.demo import people
from support.space.demo.deeds import Doing
from support.space.demo.script import Returned, Said, Script, Talk, Waits, script
from support.space.forum.content import Content
from support.space.forum.models import QUEUED, Board, Post, Revision, Thread
from support.space.forum.seeding import ensure_boards
from support.space.forum.writing.limits import MOST_WAITING, MOST_WAITING_OF_NEWCOMERS
from support.space.forum.writing.targets import Target

MOST_OF_SAMPLE_PEOPLE = 2  # whoever tries things out as one of them has room to write
READ_AFTER = (35, 140, 420, 75, 610, 220)  # minutes, one after the other: so that the wait is an honest mixture
LONGEST_WAIT = timedelta(hours=20)  # of what waits now: nothing has been unread for too long


@dataclass(frozen=True)
class Filled:
    """How many posts are published, and how many wait."""

    published: int
    waiting: int


def fill(app: Flask, session: Session, now: datetime) -> Filled | None:
    """Let the made-up people talk. None where they have done so before. Raises :class:`people.NoSamplePeople`.

    The clock of the application stands at other moments meanwhile: not for a process that serves anybody.
    """
    part, said = str(app.config["PART"]), script(app.config["PART"])
    if people.has_written(session, said):
        return None
    readers = people.staff(session, part)["moderator"]
    writers = people.writers(session, part, said, now)
    ensure_boards(session, part)
    with _clock_of(app):
        doing = Doing(app, session, readers)
        openings = [_talk(doing, talk, writers, now) for talk in said.talks]
        for one in said.returned:
            _returned(doing, one, writers, now)
        _queue(doing, said, writers, openings, now)
    published = sum(1 + len(talk.answers) for talk in said.talks)
    return Filled(published, len(said.waits) + len(said.edits))


@contextmanager
def _clock_of(app: Flask) -> Iterator[None]:
    before = app.config.get("CLOCK")
    try:
        yield
    finally:
        app.config["CLOCK"] = before


def _talk(doing: Doing, talk: Talk, writers: dict[str, UUID], now: datetime) -> UUID:
    """One thread, read and published post by post. Returns the opening post."""
    opening = _published(doing, talk.opening, Target(board_id=_board(doing.session, talk.board)), writers, now)
    answers: list[UUID] = []
    for one in talk.answers:
        answered = answers[one.to - 1] if one.to else opening
        answers.append(_published(doing, one, Target(answers_id=answered), writers, now))
    return opening


def _published(doing: Doing, said: Said, target: Target, writers: dict[str, UUID], now: datetime) -> UUID:
    content = Content(body=said.text.strip(), title=said.title, language=said.language, notes=said.notes)
    minutes = READ_AFTER[len(said.text) % len(READ_AFTER)]
    sent = now - timedelta(days=said.days, minutes=minutes)
    post_id = doing.send(writers[said.by], target, content, sent)
    doing.publish(post_id, sent + timedelta(minutes=minutes - 6))
    return post_id


def _returned(doing: Doing, one: Returned, writers: dict[str, UUID], now: datetime) -> None:
    content = Content(body=one.text.strip(), title=one.title, language=one.language)
    sent = now - timedelta(days=one.days, hours=3)
    target = Target(board_id=_board(doing.session, one.board))
    post_id = doing.send(writers[one.by], target, content, sent)
    doing.decide(post_id, one.outcome, one.codes, one.message, sent + timedelta(hours=2))


def _queue(doing: Doing, said: Script, writers: dict[str, UUID], openings: list[UUID], now: datetime) -> None:
    """What waits: other versions first, then each text by whoever has room, the one who said least before the rest."""
    steps = len(said.waits) + len(said.edits) + 1
    moments = iter([now - LONGEST_WAIT + LONGEST_WAIT * step / steps for step in range(steps)])
    for edit in said.edits:
        opening = openings[edit.thread - 1]
        talk = said.talks[edit.thread - 1].opening
        content = Content(body=edit.text.strip(), title=talk.title, language=talk.language, notes=talk.notes)
        doing.send(writers[talk.by], Target(post_id=opening), content, next(moments))
    room = _room(doing.session, said, writers)
    for one in said.waits:
        by = one.by or max(room, key=lambda name: room[name])
        room[by] -= 1
        content = Content(body=one.text.strip(), title=one.title, language=one.language, notes=one.notes)
        doing.send(writers[by], _target(doing.session, one, openings), content, next(moments))


def _room(session: Session, said: Script, writers: dict[str, UUID]) -> dict[str, int]:
    """How much more each writer can send."""
    mine = sa.select(Post.author_id, sa.func.count()).join(Revision).where(Revision.state == QUEUED)
    waiting = {row[0]: row[1] for row in session.execute(mine.group_by(Post.author_id))}
    session.rollback()
    most = {
        name: MOST_WAITING if name in said.regulars
        else MOST_WAITING_OF_NEWCOMERS if name in said.newcomers else MOST_OF_SAMPLE_PEOPLE
        for name in writers
    }  # fmt: skip
    own = [one.by for one in said.waits if one.by]
    return {name: most[name] - waiting.get(key, 0) - own.count(name) for name, key in writers.items()}


def _target(session: Session, one: Waits, openings: list[UUID]) -> Target:
    if one.thread:
        return Target(answers_id=openings[one.thread - 1])
    return Target(board_id=_board(session, one.board))


def _board(session: Session, code: str) -> UUID:
    found = session.scalars(sa.select(Board.id).where(Board.code == code)).one()
    session.rollback()
    return found


def counted(session: Session) -> tuple[int, int]:
    """How many threads readers see, and how many posts wait: for tests, and to look at."""
    threads = session.scalar(sa.select(sa.func.count()).select_from(Thread).where(Thread.shown))
    waiting = session.scalar(sa.select(sa.func.count()).select_from(Revision).where(Revision.state == QUEUED))
    session.rollback()
    return threads or 0, waiting or 0
