"""A site that says where to tell."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import Make, filled
from tests.site.guides.articles.registered import with_guides


@pytest.fixture(scope="module")
def guided(tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """The site with the bundled directory and the guides."""
    return filled(with_guides(make_app(tmp_path_factory.mktemp("telling"))))
