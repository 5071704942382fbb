"""What is made once for a whole file is made with little memory too (tests/conftest.py, light_hashing)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from support.common.accounts.passphrases import hashing
from support.common.kernel.db import db
from support.space.forum.seeding import ensure_boards
from tests.conftest import Make, database_url, readied
from tests.space.proof.world import START


@pytest.fixture(scope="module", autouse=True)
def light_hashing_for_the_file() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "MEMORY_KIB", 64)
        patch.setattr(hashing, "PASSES", 1)
        yield


@pytest.fixture(scope="module", params=[("survivors", "sqlite"), ("prevention", "postgresql")], ids="-".join)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Iterator[Flask]:
    part, kind = request.param
    folder = tmp_path_factory.mktemp(f"app-{part}")
    app = readied(make_app(folder, database_url(kind, request, folder), part=part))
    app.config["CLOCK"] = START
    with app.app_context():
        ensure_boards(db.session(), part)
    yield app
    app.config.pop("CLOCK")
