"""The walk over the site that the rules read, made once for each database, and sites that a rule may break."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Make
from tests.rules import breaking
from tests.rules.tour import Visit, everywhere, refused, searches

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
BROKEN_FILE = {
    "503 database locked": breaking.locked,
    "503 database damaged": breaking.damaged,
    "503 database without tables": breaking.emptied,
}
BROKEN_PARTS = {
    "503 no index": breaking.without_index,
    "503 index damaged": breaking.damaged_index,
    "503 no gazetteer": breaking.without_places,
    "500 every view fails": breaking.failing_views,
}


@pytest.fixture(scope="session")
def tour(site: Flask, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> list[Visit]:
    """Every answer of the site: well, asked wrongly, and broken in each way that this database can break."""
    visits = [*everywhere(site, "all is well"), *searches(site), *refused(site)]
    on_file = breaking.database_file(site) is not None
    for state, broken in (BROKEN_FILE if on_file else {}).items() | BROKEN_PARTS.items():
        app = breaking.copied(site, tmp_path_factory.mktemp("broken"), make_app)
        with broken(app):
            visits += everywhere(app, state)
            visits += searches(app) if broken is not breaking.failing_views else []
    if not on_file:
        app = breaking.copied(site, tmp_path_factory.mktemp("broken"), make_app, NOWHERE)
        visits += [*everywhere(app, "503 database gone"), *searches(app)]
    return visits


@pytest.fixture(scope="session")
def last_words(sqlite_site: Flask, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> list[Visit]:
    """Every answer where even the layout fails."""
    app = breaking.copied(sqlite_site, tmp_path_factory.mktemp("broken"), make_app)
    with breaking.failing_layout(app):
        return [*everywhere(app, "500 the layout fails"), *refused(app)]


@pytest.fixture
def own_site(sqlite_site: Flask, tmp_path: Path, make_app: Make) -> Flask:
    """A copy of the filled site that a test may change."""
    return breaking.copied(sqlite_site, tmp_path, make_app)
