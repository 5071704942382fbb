"""The plain pages as each application shows them, with settings that differ from every default."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from tests.conftest import Make, browser, filled, readied
from tests.rules.page import Page, parsed, words
from tests.site.guides.articles.registered import with_guides

PARTS = ("site", "survivors", "prevention")
PAGES = ("about", "accessibility", "safety")
UNUSUAL = {"member_idle_minutes": "13", "member_session_hours": "11", "operator_contact": "desk@example.org"}


@dataclass(frozen=True)
class Place:
    """One application, and how its pages are read."""

    part: str
    app: Flask

    def page(self, path: str) -> Page:
        """The page at a path after the language; it must answer."""
        answer = browser(self.app, keeps_cookies=False).get(f"/en-GB/{path}", base_url="https://localhost")
        assert answer.status_code == 200, (self.part, path, answer.status_code)
        return parsed(answer.data)

    def said(self) -> dict[str, str]:
        """The words of every marked sentence of the three pages, by its mark."""
        found: dict[str, str] = {}
        for path in PAGES:
            for element in self.page(path).root.iter():
                mark = element.attrib.get("data-says") if isinstance(element.tag, str) else None
                if mark:
                    found[mark] = f"{found.get(mark, '')} {words(element)}".strip()
        return found


@pytest.fixture(scope="session")
def everywhere(tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> dict[str, Place]:
    """The site with its directory, and both spaces. Shared: read only, save for people made by a test."""
    found = {}
    for part in PARTS:
        app = make_app(tmp_path_factory.mktemp(f"pages-{part}"), part=part, settings=UNUSUAL)
        found[part] = Place(part, filled(with_guides(app)) if part == "site" else readied(app))
    return found
