"""What the tests stand on: applications on SQLite and PostgreSQL, with the bundled directory loaded once."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from support.common.operations.migrating import migrate_safely
from support.config import Config
from support.factory import create_app
from tests import postgres

SECRET = "a secret for tests only, long enough to be one"
DATABASES = ("sqlite", "postgresql")
_numbers = itertools.count(1)

Make = Callable[..., Flask]


def configured(folder: Path, **settings: str) -> Config:
    """The settings of a test's application, with its files below ``folder``."""
    env = {"SUPPORT_INSTANCE": str(folder), "SUPPORT_SECRET_KEY": SECRET}
    return Config.from_env("site", env | {f"SUPPORT_{name.upper()}": value for name, value in settings.items()})


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """A function that makes a new, empty PostgreSQL database and gives its address."""
    with postgres.server() as address:
        admin = sa.create_engine(address + "postgres", isolation_level="AUTOCOMMIT")

        def new() -> str:
            name = f"test_{next(_numbers)}"
            with admin.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            return address + name

        yield new
        admin.dispose()


def database_url(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a new, empty database of that kind."""
    if kind == "postgresql":
        return str(request.getfixturevalue("postgresql")())
    return f"sqlite:///{folder / 'database.sqlite'}"


@pytest.fixture(scope="session")
def gazetteer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of places, built once for all tests."""
    from support.site.places.gazetteer import Gazetteer

    folder = tmp_path_factory.mktemp("places")
    Gazetteer(folder).build()
    return folder


@pytest.fixture(scope="session")
def make_app(gazetteer_folder: Path) -> Make:
    """A function that makes an application; ``url`` is its database, ``changes`` go over its Flask settings."""

    def make(folder: Path, url: str = "", *, settings: dict[str, str] | None = None, **changes: Any) -> Flask:
        config = configured(folder, **(settings or {}))
        if url:
            config = dataclasses.replace(config, database_url=url)
        place = config.instance / "index" / "places"
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            place.symlink_to(gazetteer_folder)
        return create_app("site", config, **changes)

    return make


def filled(app: Flask) -> Flask:
    """Bring the application's database to the newest schema and load the bundled directory into it."""
    with app.app_context():
        migrate_safely()
    result = app.test_cli_runner().invoke(args=["directory", "load"])
    assert result.exit_code == 0, result.output
    return app


@pytest.fixture(scope="session", params=DATABASES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """The site with the bundled directory, on each database. Shared: read only."""
    folder = tmp_path_factory.mktemp(request.param)
    return filled(make_app(folder, database_url(request.param, request, folder)))


@pytest.fixture(scope="session")
def sqlite_site(tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """The site with the bundled directory on SQLite only. Shared: read only."""
    return filled(make_app(tmp_path_factory.mktemp("sqlite-only")))


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """A browser's place: HTTPS, because some headers belong to it alone."""
    return browser(site)


def browser(app: Flask) -> FlaskClient:
    """A client that asks over HTTPS and leaves no context behind (style.md, trap 5)."""
    app.config["PREFERRED_URL_SCHEME"] = "https"
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en;q=0.8"
    return client
