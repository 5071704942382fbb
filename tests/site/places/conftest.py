"""One gazetteer for all tests here: building it takes some seconds."""

from __future__ import annotations

import pytest

from support.site.places.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    built = Gazetteer(tmp_path_factory.mktemp("places") / "index")
    assert not built.ready()
    assert built.build() > 200_000
    return built
