"""The chained log: one unbroken chain whoever writes at once, and a link to a person that can be cut."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from support.common.audit import verifying
from support.common.audit.chain import entries, forget, record, subject_of
from support.common.audit.models import AuditEntry, AuditHead, AuditSubject
from support.common.audit.verifying import verify
from support.common.kernel.db import db
from support.factory import create_app
from tests.conftest import DATABASES, configured, database_url

DAY = date(2026, 11, 24)
KEY = bytes(range(32))
TABLES = [model.__table__ for model in (AuditEntry, AuditHead, AuditSubject)]
THREADS, EACH = 20, 4


def application(kind: str, request: pytest.FixtureRequest, folder: Path) -> Flask:
    """An application on a new database of that kind, which may be empty."""
    config = dataclasses.replace(configured(folder), database_url=database_url(kind, request, folder))
    return create_app("site", config)


def make_tables(app: Flask) -> None:
    """Only the log's own tables, new and empty."""
    with app.app_context():
        db.metadata.drop_all(db.engine, tables=TABLES)
        db.metadata.create_all(db.engine, tables=TABLES)


@pytest.fixture(scope="module", params=DATABASES)
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return application(request.param, request, tmp_path_factory.mktemp(request.param))


@pytest.fixture
def app(shared: Flask) -> Iterator[Flask]:
    make_tables(shared)
    with shared.app_context():
        yield shared
        db.session.rollback()


def write(count: int = 1, event: str = "case.decided", **more: Any) -> None:
    for _ in range(count):
        record(db.session(), event, on=DAY, key=KEY, **more)
    db.session.commit()


def numbers() -> list[int]:
    return list(db.session.scalars(select(AuditEntry.number).order_by(AuditEntry.number)))


def test_an_entry_holds_what_was_told_and_nothing_of_whom(app: Flask) -> None:
    actor, about = uuid4(), uuid4()
    write(actor=actor, about=about, codes={"reason": "r3", "case": "c:1"}, wait_minutes=17)
    entry = entries(db.session(), 10)[0]
    assert (entry.number, entry.day, entry.event, entry.wait_minutes) == (1, DAY, "case.decided", 17)
    assert entry.codes == '{"case":"c:1","reason":"r3"}'
    assert entry.pairs == {"case": "c:1", "reason": "r3"}
    assert entry.actor == subject_of(db.session(), account=actor)
    assert entry.subject == subject_of(db.session(), account=about)
    assert len({entry.actor, entry.subject, actor, about}) == 4
    assert verify(db.session(), KEY) == []


def test_an_account_keeps_its_random_id_and_a_post_has_its_own(app: Flask) -> None:
    account, post = uuid4(), uuid4()
    write(2, about=account)
    write(post=post)
    newest = [entry.subject for entry in entries(db.session(), 3)]
    assert newest[1] == newest[2] != newest[0] == subject_of(db.session(), post=post)


def test_the_newest_come_first_and_no_more_than_asked(app: Flask) -> None:
    write(5)
    assert [entry.number for entry in entries(db.session(), 3)] == [5, 4, 3]
    assert entries(db.session(), 0) == entries(db.session(), -1) == []


def test_many_at_once_make_one_chain(app: Flask) -> None:
    """Twenty threads record about the same few accounts; the log is verified while they do."""
    accounts, start, failed = [uuid4() for _ in range(3)], threading.Barrier(THREADS + 1), []

    def work(number: int) -> None:
        with app.app_context():
            try:
                start.wait()
                for turn in range(EACH):
                    write(actor=accounts[(number + turn) % 3], codes={"thread": str(number), "turn": str(turn)})
            except Exception as error:
                failed.append(error)
                db.session.rollback()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    start.wait()
    seen = []
    while any(thread.is_alive() for thread in threads):
        seen += verify(db.session(), KEY)
        db.session.rollback()
        threads[0].join(0.05)
        threads[-1].join(0.05)
    assert (failed, seen) == ([], [])
    assert numbers() == list(range(1, THREADS * EACH + 1))
    told = {(entry.pairs["thread"], entry.pairs["turn"]) for entry in entries(db.session(), THREADS * EACH)}
    assert len(told) == THREADS * EACH
    assert db.session.scalar(select(func.count()).select_from(AuditSubject)) == 3
    assert verify(db.session(), KEY) == []


def test_what_is_recorded_while_it_is_verified_is_no_fault(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    write(3)
    read_head = verifying._head

    def later(session: Any) -> Any:
        with app.app_context():
            write(2)
        return read_head(session)

    monkeypatch.setattr(verifying, "_head", later)
    assert verify(db.session(), KEY) == []


def test_taking_it_back_leaves_no_gap(app: Flask) -> None:
    write(2)
    record(db.session(), "case.decided", on=DAY, actor=uuid4(), key=KEY)
    record(db.session(), "case.decided", on=DAY, key=KEY)
    db.session.rollback()
    write(2)
    assert numbers() == [1, 2, 3, 4]
    assert verify(db.session(), KEY) == []
    assert db.session.scalars(select(AuditSubject)).all() == []


def test_nothing_is_committed_for_the_caller(app: Flask) -> None:
    record(db.session(), "case.decided", on=DAY, key=KEY)
    db.session.remove()
    assert numbers() == []


def stored(app: Flask, wanted: UUID) -> bool:
    """Whether that id stands anywhere in what the database holds: in the bytes of its files, or in any row."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        file = Path(str(db.engine.url.database))
        content = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
        return wanted.hex.encode() in content or wanted.bytes in content
    names = inspect(db.engine).get_table_names()
    rows = [row for name in names for row in db.session.execute(text(f"SELECT t::text FROM {name} AS t")).scalars()]
    return str(wanted) in " ".join(rows)


@pytest.mark.parametrize("kind", ["account", "post"])
def test_what_is_forgotten_is_nowhere_and_the_chain_is_whole(app: Flask, kind: str) -> None:
    left, stays = uuid4(), uuid4()
    write(3, actor=stays, **{"about" if kind == "account" else kind: left})
    before = subject_of(db.session(), **{kind: left})
    db.session.commit()
    assert stored(app, left)
    forget(db.session(), **{kind: left})
    db.session.commit()
    assert verify(db.session(), KEY) == []
    assert [entry.subject for entry in entries(db.session(), 3)] == [before] * 3
    db.session.commit()
    assert not stored(app, left)
    assert stored(app, stays)
    assert subject_of(db.session(), **{kind: left}) != before


@pytest.mark.parametrize("owner", [{}, {"account": uuid4(), "post": uuid4()}])
def test_a_subject_is_one_account_or_one_post(app: Flask, owner: dict[str, UUID]) -> None:
    for act in (subject_of, forget):
        with pytest.raises(ValueError, match="one account or one post"):
            act(db.session(), **owner)
