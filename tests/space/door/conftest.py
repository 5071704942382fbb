"""Both spaces as their doors show them, with settings that differ from every default."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from support.factory import create_app
from tests.conftest import SPACES, browser, configured
from tests.rules.page import Page, parsed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
UNUSUAL = {
    "commitment_days": "45",
    "inactive_days": "321",
    "name_kept_days": "47",
    "member_idle_minutes": "13",
    "member_session_hours": "11",
    "joining_minutes": "52",
    "content_backup_days": "23",
    "key_backup_days": "6",
    "throttle_hours": "19",
}


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Flask]:
    """Each space under its name, without a database: the door needs none."""
    return {
        part: create_app(part, configured(tmp_path_factory.mktemp(part), part, **UNUSUAL), CLOCK=NOW) for part in SPACES
    }


@pytest.fixture(autouse=True)
def nothing_stated(doors: dict[str, Flask]) -> Iterator[None]:
    """Each test begins and ends with an operator who has stated nothing."""
    for app in doors.values():
        app.extensions["duties"] = None
    yield


def shown(app: Flask, path: str) -> Page:
    """The page at that path, after the language."""
    answer = browser(app).get(f"/en-GB{path}", base_url="https://localhost")
    assert answer.status_code == 200, (path, answer.status_code)
    return parsed(answer.data)


def said(page: Page) -> dict[str, str]:
    """The words of every marked statement of the page, by its mark; of a repeated mark all of them."""
    found: dict[str, str] = {}
    for element in page.root.iter():
        mark = element.attrib.get("data-says") if isinstance(element.tag, str) else None
        if mark:
            found[mark] = f"{found.get(mark, '')} {' '.join(''.join(element.itertext()).split())}".strip()
    return found
