"""One site for all tests here, started by the shipped unit's own lines, and a proxy of each kind before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from tests.deploy import units
from tests.deploy.proxies import KINDS, ONION, Front, front
from tests.deploy.recorder import Recorder, recording


@pytest.fixture(scope="session")
def backup_key() -> pyrage.x25519.Identity:
    """The operator's key for the content, the private half of which is not on the server."""
    return pyrage.x25519.Identity.generate()


@pytest.fixture(scope="session")
def keys_backup_key() -> pyrage.x25519.Identity:
    """The operator's other key, for the key stores."""
    return pyrage.x25519.Identity.generate()


@pytest.fixture(scope="session")
def started(
    tmp_path_factory: pytest.TempPathFactory,
    backup_key: pyrage.x25519.Identity,
    keys_backup_key: pyrage.x25519.Identity,
) -> Iterator[units.Place]:
    """The site as the unit starts it, with the shipped settings."""
    here = units.place(
        tmp_path_factory.mktemp("unit"), backup_key=str(backup_key.to_public()),
        keys_backup_key=str(keys_backup_key.to_public()), default_country="GB",
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
    with front(request.param, folder, {"site": int(started.env["PORT"])}, started.pages) as running:
        yield running


@pytest.fixture(scope="session", params=KINDS)
def alone(
    request: pytest.FixtureRequest, started: units.Place, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    """A proxy before a port on which nobody listens."""
    with front(request.param, tmp_path_factory.mktemp(f"{request.param}-alone"), {}, started.pages) as running:
        yield running


@pytest.fixture(params=KINDS)
def overheard(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Front, Recorder]]:
    """A proxy before a server that writes down what it is asked."""
    with recording() as recorder:
        ports = dict.fromkeys(units.HOSTS, recorder.server_port)
        with front(request.param, tmp_path / "proxy", ports, tmp_path, mounted=True) as running:
            yield running, recorder


@pytest.fixture(scope="session", params=("survivors", "prevention"))
def started_space(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    backup_key: pyrage.x25519.Identity,
    keys_backup_key: pyrage.x25519.Identity,
) -> Iterator[units.Place]:
    """A space as its own unit starts it, with its own settings and nobody else's."""
    keys = {"backup_key": str(backup_key.to_public()), "keys_backup_key": str(keys_backup_key.to_public())}
    with units.running(units.place(tmp_path_factory.mktemp(request.param), request.param, **keys)) as here:
        yield here
