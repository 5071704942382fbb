"""Applications in which people join, and limits that are wide enough for many tests on one machine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from support.common.accounts.joining.views import finishing, invited, joining
from support.common.accounts.throttling import limits
from support.common.accounts.throttling.counting import Limit
from tests.conftest import Make, database_url, readied

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WIDE = Limit(100_000, 0.001)
NARROW = {"everybody": dict(limits.EVERYBODY), "one": dict(limits.LIMITS)}


def taught(app: Flask) -> Flask:
    """The application with the pages of joining, whether or not the factory has put them there."""
    desk = "edit" if app.config["PART"] == "site" else "moderate"
    if "finishing" not in app.blueprints:
        app.register_blueprint(finishing)
        app.register_blueprint(invited, url_prefix=f"/<tag:tag>/{desk}")
        if app.config["PART"] != "site":
            app.register_blueprint(joining)
    return app


@pytest.fixture(autouse=True)
def wide_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests of one application would exceed together what a few people may do."""
    for action in limits.LIMITS:
        monkeypatch.setitem(limits.LIMITS, action, WIDE)
        monkeypatch.setitem(limits.EVERYBODY, action, WIDE)


@pytest.fixture
def door(space: Flask) -> Flask:
    """Each space on each database, shared."""
    return taught(space)


@pytest.fixture
def own_door(own_space: Flask) -> Flask:
    """Each space on SQLite, for this test alone."""
    return taught(own_space)


@pytest.fixture
def one_door(tmp_path: Path, make_app: Make) -> Flask:
    """One space on SQLite, for this test alone, where the two do not differ."""
    return taught(readied(make_app(tmp_path, part="survivors")))


@pytest.fixture(
    params=[("site", "sqlite"), ("site", "postgresql"), ("survivors", "sqlite"), ("prevention", "postgresql")],
    ids="-".join,
)
def desk(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make) -> Flask:
    """Applications whose staff is invited, for this test alone."""
    part, kind = request.param
    return taught(readied(make_app(tmp_path, database_url(kind, request, tmp_path), part=part)))
