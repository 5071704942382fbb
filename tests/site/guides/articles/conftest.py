"""A site with guides, and guides written for a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from support.site.guides.articles import examining, reading, views
from support.site.guides.articles.reading import Shelf, shelf
from tests.conftest import Make, filled
from tests.site.guides.articles.registered import with_guides

Write = Callable[..., Path]

GOOD = """+++
number = 1
title = "First steps"
heading = "I was abused: first steps"
summary = "What can help tonight."
audience = "survivor"
written = 2026-11-25
review_due = 2027-05-25
content_note = "This page speaks about abuse."
facts = ["PR01"]
lines = ["gb-napac", "zz-take-it-down", "us-1in6"]
see_also = ["words-we-use"]
official = [{ name = "NAPAC", url = "https://napac.org.uk/" }]

[[searches]]
label = "Lines that take no name"
kind = "hotline"
audience = "survivor"
+++

## In the next ten minutes

Breathe out slowly. [[now]] and [[listing:gb-napac]] are there.

[[exit]]

## Was it my fault?

No. [[fact:PR01|About one woman in five]] was hurt before 18.
"""


@pytest.fixture(scope="module")
def guided(tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """The site with the bundled directory and the guides."""
    return filled(with_guides(make_app(tmp_path_factory.mktemp("guided"))))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a guide into a folder of this test; ``changes`` are pairs of what stands there and what should."""

    def one(*changes: tuple[str, str], name: str = "first-steps", language: str = "en", text: str = GOOD) -> Path:
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path = tmp_path / language / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return one


@pytest.fixture
def own_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guided: Flask) -> Iterator[Callable[[], Shelf]]:
    """Puts the guides written by this test into the site; the true ones come back afterwards."""

    def read() -> Shelf:
        shelf.cache_clear()
        found = reading.shelf(tmp_path)
        for module in (views, examining):
            monkeypatch.setattr(module, "shelf", lambda: found)
        guided.extensions.pop("fragments", None)
        return found

    yield read
    shelf.cache_clear()
    guided.extensions.pop("fragments", None)
