"""One site for all tests here, started by the shipped unit's own lines, and a proxy of each kind before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from tests.browser.serving import _free_port
from tests.deploy import units
from tests.deploy.proxies import KINDS, ONION, Front, front
from tests.deploy.recorder import Recorder, recording


@pytest.fixture(scope="session")
def backup_key() -> pyrage.x25519.Identity:
    """The operator's key, the private half of which is not on the server."""
    return pyrage.x25519.Identity.generate()


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory, backup_key: pyrage.x25519.Identity) -> Iterator[units.Place]:
    """The site as the unit starts it, with the shipped settings."""
    here = units.place(
        tmp_path_factory.mktemp("unit"), backup_key=str(backup_key.to_public()), default_country="GB",
        trusted_hosts=ONION, onion_location=f"http://{ONION}",
    )  # fmt: skip
    with units.running(here):
        yield here


@pytest.fixture(scope="session", params=KINDS)
def proxy(
    request: pytest.FixtureRequest, started: units.Place, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    """A proxy before the site."""
    folder = tmp_path_factory.mktemp(request.param)
    with front(request.param, folder, int(started.env["PORT"]), started.pages) as running:
        yield running


@pytest.fixture(scope="session", params=KINDS)
def alone(
    request: pytest.FixtureRequest, started: units.Place, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    """A proxy before a port on which nobody listens."""
    with front(
        request.param, tmp_path_factory.mktemp(f"{request.param}-alone"), _free_port(), started.pages
    ) as running:
        yield running


@pytest.fixture(params=KINDS)
def overheard(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Front, Recorder]]:
    """A proxy before a server that writes down what it is asked."""
    with recording() as recorder, front(request.param, tmp_path / "proxy", recorder.server_port, tmp_path) as running:
        yield running, recorder
