"""Where people talk with each other: who is too young for it is led to help that was made for them."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Make, browser
from tests.rules.page import parsed


def test_who_is_under_18_finds_help_for_the_young(tmp_path: Path, make_app: Make) -> None:
    app = make_app(tmp_path, part="site")
    app.config["SPACES"] = {"survivors": "/harbour"}
    page = parsed(browser(app).get("/en-GB/talk", base_url="https://localhost").data)
    asked = [one.attrib["value"] for one in page.all("input") if one.attrib.get("name") == "who"]
    assert asked == ["teen", "child"]
