"""Key stores for these tests, on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.common.sealing.keystore import KeyStore
from tests.conftest import DATABASES, database_url

FIRST = "the first data key of these tests, long enough"
SECOND = "the second data key of these tests, long enough"

Open = Callable[..., KeyStore]


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that is not made yet."""
    return database_url(request.param, request, tmp_path / "keys")


@pytest.fixture
def opened(address: str) -> Iterator[Open]:
    """A function that opens that store with the data keys given; its connections are closed at the end."""
    stores = []

    def open_one(*data_keys: str, part: str = "survivors") -> KeyStore:
        stores.append(KeyStore(address, data_keys or (FIRST,), part))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Open) -> KeyStore:
    """A store that is made, and empty."""
    made = opened()
    made.prepare()
    return made
