"""A site that holds nothing but the given listings, on each database."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import DATABASES, Make, database_url, readied
from tests.site.exchange import given


@pytest.fixture(scope="session", params=DATABASES)
def small_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """Four listings that the public may see, three that it may not. Shared: read only."""
    folder = tmp_path_factory.mktemp(f"given-{request.param}")
    app = readied(make_app(folder, database_url(request.param, request, folder)))
    given.add(app)
    return app


@pytest.fixture(scope="session")
def lone_site(tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """The same on SQLite only, for what does not depend on the database. Shared: read only."""
    app = readied(make_app(tmp_path_factory.mktemp("given-alone")))
    given.add(app)
    return app
