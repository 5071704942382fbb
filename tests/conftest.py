"""What the tests stand on: applications on SQLite and PostgreSQL, with the bundled directory loaded once."""

from __future__ import annotations

import atexit
import dataclasses
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import URL

from support.common.accounts.passphrases import hashing
from support.common.kernel.db import db
from support.common.operations import copying
from support.common.operations.migrating import migrate_safely
from support.common.sealing.vault import keystore
from support.config import Config
from support.factory import create_app
from tests import postgres

SECRET = "a secret for tests only, long enough to be one"
DATA_SECRET = "another secret for tests only, for what is stored"
SPACES = ("survivors", "prevention")
DATABASES = ("sqlite", "postgresql")
_numbers = itertools.count(1)
_filled: dict[str, tuple[Path, str]] = {}

Make = Callable[..., Flask]


def configured(folder: Path, part: str = "site", **settings: str) -> Config:
    """The settings of a test's application, with its files below ``folder``."""
    own = "SUPPORT_" if part == "site" else f"SUPPORT_{part.upper()}_"
    env = {
        "SUPPORT_INSTANCE": str(folder),
        "SUPPORT_RUNTIME_DIR": str(folder / "runtime"),
        f"{own}SECRET_KEY": f"{SECRET} of {part}",
        f"{own}DATA_KEY": f"{DATA_SECRET} of {part}",
    }
    return Config.from_env(part, env | {f"SUPPORT_{name.upper()}": value for name, value in settings.items()})


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

    def make(
        folder: Path, url: str = "", *, part: str = "site", settings: dict[str, str] | None = None, **changes: Any
    ) -> Flask:
        config = configured(folder, part, **(settings or {}))
        if url:
            config = dataclasses.replace(config, database_url=url)
        if part != "site":
            return create_app(part, config, **changes)
        place = config.instance / "index" / "places"
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            place.symlink_to(gazetteer_folder)
        return create_app("site", config, **changes)

    return make


def readied(app: Flask) -> Flask:
    """Bring the application's database to the newest schema and make its key store."""
    with app.app_context():
        keystore().prepare()
        migrate_safely()
        db.engine.dispose()
    return app


@pytest.fixture(scope="session", params=zip(SPACES, DATABASES, strict=True), ids="-".join)
def space(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """One space on SQLite, the other on PostgreSQL. Shared: what a test stores there must not disturb another."""
    part, kind = request.param
    folder = tmp_path_factory.mktemp(f"{part}-{kind}")
    return readied(make_app(folder, database_url(kind, request, folder), part=part))


@pytest.fixture(params=SPACES)
def own_space(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make) -> Flask:
    """Each space on SQLite, for this test alone."""
    return readied(make_app(tmp_path, part=request.param))


def filled(app: Flask) -> Flask:
    """Bring the application's database to the newest schema and load the bundled directory into it.

    Of each kind of database that is done once; every further application gets a copy of what came out.
    """
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    index = Path(app.config["INSTANCE"]) / "index" / "directory"
    kept = _filled.get(url.get_backend_name())
    if kept is None:
        _fill(app)
        _filled[url.get_backend_name()] = _keep(app, index)
        return app
    with app.app_context():
        keystore().prepare()
    shutil.copytree(kept[0], index)
    if url.get_backend_name() == "sqlite":
        shutil.copyfile(kept[1], url.database)
    else:
        _copy_postgresql(url, kept[1])
    return app


def _keep(app: Flask, index: Path) -> tuple[Path, str]:
    """Where a copy of the index lies, and the file or database of which others are copies."""
    keep = Path(tempfile.mkdtemp(prefix="stillwater-filled-"))
    atexit.register(shutil.rmtree, keep, True)
    shutil.copytree(index, keep / "index")
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.get_backend_name() == "sqlite":
        copying.copy_out(url.render_as_string(), keep)
        return keep / "index", str(keep / copying.SQLITE_NAME)
    with app.app_context():
        db.engine.dispose()
    name = f"{url.database}_kept"
    _copy_postgresql(url.set(database=name), url.database)
    return keep / "index", name


def _copy_postgresql(url: URL, template: str) -> None:
    admin = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {url.database}")
        connection.exec_driver_sql(f"CREATE DATABASE {url.database} TEMPLATE {template}")
    admin.dispose()


def _fill(app: Flask) -> None:
    readied(app)
    result = app.test_cli_runner().invoke(args=["directory", "load"])
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="session", params=DATABASES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """The site with the bundled directory, on each database. Shared: read only."""
    folder = tmp_path_factory.mktemp(request.param)
    return filled(make_app(folder, database_url(request.param, request, folder)))


@pytest.fixture(scope="session")
def sqlite_site(tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """The site with the bundled directory on SQLite only. Shared: read only."""
    return filled(make_app(tmp_path_factory.mktemp("sqlite-only")))


@pytest.fixture(autouse=True)
def light_hashing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with little memory, so that journeys do not wait for it. Its real costs are read by its own tests."""
    if "passphrases" not in request.node.path.parts:
        monkeypatch.setattr(hashing, "MEMORY_KIB", 64)
        monkeypatch.setattr(hashing, "PASSES", 1)


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """A browser's place: HTTPS, because some headers belong to it alone."""
    return browser(site)


def browser(app: Flask, *, keeps_cookies: bool = True) -> FlaskClient:
    """A client that asks over HTTPS and leaves no context behind (style.md, trap 5)."""
    app.config["PREFERRED_URL_SCHEME"] = "https"
    client = app.test_client(use_cookies=keeps_cookies)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en;q=0.8"
    return client
