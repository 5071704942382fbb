"""The housekeeper: one of several at work, a failing job stops nothing, what changed is found by a search."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from support.common.audit import housekeeper
from support.common.kernel import clock
from support.common.kernel.db import db
from support.site.directory import changes
from support.site.directory.engine import engine
from support.site.directory.models import Service
from support.site.directory.search import search
from support.site.directory.terms import Terms
from tests.conftest import Make, filled

SOON_SECONDS = 20.0


@pytest.fixture
def own(tmp_path: Path, make_app: Make) -> Flask:
    return filled(make_app(tmp_path))


def rename(app: Flask, name: str) -> None:
    with app.app_context():
        service = db.session.scalars(select(Service).where(Service.name == "Samaritans")).one()
        service.name = name
        changes.publish(db.session(), [service], engine().locate, clock.now())
        db.session.commit()


def found(app: Flask, words: str) -> int:
    with app.app_context():
        return search(engine().index, Terms(q=words), None, None).total


def test_what_changed_is_taken_in(own: Flask) -> None:
    rename(own, "Quillfeather Line")
    assert found(own, "quillfeather") == 0
    assert housekeeper.work(own)
    assert found(own, "quillfeather") == 1


def test_a_missing_index_is_built_again(own: Flask) -> None:
    for path in (Path(own.config["INSTANCE"]) / "index" / "directory").rglob("*"):
        if path.is_file():
            path.unlink()
    assert housekeeper.work(own)
    assert found(own, "samaritans") >= 1


def test_a_failing_job_is_reported_and_stops_no_other(own: Flask) -> None:
    done = []

    def fails() -> None:
        raise RuntimeError("no")

    housekeeper.employ(own, fails, lambda: done.append(1))
    assert housekeeper.work(own) is False
    assert done == [1]


def test_one_of_two_is_at_work_and_the_other_follows(own: Flask) -> None:
    """Two workers of one machine: the second begins when the first has stopped, killed or not."""
    at_work: list[str] = []
    first_came, second_came = threading.Event(), threading.Event()
    first_stops, second_stops = threading.Event(), threading.Event()

    def job() -> None:
        name = threading.current_thread().name
        at_work.append(name)
        (first_came if name == "first" else second_came).set()

    housekeeper.employ(own, job)
    first = threading.Thread(target=housekeeper.keep_house, args=(own, first_stops), name="first")
    first.start()
    assert first_came.wait(SOON_SECONDS)
    second = threading.Thread(target=housekeeper.keep_house, args=(own, second_stops), name="second")
    second.start()
    assert "second" not in at_work
    first_stops.set()
    first.join(SOON_SECONDS)
    assert second_came.wait(SOON_SECONDS)
    second_stops.set()
    second.join(SOON_SECONDS)
    assert not second.is_alive()
