"""The spaces that are measured: the same posts once on SQLite and once on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from bench.forum.filling import Filled, fill
from support.config import Config
from support.factory import create_app
from tests import postgres

PART = "survivors"
SECRETS = {
    "SUPPORT_SURVIVORS_SECRET_KEY": "measured with a secret of the space, long enough",
    "SUPPORT_SURVIVORS_DATA_KEY": "measured with another secret of the space, for what is stored",
}


@dataclass(frozen=True)
class Space:
    """One filled space: ``settings`` are those with which a server of its own is started."""

    name: str
    app: Flask
    instance: Path
    settings: Mapping[str, str]
    filled: Filled


@contextmanager
def filled_spaces(folder: Path, posts: int, waiting: int) -> Iterator[list[Space]]:
    """Both, filled anew: what is measured changes them."""
    shutil.rmtree(folder, ignore_errors=True)
    with postgres.server() as address:
        admin = sa.create_engine(address + "postgres", isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE forum")
        admin.dispose()
        yield [
            _filled("SQLite", folder / "sqlite", {}, posts, waiting),
            _filled(
                "PostgreSQL",
                folder / "postgresql",
                {"SUPPORT_SURVIVORS_DATABASE_URL": address + "forum"},
                posts,
                waiting,
            ),
        ]
    shutil.rmtree(folder, ignore_errors=True)


def _filled(name: str, instance: Path, database: Mapping[str, str], posts: int, waiting: int) -> Space:
    settings = {
        "SUPPORT_INSTANCE": str(instance.resolve()), "SUPPORT_RUNTIME_DIR": str(instance.resolve() / "runtime"),
        **SECRETS, **database,
    }  # fmt: skip
    app = create_app(PART, Config.from_env(PART, settings))
    return Space(name, app, instance, settings, fill(app, posts, waiting))
