"""Teams of each application, on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.common.accounts.staff.people.team import NOON, Team
from tests.conftest import Make, database_url, readied

PLACES = (("site", "sqlite"), ("site", "postgresql"), ("survivors", "sqlite"), ("prevention", "postgresql"))


@pytest.fixture(scope="session", params=PLACES, ids="-".join)
def _place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """Each application, and each database."""
    part, kind = request.param
    folder: Path = tmp_path_factory.mktemp(f"people-{part}-{kind}")
    return readied(make_app(folder, database_url(kind, request, folder), part=part))


@pytest.fixture
def team(_place: Flask, monkeypatch: pytest.MonkeyPatch) -> Team:
    """Each application, and each database. Shared: others are on the staff, too."""
    monkeypatch.setitem(_place.config, "CLOCK", NOON)
    return Team(_place)


@pytest.fixture(params=("site", "survivors"))
def own_team(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make, monkeypatch: pytest.MonkeyPatch) -> Team:
    """The site and a space on SQLite, for this test alone: nobody is there yet."""
    app = readied(make_app(tmp_path, part=request.param))
    monkeypatch.setitem(app.config, "CLOCK", NOON)
    return Team(app)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Team:
    """One space on SQLite, for tests that try many things: its clock stands."""
    app = readied(make_app(tmp_path_factory.mktemp("shared"), part="survivors"))
    app.config["CLOCK"] = NOON
    return Team(app)
