"""Spaces with a database of their own for each test, one part on each kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from support.common.kernel.db import db
from tests.conftest import DATABASES, SPACES, Make, database_url, readied

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(params=zip(SPACES, DATABASES, strict=True), ids="-".join)
def own_place(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make) -> Iterator[Flask]:
    """One space on SQLite, the other on PostgreSQL, for this test alone; it is noon."""
    part, kind = request.param
    app = readied(make_app(tmp_path, database_url(kind, request, tmp_path), part=part))
    app.config["CLOCK"] = NOW
    yield app
    with app.app_context():
        db.engine.dispose()
