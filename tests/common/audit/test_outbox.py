"""The outbox: what has to follow from a commit is delivered, at least once, and a failure holds nothing else up."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from support.common.audit.models import OutboxItem
from support.common.audit.outbox import (
    AT_A_TIME,
    EXTENSION,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    Item,
    deliver,
    deliver_due,
    handle,
    pause_after,
    put,
)
from support.common.kernel.db import db

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def app(space: Flask) -> Iterator[Flask]:
    space.config["CLOCK"] = NOW
    with space.app_context():
        db.session.execute(sa.delete(OutboxItem))
        db.session.commit()
        yield space
        db.session.rollback()
        db.session.execute(sa.delete(OutboxItem))
        db.session.commit()
    del space.config["CLOCK"]


def filled(*kinds: str) -> list[uuid.UUID]:
    ids = [uuid.uuid4() for _ in kinds]
    for kind, about in zip(kinds, ids, strict=True):
        put(db.session(), kind, about, ("one", "two"))
    db.session.commit()
    return ids


def left() -> list[tuple[str, int]]:
    rows = db.session.execute(sa.select(OutboxItem.kind, OutboxItem.tries).order_by(OutboxItem.place)).all()
    db.session.rollback()
    return [(row.kind, row.tries) for row in rows]


def test_what_is_rolled_back_is_not_delivered(app: Flask) -> None:
    put(db.session(), "told", uuid.uuid4())
    db.session.rollback()
    assert left() == []


def test_items_go_once_in_their_order_with_what_was_put(app: Flask) -> None:
    came: list[Item] = []
    ids = filled("told", "told")
    assert deliver(db.session(), {"told": [lambda _session, item: came.append(item)]}) == 2
    assert came == [Item(about, ("one", "two"), NOW) for about in ids]
    assert left() == [] and deliver(db.session(), {"told": []}) == 0


def test_one_that_fails_waits_and_the_others_go(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    [bad, _good] = filled("told", "told")

    def handler(_session: Session, item: Item) -> None:
        if item.about == bad:
            raise ValueError("not now")

    handlers = {"told": [handler]}
    assert deliver(db.session(), handlers) == 1 and left() == [("told", 1)]
    assert deliver(db.session(), handlers) == 0 and left() == [("told", 1)]
    app.config["CLOCK"] = NOW + FIRST_PAUSE
    assert deliver(db.session(), handlers) == 0 and left() == [("told", 2)]
    app.config["CLOCK"] = NOW + FIRST_PAUSE + pause_after(2)
    assert deliver(db.session(), {"told": [lambda _session, _item: None]}) == 1 and left() == []


def test_what_a_handler_wrote_before_it_failed_is_undone(app: Flask) -> None:
    filled("told")

    def handler(session: Session, _item: Item) -> None:
        put(session, "other", uuid.uuid4())
        session.flush()
        raise ValueError("not now")

    deliver(db.session(), {"told": [handler]})
    assert left() == [("told", 1)]


def test_what_a_handler_writes_stands_and_falls_with_the_item(app: Flask) -> None:
    filled("told")
    deliver(db.session(), {"told": [lambda session, _item: put(session, "other", uuid.uuid4())]})
    assert left() == [("other", 0)]


def test_a_delivery_that_is_killed_is_made_again(app: Flask) -> None:
    [about] = filled("told")

    def killed(_session: Session, _item: Item) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(db.session(), {"told": [killed]})
    db.session.rollback()
    came: list[uuid.UUID] = []
    deliver(db.session(), {"told": [lambda _session, item: came.append(item.about)]})
    assert came == [about] and left() == []


def test_a_kind_that_nobody_handles_waits_and_does_not_stand_in_the_way(app: Flask) -> None:
    filled(*["unknown"] * (AT_A_TIME + 1), "told")
    assert deliver(db.session(), {"told": [lambda _session, _item: None]}) == 1
    assert left() == [("unknown", 0)] * (AT_A_TIME + 1)


def test_the_housekeeper_asks_whoever_the_application_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, EXTENSION, {})
    came: list[str] = []
    handle(app, "told", lambda _session, _item: came.append("first"))
    handle(app, "told", lambda _session, _item: came.append("second"))
    filled("told")
    assert deliver_due() == 1 and came == ["first", "second"]


def test_pauses_grow_to_an_hour_and_no_longer() -> None:
    pauses = [pause_after(tries) for tries in range(1, 60)]
    assert pauses[0] == FIRST_PAUSE and pauses[-1] == LONGEST_PAUSE == timedelta(hours=1)
    assert pauses == sorted(pauses)
