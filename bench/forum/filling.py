"""Fills a space with invented posts. The rows go in by sets, past the services: a million decisions would take a day.

Only what readers and the desk look at is made: published texts with a decision each, and waiting ones that are sealed
as the product seals them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.words import MATTERS, REMARKS, THEMES
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
WRITERS, READERS = 400, 24
CHUNK = 20_000
WORDS_OF_A_POST = 60
WORDS = tuple(word for phrase in (*MATTERS, *REMARKS, *THEMES) for word in phrase.split())


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
        now = clock.now()
        threads = [_id(random) for _ in range(posts // PER_THREAD)]
        made = _published(random, threads, boards, people[READERS:], people[:READERS], now)
        _pour_all(_batches(made))
        _pour_all(_batches(_waiting(random, threads, people[READERS:], waiting, now)))
        _settle()
        return Filled(people[:READERS], random.sample(threads, min(200, len(threads))), people[READERS:])


def _people(random: Random) -> list[uuid.UUID]:
    ids = [_id(random) for _ in range(READERS + WRITERS)]
    month = clock.now().date().replace(day=1)
    for number, one in enumerate(ids):
        keystore().new(one)
        kind, name = (STAFF, f"Reader {number}") if number < READERS else (MEMBER, f"Writer {number}")
        account = Account(id=one, kind=kind, name=name, name_key=name.casefold(), passphrase_hash="", state=ACTIVE,
                          used_month=month)  # fmt: skip
        if number < READERS:
            role = "lead" if number % 4 == 0 else "moderator"
            account.roles.append(RoleGrant(role=role, granted_on=month))
        db.session.add(account)
    db.session.commit()
    return ids


def _published(
    random: Random, threads: Sequence[uuid.UUID], boards: Sequence[uuid.UUID], writers: Sequence[uuid.UUID],
    readers: Sequence[uuid.UUID], now: datetime,
) -> Iterator[dict[Any, list[dict[str, Any]]]]:  # fmt: skip
    number = 0
    for thread in threads:
        rows: dict[Any, list[dict[str, Any]]] = {m: [] for m in (Thread, Post, Revision, Case, Decision, Publication)}
        day = now.date() - timedelta(days=random.randrange(700))
        rows[Thread].append({"id": thread, "board_id": random.choice(boards), "shown": True, "moved_on": day,
                             "answers": PER_THREAD - 1, "answered": True})  # fmt: skip
        opening: uuid.UUID | None = None
        for place in range(PER_THREAD):
            number += 1
            post, revision, case, decision = (_id(random) for _ in range(4))
            digest = f"{number:064x}"
            rows[Post].append({"id": post, "thread_id": thread, "parent_id": opening, "sent_on": day,
                               "author_id": random.choice(writers)})  # fmt: skip
            rows[Revision].append({"id": revision, "post_id": post, "number": 1, "state": APPROVED, "digest": digest,
                                   "sent_on": day})  # fmt: skip
            rows[Case].append({"id": case, "post_id": post, "state": CLOSED, "head_id": revision,
                               "head_digest": digest, "closed_on": day, "waited_minutes": random.randrange(600)})  # fmt: skip
            rows[Decision].append({
                "id": decision, "case_id": case, "revision_id": revision, "digest": digest, "outcome": "approve",
                "by_id": random.choice(readers), "idempotency_hash": f"{number:064x}", "request_hash": digest,
                "standing": "effective", "made_on": day,
            })  # fmt: skip
            rows[Publication].append({
                "post_id": post, "number": number, "revision_id": revision, "decision_id": decision, "digest": digest,
                "title": words(random, 6) if place == 0 else "", "body": words(random, WORDS_OF_A_POST),
                "language": "en", "published_on": day, "place": place + 1,
            })  # fmt: skip
            opening = opening or post
        yield rows


def _waiting(
    random: Random, threads: Sequence[uuid.UUID], writers: Sequence[uuid.UUID], count: int, now: datetime
) -> Iterator[dict[Any, list[dict[str, Any]]]]:
    openings = dict(
        db.session.execute(
            sa.select(Post.thread_id, Post.id).where(Post.parent_id.is_(None), Post.thread_id.in_(threads[:500]))
        ).tuples()
    )
    for number in range(count):
        thread, writer = random.choice(threads[:500]), random.choice(writers)
        post, revision, case = (_id(random) for _ in range(3))
        written = content.Content(body=words(random, WORDS_OF_A_POST), language="en")
        digest = content.digest(written)
        yield {
            Post: [{"id": post, "thread_id": thread, "parent_id": openings[thread], "author_id": writer,
                    "sent_on": now.date()}],
            Revision: [{"id": revision, "post_id": post, "number": 1, "state": SENT, "digest": digest,
                        "sealed": content.seal(writer, revision, written), "sent_on": now.date()}],
            Case: [{"id": case, "post_id": post, "state": QUEUED, "head_id": revision, "head_digest": digest,
                    "opened_at": now - timedelta(minutes=number), "urgent": int(number % 50 == 0), "screened": True,
                    "newcomer": number % 7 == 0}],
        }  # fmt: skip


def words(random: Random, count: int) -> str:
    """Everyday words in no order."""
    return " ".join(random.choices(WORDS, k=count))


def _batches(made: Iterator[dict[Any, list[dict[str, Any]]]]) -> Iterator[dict[Any, list[dict[str, Any]]]]:
    while some := list(islice(made, CHUNK // PER_THREAD)):
        yield {model: [row for rows in some for row in rows[model]] for model in some[0]}


def _pour_all(batches: Iterable[dict[Any, list[dict[str, Any]]]]) -> None:
    connection = db.engine.raw_connection()
    try:
        for batch in batches:
            for model, rows in batch.items():
                _pour(connection, model.__table__, rows)
        connection.commit()
    finally:
        connection.close()


def _pour(connection: Any, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """One table's rows, by the fastest way that the database has. What is left out gets the model's plain default."""
    names, sqlite = [column.name for column in table.columns], db.engine.dialect.name == "sqlite"
    fixed = {column.name: _default(column) for column in table.columns}
    values = [tuple(_plain(row.get(name, fixed[name]), sqlite) for name in names) for row in rows]
    if sqlite:
        marks = ",".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table.name} ({','.join(names)}) VALUES ({marks})", values)
        return
    quoted = ",".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({quoted}) FROM STDIN') as copy:
        for row in values:
            copy.write_row(row)


def _default(column: sa.Column[Any]) -> Any:
    if column.default is not None and column.default.is_scalar:
        return column.default.arg  # type: ignore[attr-defined]  # a scalar default has one
    return None if column.nullable else ""


def _plain(value: Any, sqlite: bool) -> Any:
    if sqlite and isinstance(value, uuid.UUID):
        return value.hex
    if sqlite and isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return value.isoformat() if sqlite and hasattr(value, "isoformat") else value


def _settle() -> None:
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _id(random: Random) -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128), version=4)
