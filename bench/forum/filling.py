"""Fills a space with invented posts. The rows go in by sets, past the services: a million decisions would take a day.

Only what readers and the desk look at is made: published texts with a decision each, and waiting ones that are sealed
as the product seals them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, islice
from random import Random
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.forum.pouring import pour, settle
from bench.words import MATTERS, REMARKS, THEMES
from support.common.accounts import agreements
from support.common.accounts.models import ACTIVE, MEMBER, STAFF, Account, RoleGrant
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.operations.migrating import migrate_safely
from support.common.sealing.vault import keystore
from support.space.cases.models import CLOSED, QUEUED, Case, Decision
from support.space.forum import content
from support.space.forum.models import APPROVED, Board, Post, Publication, Revision, Thread
from support.space.forum.models import QUEUED as SENT
from support.space.forum.seeding import ensure_boards

PER_THREAD = 20
WRITERS, READERS = 200, 24
CHUNK = 5_000
THREADS_THAT_WAIT = 2_000
WORDS_OF_A_POST, TEXTS = 60, 5_000  # so many texts are made, and taken in turn
ORDER: Sequence[Any] = (Thread, Post, Revision, Case, Decision, Publication)
Rows = dict[Any, list[dict[str, Any]]]
WORDS = tuple(word for phrase in (*MATTERS, *REMARKS, *THEMES) for word in phrase.split())


@dataclass(frozen=True)
class _Cast:
    """Of what the rows are made. ``openings``: the opening posts of the threads in which something waits."""

    random: Random
    now: datetime
    threads: Sequence[uuid.UUID]
    boards: Sequence[uuid.UUID]
    readers: Sequence[uuid.UUID]
    writers: Sequence[uuid.UUID]
    openings: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class Filled:
    """What was made: the readers with a role, and some threads to look at."""

    readers: Sequence[uuid.UUID]
    threads: Sequence[uuid.UUID]
    writers: Sequence[uuid.UUID]


def fill(app: Flask, posts: int, waiting: int) -> Filled:
    """Make ``posts`` published posts in threads of twenty, and ``waiting`` ones. For an empty database only."""
    random = Random(7)
    with app.app_context():
        keystore().prepare()
        migrate_safely()
        people = _people(random)
        ensure_boards(db.session(), app.config["PART"])
        db.session.commit()
        boards = list(db.session.scalars(sa.select(Board.id)))
        threads = [_id(random) for _ in range(posts // PER_THREAD)]
        cast = _Cast(random, clock.now(), threads, boards, people[:READERS], people[READERS:])
        pour(_batches(chain(_published(cast), _waiting(cast, waiting))))
        settle()
        return Filled(people[:READERS], random.sample(threads, min(200, len(threads))), people[READERS:])


def _people(random: Random) -> list[uuid.UUID]:
    ids = [_id(random) for _ in range(READERS + WRITERS)]
    month = clock.now().date().replace(day=1)
    for number, one in enumerate(ids):
        keystore().new(one)
        kind, name = (STAFF, f"Reader {number}") if number < READERS else (MEMBER, f"Writer {number}")
        account = Account(id=one, kind=kind, name=name, name_key=name.casefold(), passphrase_hash="", state=ACTIVE,
                          used_month=month)  # fmt: skip
        agreements.accept(account, agreements.required(), clock.now().date())
        if number < READERS:
            role = "lead" if number % 4 == 0 else "moderator"
            account.roles.append(RoleGrant(role=role, granted_on=month))
        db.session.add(account)
    db.session.commit()
    return ids


def _published(cast: _Cast) -> Iterator[Rows]:
    random, number = cast.random, 0
    texts = [words(random, WORDS_OF_A_POST) for _ in range(TEXTS)]
    for thread in cast.threads:
        rows: Rows = {model: [] for model in ORDER}
        day = cast.now.date() - timedelta(days=random.randrange(700))
        rows[Thread].append({"id": thread, "board_id": random.choice(cast.boards), "shown": True, "moved_on": day,
                             "answers": PER_THREAD - 1, "answered": True})  # fmt: skip
        opening: uuid.UUID | None = None
        for place in range(1, PER_THREAD + 1):
            number += 1
            post, digest = _id(random), f"{number:064x}"
            rows[Post].append({"id": post, "thread_id": thread, "parent_id": opening, "sent_on": day,
                               "author_id": random.choice(cast.writers)})  # fmt: skip
            revision, decision = _read(cast, rows, post, digest, day)
            rows[Publication].append({
                "post_id": post, "number": number, "revision_id": revision, "decision_id": decision, "digest": digest,
                "title": "" if opening else words(random, 6), "body": texts[number % TEXTS],
                "language": "en", "published_on": day, "place": place,
            })  # fmt: skip
            opening = opening or post
        if len(cast.openings) < THREADS_THAT_WAIT:
            cast.openings[thread] = opening or thread
        yield rows


def _read(cast: _Cast, rows: Rows, post: uuid.UUID, digest: str, day: date) -> tuple[uuid.UUID, uuid.UUID]:
    """One revision of a post, and the decision about it. The words of it are not sealed again: nobody opens it."""
    revision, case, decision = (_id(cast.random) for _ in range(3))
    rows[Revision].append({"id": revision, "post_id": post, "number": 1, "state": APPROVED, "digest": digest,
                           "sent_on": day})  # fmt: skip
    rows[Case].append({"id": case, "post_id": post, "state": CLOSED, "head_id": revision, "head_digest": digest,
                       "closed_on": day, "waited_minutes": cast.random.randrange(600)})  # fmt: skip
    rows[Decision].append({
        "id": decision, "case_id": case, "revision_id": revision, "digest": digest, "outcome": "approve",
        "by_id": cast.random.choice(cast.readers), "idempotency_hash": digest, "request_hash": digest,
        "standing": "effective", "made_on": day,
    })  # fmt: skip
    return revision, decision


def _waiting(cast: _Cast, count: int) -> Iterator[Rows]:
    """Answers in some of the threads, sealed as the product seals them; one a minute came in."""
    random, day, openings = cast.random, cast.now.date(), list(cast.openings.items())
    for number in range(count):
        (thread, opening), writer = random.choice(openings), random.choice(cast.writers)
        post, revision, case = (_id(random) for _ in range(3))
        written = content.Content(body=words(random, WORDS_OF_A_POST), language="en")
        digest = content.digest(written)
        yield {
            Post: [{"id": post, "thread_id": thread, "parent_id": opening, "author_id": writer, "sent_on": day}],
            Revision: [{"id": revision, "post_id": post, "number": 1, "state": SENT, "digest": digest, "sent_on": day,
                        "sealed": content.seal(writer, revision, written)}],
            Case: [{"id": case, "post_id": post, "state": QUEUED, "head_id": revision, "head_digest": digest,
                    "opened_at": cast.now - timedelta(minutes=number), "urgent": int(number % 50 == 0),
                    "screened": True, "newcomer": number % 7 == 0}],
        }  # fmt: skip


def words(random: Random, count: int) -> str:
    """Everyday words in no order."""
    return " ".join(random.choices(WORDS, k=count))


def _batches(made: Iterator[Rows]) -> Iterator[Rows]:
    while some := list(islice(made, CHUNK // PER_THREAD)):
        yield {model: [row for rows in some for row in rows.get(model, ())] for model in ORDER}


def _id(random: Random) -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128), version=4)
