"""Whatever somebody changes who can write to the database alone, the place is found (promise 8, safety.md S55)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update

from support.common.audit import chain, verifying
from support.common.audit.chain import entries, record, seal_of_head
from support.common.audit.models import AuditEntry, AuditHead
from support.common.audit.verifying import Fault, Noted, end_of_chain, verify
from support.common.kernel.db import db
from tests.common.audit.test_chain import DAY, KEY, application, make_tables, write
from tests.conftest import DATABASES

LENGTH = 10
OTHER_KEY = bytes(range(32, 64))
Act = Callable[[], None]


@pytest.fixture(scope="module", params=DATABASES)
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return application(request.param, request, tmp_path_factory.mktemp(request.param))


@pytest.fixture
def app(shared: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A chain of ten, read in pages of four."""
    monkeypatch.setattr(verifying, "PAGE", 4)
    make_tables(shared)
    with shared.app_context():
        for number in range(LENGTH):
            write(actor=uuid4(), about=uuid4(), codes={"case": f"c{number}"}, wait_minutes=number)
        assert verify(db.session(), KEY) == []
        db.session.rollback()
        yield shared
        db.session.rollback()


def change(at: int, **values: Any) -> Act:
    return lambda: _run(update(AuditEntry).where(AuditEntry.number == at).values(**values))


def drop(*numbers: int) -> Act:
    return lambda: _run(delete(AuditEntry).where(AuditEntry.number.in_(numbers)))


def head(**values: Any) -> Act:
    return lambda: _run(update(AuditHead).values(**values))


def _run(statement: Any) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})


def row(number: int) -> dict[str, Any]:
    found = db.session.execute(select(AuditEntry.__table__).where(AuditEntry.number == number)).one()
    return dict(found._mapping)


def swap_numbers() -> None:
    for old, new in ((4, 999), (5, 4), (999, 5)):
        change(old, number=new)()


def swap_contents() -> None:
    fourth, fifth = row(4), row(5)
    change(4, **fifth | {"number": 4})()
    change(5, **fourth | {"number": 5})()


def add_a_copy() -> None:
    _run(insert(AuditEntry).values(row(4) | {"number": 11}))


def add_a_copy_and_move_the_head() -> None:
    add_a_copy()
    head(number=11, seal=row(11)["seal"])()


def cut_and_move_the_head() -> None:
    drop(8, 9, 10)()
    head(number=7, seal=row(7)["seal"])()


def cut_and_seal_the_head_with_another_key() -> None:
    drop(8, 9, 10)()
    head(number=7, seal=seal_of_head(OTHER_KEY, 7, row(7)["seal"]))()


def write_again_without_the_key() -> None:
    """The same rules, another key, from the fourth entry on."""
    last = row(3)["seal"]
    drop(*range(4, LENGTH + 1))()
    head(number=3, seal=seal_of_head(OTHER_KEY, 3, last))()
    for _ in range(4, LENGTH + 1):
        record(db.session(), "case.decided", on=DAY, key=OTHER_KEY)


def seal_again_without_any_key() -> None:
    values = row(5) | {"event": "case.refused"}
    content = json.dumps([str(value) for value in values.values()]).encode()
    change(5, event="case.refused", seal=hashlib.sha256(content).hexdigest())()
    change(6, previous=hashlib.sha256(content).hexdigest())()


ALTERED, UNLINKED, MISSING = verifying.ALTERED, verifying.UNLINKED, verifying.MISSING
TAMPERING: dict[str, tuple[Act, set[tuple[int, str]]]] = {
    "number": (change(5, number=50), {(5, MISSING), (50, ALTERED)}),
    "number before the first": (change(5, number=-5), {(-5, verifying.OUT_OF_PLACE), (-5, ALTERED), (5, MISSING)}),
    "day": (change(5, day=date(2026, 11, 23)), {(5, ALTERED)}),
    "event": (change(5, event="case.refused"), {(5, ALTERED)}),
    "codes": (change(5, codes='{"case":"c9"}'), {(5, ALTERED)}),
    "spelling of codes": (change(5, codes='{"case": "c4"}'), {(5, ALTERED)}),
    "wait": (change(5, wait_minutes=5), {(5, ALTERED)}),
    "no wait": (change(5, wait_minutes=None), {(5, ALTERED)}),
    "actor": (change(5, actor=uuid4()), {(5, ALTERED)}),
    "no actor": (change(5, actor=None), {(5, ALTERED)}),
    "subject": (change(5, subject=uuid4()), {(5, ALTERED)}),
    "previous": (change(5, previous="0" * 64), {(5, ALTERED), (5, UNLINKED)}),
    "seal": (change(5, seal="0" * 64), {(5, ALTERED), (6, UNLINKED)}),
    "seal that is no seal": (change(5, seal="é"), {(5, ALTERED), (6, UNLINKED)}),
    "seal of the last": (change(10, seal="0" * 64), {(10, ALTERED), (10, verifying.HEAD_ALTERED)}),
    "the first dropped": (drop(1), {(1, MISSING)}),
    "one in the middle dropped": (drop(5), {(5, MISSING)}),
    "two in the middle dropped": (drop(4, 5), {(4, MISSING)}),
    "the last dropped": (drop(10), {(10, verifying.TAIL_MISSING)}),
    "a page dropped": (drop(7, 8, 9, 10), {(10, verifying.TAIL_MISSING)}),
    "all dropped": (drop(*range(1, 11)), {(10, verifying.TAIL_MISSING)}),
    "numbers swapped": (swap_numbers, {(4, ALTERED), (5, ALTERED)}),
    "contents swapped": (swap_contents, {(4, ALTERED), (5, ALTERED)}),
    "a copy added": (add_a_copy, {(11, ALTERED), (11, UNLINKED), (10, verifying.HEAD_ALTERED)}),
    "a copy added, head moved": (add_a_copy_and_move_the_head, {(11, ALTERED), (11, verifying.HEAD_ALTERED)}),
    "head deleted": (lambda: _run(delete(AuditHead)), {(10, verifying.NO_HEAD)}),
    "head says less": (head(number=9), {(9, verifying.HEAD_ALTERED)}),
    "head says more": (head(number=12), {(12, verifying.TAIL_MISSING)}),
    "head's seal": (head(seal="0" * 64), {(10, verifying.HEAD_ALTERED)}),
    "cut, head moved": (cut_and_move_the_head, {(7, verifying.HEAD_ALTERED)}),
    "cut, head sealed otherwise": (cut_and_seal_the_head_with_another_key, {(7, verifying.HEAD_ALTERED)}),
    "written again": (write_again_without_the_key, {(4, ALTERED), (10, ALTERED), (10, verifying.HEAD_ALTERED)}),
    "sealed again": (seal_again_without_any_key, {(5, ALTERED), (6, ALTERED)}),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_found_where_it_is(app: Flask, name: str) -> None:
    act, expected = TAMPERING[name]
    act()
    db.session.commit()
    found = {(fault.number, fault.what) for fault in verify(db.session(), KEY)}
    assert expected <= found
    if len(expected) == 1:
        assert found == expected


@pytest.mark.parametrize("name", TAMPERING)
def test_it_stays_found_when_more_is_recorded(app: Flask, name: str) -> None:
    """Recording goes on over a broken chain, for people must be able to leave and be helped; it mends nothing."""
    TAMPERING[name][0]()
    db.session.commit()
    write(2)
    assert verify(db.session(), KEY) != []
    assert [entry.event for entry in entries(db.session(), 2)] == ["case.decided"] * 2


def test_what_was_found_broken_stands_in_the_chain_once(app: Flask) -> None:
    cut_and_move_the_head()
    db.session.commit()
    write(2)
    broken = entries(db.session(), 3)[2]
    assert (broken.number, broken.event, broken.pairs) == (8, chain.BROKEN, {"found": "7", "head": "7"})
    assert verify(db.session(), KEY) == [Fault(8, verifying.BROKEN_BEFORE)]


def test_the_head_cannot_be_two(app: Flask) -> None:
    with pytest.raises(Exception, match=r"(?i)constraint"):
        _run(insert(AuditHead).values(one=2, number=1, seal="a"))


def test_a_number_twice_is_found_where_the_key_was_taken_away(app: Flask) -> None:
    for statement in ("CREATE TABLE bare AS SELECT * FROM audit_entry", "DROP TABLE audit_entry",
                      "ALTER TABLE bare RENAME TO audit_entry"):  # fmt: skip
        db.session.execute(text(statement))
    assert verify(db.session(), KEY) == []
    for number in (4, 6):  # at the edge of a page, and inside one
        _run(insert(AuditEntry).values(row(number)))
    assert verify(db.session(), KEY) == [Fault(4, verifying.DOUBLED), Fault(6, verifying.DOUBLED)]


def test_what_is_no_day_or_number_is_a_fault_and_no_failure(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL refuses what is not of the column's type")
    db.session.execute(text("UPDATE audit_entry SET day = 'soon', wait_minutes = 'long', actor = 'x' WHERE number = 5"))
    db.session.execute(text("UPDATE audit_head SET number = 'many', seal = x'ff'"))
    db.session.commit()
    assert verify(db.session(), KEY) == [Fault(5, ALTERED), Fault(-1, verifying.HEAD_ALTERED)]
    write()
    assert Fault(11, verifying.BROKEN_BEFORE) in verify(db.session(), KEY)


def test_another_key_opens_nothing(app: Flask) -> None:
    assert len(verify(db.session(), OTHER_KEY)) == LENGTH + 1


def test_only_a_note_shows_that_all_was_put_back(app: Flask) -> None:
    """Somebody keeps a copy of an earlier day, and puts it back whole: entries and head fit each other."""
    kept = db.session.execute(select(AuditHead.number, AuditHead.seal)).one()
    write(2)
    noted = end_of_chain(db.session())
    assert noted is not None
    assert verify(db.session(), KEY, noted) == []
    drop(11, 12)()
    head(number=kept.number, seal=kept.seal)()
    db.session.commit()
    assert verify(db.session(), KEY) == []
    assert verify(db.session(), KEY, noted) == [Fault(12, verifying.NOTED_OTHERWISE)]
    write(2, event="case.refused")
    assert verify(db.session(), KEY) == []
    assert verify(db.session(), KEY, noted) == [Fault(12, verifying.NOTED_OTHERWISE)]
    assert verify(db.session(), KEY, Noted(3, row(3)["seal"])) == []
