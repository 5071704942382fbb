"""Key pairs of an operator, applications that know their public halves, and the commands called as an operator would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

from support.common.operations import backup
from support.common.sealing.vault import keystore
from support.factory import create_app
from tests.conftest import DATABASES, SPACES, Make, configured, database_url, readied


@dataclass(frozen=True)
class Pair:
    """A key pair: the file with the private half, and the public half."""

    private: Path
    public: str


@dataclass(frozen=True)
class Pairs:
    """What an operator keeps away from the server."""

    content: Pair
    keys: Pair

    @property
    def settings(self) -> dict[str, str]:
        """What the server is told."""
        return {"backup_key": self.content.public, "keys_backup_key": self.keys.public}


@pytest.fixture
def pairs(tmp_path: Path) -> Pairs:
    def made(name: str) -> Pair:
        return Pair(tmp_path / name, backup.new_key(tmp_path / name))

    return Pairs(made("content.key"), made("keys.key"))


@pytest.fixture(params=zip(SPACES, DATABASES, strict=True), ids="-".join)
def kept_space(
    request: pytest.FixtureRequest, tmp_path: Path, pairs: Pairs, postgresql_if_asked: Callable[[str], str]
) -> Flask:
    """Each space with backups, its content and its keys each in a database of that kind, for this test alone."""
    part, kind = request.param
    config = configured(tmp_path, part, **pairs.settings)
    if kind == "postgresql":
        config = replace(config, database_url=postgresql_if_asked(kind), keys_url=postgresql_if_asked(kind))
    return readied(create_app(part, config))


@pytest.fixture
def postgresql_if_asked(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """A new database of the kind; the server is only started where it is PostgreSQL."""
    return lambda kind: database_url(kind, request, tmp_path)


@pytest.fixture
def kept_sqlite(tmp_path: Path, pairs: Pairs, make_app: Make) -> Flask:
    """One space with backups on SQLite."""
    return readied(make_app(tmp_path, part="survivors", settings=pairs.settings))


def with_keys(app: Flask) -> Flask:
    """The application with a key store: a copied site has none yet."""
    with app.app_context():
        keystore().prepare()
        keystore().close()
    return app


def run(app: Flask, *words: object) -> tuple[int, str]:
    """A command's exit code and what it said."""
    result = app.test_cli_runner().invoke(args=[str(word) for word in words])
    return result.exit_code, result.output


def backed_up(app: Flask) -> tuple[Path, Path]:
    """The files of a new backup: content and keys."""
    code, output = run(app, "backup", "create")
    assert code == 0, output
    lines = dict(line.split(": ", 1) for line in output.splitlines())
    return Path(lines["Backup"]), Path(lines["Backup of the keys"])


def put_back(app: Flask, file: Path, pair: Pair) -> str:
    """Restore a backup; returns what was said."""
    code, output = run(app, "backup", "restore", file, "--identity", pair.private, "--yes")
    assert code == 0, output
    return output
