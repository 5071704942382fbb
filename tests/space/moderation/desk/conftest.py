"""A desk with readers, and with posts that wait to be read."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.space.moderation.desk.scene import NOON, Desk


@pytest.fixture
def desk(space: Flask, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A space on each database at noon of a known day. Shared: others' posts may wait, too."""
    monkeypatch.setitem(space.config, "CLOCK", NOON)
    return Desk(space)


@pytest.fixture
def own_desk(own_space: Flask, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Each space on SQLite, for this test alone."""
    monkeypatch.setitem(own_space.config, "CLOCK", NOON)
    return Desk(own_space)
