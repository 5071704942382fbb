"""What may stand in the chained log: days, counts and codes, and nothing that somebody wrote (promise 6, safety.md S55)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from support.common.audit.chain import entries, record, seal_of_entry
from support.common.audit.models import AuditEntry, AuditHead, AuditSubject
from support.common.audit.verifying import verify
from support.common.kernel.db import db
from tests.common.audit.test_chain import DAY, KEY, application, make_tables
from tests.conftest import DATABASES

SIGNS = set("abcdefghijklmnopqrstuvwxyz0123456789_.:-")


@pytest.fixture(scope="module", params=DATABASES)
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return application(request.param, request, tmp_path_factory.mktemp(request.param))


@pytest.fixture
def app(shared: Flask) -> Iterator[Flask]:
    make_tables(shared)
    with shared.app_context():
        yield shared
        db.session.rollback()


def nothing_written() -> bool:
    tables = (AuditEntry, AuditHead, AuditSubject)
    return not any(db.session.scalar(select(func.count()).select_from(table)) for table in tables)


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": datetime(2026, 11, 24, 12, tzinfo=UTC)},
        {"on": "2026-11-24"},
        {"wait_minutes": -1},
        {"wait_minutes": 1.5},
        {"wait_minutes": True},
        {"wait_minutes": 2**31},
        {"codes": {str(number): "a" for number in range(17)}},
        {"codes": {"case": 3}},
        {"codes": {"case": None}},
        {"about": uuid4(), "post": uuid4()},
        {"key": b"short"},
    ],
    ids="-".join,
)
def test_what_is_no_day_count_or_code_is_refused_before_anything_is_written(app: Flask, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"entry|wait|key"):
        record(db.session(), "case.decided", **{"on": DAY, "key": KEY, "actor": uuid4()} | wrong)
    assert nothing_written()


WORD = st.one_of(st.text(max_size=70), st.text(sorted(SIGNS), max_size=70), st.sampled_from(["a\n", "é", "A", "", " "]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(event=WORD, codes=st.dictionaries(WORD, WORD, max_size=3))
def test_codes_are_kept_as_they_are_and_words_are_not_kept(app: Flask, event: str, codes: dict[str, str]) -> None:
    fits = all(1 <= len(word) <= 64 and set(word) <= SIGNS for word in (event, *codes, *codes.values()))
    if fits:
        record(db.session(), event, on=DAY, codes=codes, key=KEY)
        entry = entries(db.session(), 1)[0]
        assert (entry.event, entry.pairs) == (event, codes)
        assert verify(db.session(), KEY) == []
    else:
        with pytest.raises(ValueError, match="codes only"):
            record(db.session(), event, on=DAY, codes=codes, key=KEY)
        assert nothing_written()
    db.session.rollback()


FIELDS = st.lists(st.none() | st.text('",[]ab\\', max_size=4), min_size=1, max_size=4)


@given(FIELDS, FIELDS)
@example(["a", "b"], ["ab"])
@example(["a|b"], ["a", "b"])
@example(["a,b"], ["a", "b"])
@example(['a","b'], ["a", "b"])
@example(["a\n"], ["a"])
@example(["a", ""], ["a"])
@example([None], ["None"])
@example([None], ["null"])
@example([None], [""])
def test_two_entries_have_one_seal_only_when_they_are_the_same(one: list[str | None], other: list[str | None]) -> None:
    assert (seal_of_entry(KEY, one) == seal_of_entry(KEY, other)) == (one == other)
