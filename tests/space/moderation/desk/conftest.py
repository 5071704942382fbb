"""A desk with readers, and with posts that wait to be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Make, readied
from tests.space.moderation.desk.scene import NOON, Desk


@pytest.fixture
def desk(space: Flask, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A space on each database at noon of a known day. Shared: others' posts may wait, too."""
    monkeypatch.setitem(space.config, "CLOCK", NOON)
    return Desk(space)


@pytest.fixture
def own_desk(tmp_path: Path, make_app: Make, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """One space on SQLite, for this test alone: nothing else waits there."""
    app = readied(make_app(tmp_path, part="survivors"))
    monkeypatch.setitem(app.config, "CLOCK", NOON)
    return Desk(app)
