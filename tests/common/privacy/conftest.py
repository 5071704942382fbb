"""Spaces in which people can take their copy and leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from support.common.kernel.db import db
from support.common.privacy.views import privacy
from tests.conftest import DATABASES, SPACES, Make, database_url, readied

PLACES = list(zip(SPACES, DATABASES, strict=True))


def private(app: Flask) -> Flask:
    """The application with the pages of this feature, whether or not it is built with them, and with a database."""
    if privacy.name not in app.blueprints:
        app.register_blueprint(privacy)
    return readied(app)


@pytest.fixture(scope="session", params=PLACES, ids="-".join)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """Each space on each database. Shared: what a test stores there must not disturb another."""
    part, kind = request.param
    folder = tmp_path_factory.mktemp(f"{part}-{kind}")
    return private(make_app(folder, database_url(kind, request, folder), part=part))


@pytest.fixture(params=DATABASES)
def own_place(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make) -> Iterator[Flask]:
    """A space on each database, for this test alone."""
    app = private(make_app(tmp_path, database_url(request.param, request, tmp_path), part="survivors"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def desk(tmp_path: Path, make_app: Make) -> Flask:
    """The site without a directory, for this test alone: only staff have accounts there."""
    return private(make_app(tmp_path))
