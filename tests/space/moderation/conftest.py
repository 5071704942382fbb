"""Where the reading is tested: one space on SQLite, the other on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from support.common.kernel.db import db
from tests.conftest import Make, database_url, readied
from tests.space.moderation.room import Room


@pytest.fixture(scope="session", params=[("survivors", "sqlite"), ("prevention", "postgresql")], ids="-".join)
def people_of_room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Room:
    part, kind = request.param
    folder = tmp_path_factory.mktemp(f"room-{part}")
    app: Flask = readied(make_app(folder, database_url(kind, request, folder), part=part))
    return Room(app).fill()


@pytest.fixture
def room(people_of_room: Room) -> Iterator[Room]:
    """A space with people, in which nothing waits; the test runs inside its application context."""
    people_of_room.clear()
    with people_of_room.app.app_context():
        yield people_of_room
        db.session.rollback()
    people_of_room.app.config.pop("CLOCK", None)
