"""The gazetteer that all tests share: building it takes some seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.site.places.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer(gazetteer_folder: Path) -> Gazetteer:
    return Gazetteer(gazetteer_folder)
