"""axe-core finds nothing on any page: on a small phone, in the dark, and on a wide screen (WCAG 2.2, level AA)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import OpenReader
from tests.browser.readers import NARROW, WIDE, Reader
from tests.browser.serving import Server
from tests.browser.states import broken_states, states
from tests.browser.windows import out_of_the_window

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})"
EVERYTHING = {"type": "tag", "values": list(LEVELS)}
COLOURS = {"type": "rule", "values": ["color-contrast"]}  # all that the dark changes


@cache
def source() -> str:
    return AXE.read_text(encoding="utf-8")


def found_by_axe(reader: Reader, only: dict[str, Any] = EVERYTHING) -> list[str]:
    """What axe objects to, each with where."""
    if reader.page.evaluate("() => typeof window.axe") == "undefined":
        reader.page.evaluate(source())
    violations: list[dict[str, Any]] = reader.page.evaluate(RUN, only)["violations"]
    return [
        f"{found['id']}: {node['target']} {node.get('failureSummary', '')}"
        for found in violations
        for node in found["nodes"]
    ]


def looks(reader: Reader) -> dict[str, list[str]]:
    """What axe says of the page on a small phone, the same in the dark, and on a wide screen."""
    said = {"narrow": found_by_axe(reader)}
    reader.page.emulate_media(color_scheme="dark")
    said["narrow, dark"] = found_by_axe(reader, COLOURS)
    reader.page.emulate_media(color_scheme="light")
    reader.size(WIDE)
    said["wide"] = found_by_axe(reader)
    return {look: found for look, found in said.items() if found}


def check(reader: Reader, state: tuple[int, Callable[[Reader], None]]) -> None:
    status, way = state
    way(reader)
    reader.checked()
    assert reader.last_status == status
    assert looks(reader) == {}


@pytest.mark.parametrize("state", states())
def test_axe_finds_nothing(open_reader: OpenReader, state: str) -> None:
    check(open_reader(size=NARROW), states()[state])


@pytest.mark.parametrize("state", broken_states())
def test_axe_finds_nothing_without_the_database(open_reader: OpenReader, broken_server: Server, state: str) -> None:
    check(open_reader(size=NARROW, on=broken_server), broken_states()[state])


def test_axe_finds_nothing_from_right_to_left(open_reader: OpenReader, mirrored_server: Server) -> None:
    reader = open_reader(size=NARROW, on=mirrored_server)
    for path in ("/ar/", "/ar/now", "/ar/directory", "/ar/language"):
        reader.page.goto(mirrored_server.url + path)
        assert looks(reader) == {}, path
        reader.size(NARROW)


SPANISH = (
    "/",
    "/now",
    "/directory",
    "/about",
    "/safety",
    "/privacy",
    "/accessibility",
    "/language",
    "/nada",
    "/directory?s=x",
)


@pytest.mark.parametrize("path", SPANISH)
def test_axe_finds_nothing_in_spanish(open_reader: OpenReader, path: str) -> None:
    reader = open_reader(size=NARROW, locale="es-MX")
    reader.visit(f"/es-MX{path}")
    assert looks(reader) == {}
    reader.size(NARROW)
    assert out_of_the_window(reader) == []


def test_axe_finds_nothing_in_spanish_after_a_search(open_reader: OpenReader) -> None:
    """A mistake at a field, results, and a listing."""
    reader = open_reader(size=NARROW, locale="es-MX")
    page = reader.visit("/es-MX/directory")
    for typed, status in (("Guadalajarra", 422), ("Guadalajara", 200)):
        page.locator("#near").fill(typed)
        page.locator("form.search__form button").first.click()
        page.wait_for_load_state()
        assert reader.last_status == status
        assert looks(reader) == {}
        reader.size(NARROW)
    page.locator(".listings h3 a").first.click()
    page.wait_for_load_state()
    reader.checked()
    assert looks(reader) == {}


def test_axe_can_find_something(open_reader: OpenReader) -> None:
    """A check that is never red proves nothing: a field without its label must be found."""
    reader = open_reader()
    reader.visit("/en-GB/directory")
    reader.page.evaluate("() => document.querySelector('label[for=q]').remove()")
    assert any("label" in found for found in found_by_axe(reader))
