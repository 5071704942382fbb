"""Leaving in a real browser whose back/forward cache is on (safety.md, findings 1 and 6; S1 to S9).

Playwright switches that cache off unless told otherwise; with it off, these tests would pass without a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import QUIETLY, chromium_program
from tests.browser.elsewhere import WORDS, Elsewhere, weather
from tests.browser.serving import Server, served

sync_api = pytest.importorskip("playwright.sync_api")
CACHE_OFF = "--disable-back-forward-cache"
EMPTY = "This page is empty"
OURS = ".band"
SHIFT_ALONE = "Shift"
SEEN = """() => { window.addEventListener("pageshow", event => { window.cameBack = event.persisted; }); }"""


@pytest.fixture(scope="module")
def caching_browser() -> Iterator[Any]:
    """Chromium as people have it, with its back/forward cache."""
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium_program(), args=list(QUIETLY), ignore_default_args=[CACHE_OFF]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    with weather() as place:
        yield place


@pytest.fixture(scope="module")
def leavable(filled_folder: Path, elsewhere: Elsewhere) -> Iterator[Server]:
    with served(filled_folder, exit_urls=elsewhere.url) as running:
        yield running


@pytest.fixture
def window(caching_browser: Any) -> Iterator[Callable[..., Any]]:
    """A function that opens a window."""
    contexts = []

    def open_one(*, script: bool = True, **more: Any) -> Any:
        context = caching_browser.new_context(java_script_enabled=script, locale="en-GB", **more)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def two_pages_deep(page: Any, server: Server) -> None:
    page.goto(f"{server.url}/en-GB/")
    page.click("text=Find help >> nth=0")
    page.wait_for_selector("#q")


def gone_to_the_weather(page: Any, elsewhere: Elsewhere) -> None:
    page.wait_for_url(elsewhere.url)
    assert WORDS in page.content()


def test_the_cache_is_on_in_these_tests(window: Callable[..., Any], elsewhere: Elsewhere) -> None:
    """The control: an ordinary page does come back from the cache, so that what follows means something."""
    with weather() as other:
        page = window()
        page.goto(elsewhere.url)
        page.evaluate(SEEN)
        page.goto(other.url)
        page.go_back()
        assert page.evaluate("() => window.cameBack") is True


@pytest.mark.parametrize("way", ["a.exit", "a.exit-secondary"])
def test_back_and_forward_show_nothing(
    window: Callable[..., Any], leavable: Server, elsewhere: Elsewhere, script: bool, way: str
) -> None:
    page = window(script=script)
    two_pages_deep(page, leavable)
    page.focus(way)
    page.keyboard.press("Enter")
    gone_to_the_weather(page, elsewhere)
    for step in (page.go_back, page.go_back, page.go_forward):
        step()
        assert page.locator(OURS).count() == 0
        if page.url.startswith(leavable.url):
            assert EMPTY in page.content()
            assert page.title() == "Empty page"


def test_with_script_the_page_that_was_left_is_not_in_the_history(
    window: Callable[..., Any], leavable: Server, elsewhere: Elsewhere
) -> None:
    page = window()
    two_pages_deep(page, leavable)
    page.click("a.exit")
    gone_to_the_weather(page, elsewhere)
    session = page.context.new_cdp_session(page)
    addresses = [entry["url"] for entry in session.send("Page.getNavigationHistory")["entries"]]
    assert f"{leavable.url}/en-GB/directory" not in addresses


def test_the_button_brings_the_site_back(
    window: Callable[..., Any], leavable: Server, elsewhere: Elsewhere, script: bool
) -> None:
    page = window(script=script)
    two_pages_deep(page, leavable)
    page.click("a.exit")
    gone_to_the_weather(page, elsewhere)
    page.goto(f"{leavable.url}/en-GB/now")
    assert EMPTY in page.content()
    page.click("text=Start again")
    page.wait_for_selector(OURS)
    page.goto(f"{leavable.url}/en-GB/now")
    assert page.locator(OURS).count() == 1


def test_nothing_says_where_somebody_came_from(
    window: Callable[..., Any], leavable: Server, elsewhere: Elsewhere, script: bool
) -> None:
    elsewhere.referrers.clear()
    page = window(script=script)
    two_pages_deep(page, leavable)
    page.click("a.exit")
    gone_to_the_weather(page, elsewhere)
    assert elsewhere.referrers == [""]


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (["Shift", "Shift", "Shift"], True),
        (["Shift", "Shift"], False),
        (["Shift", "a", "Shift", "Shift"], False),
        (["Shift+A", "Shift+B", "Shift+C"], False),
        (["Shift+Tab", "Shift+Tab", "Shift+Tab"], False),
        (["Shift", "Tab", "Shift", "Shift", "Shift"], True),
    ],
)
def test_three_lone_presses_of_shift(
    window: Callable[..., Any], leavable: Server, elsewhere: Elsewhere, keys: list[str], left: bool
) -> None:
    page = window()
    two_pages_deep(page, leavable)
    for key in keys:
        page.keyboard.press(key)
    if left:
        gone_to_the_weather(page, elsewhere)
    else:
        assert page.locator(OURS).is_visible()


def test_presses_that_are_too_far_apart_do_not_count(window: Callable[..., Any], leavable: Server) -> None:
    page = window()
    page.clock.install()
    two_pages_deep(page, leavable)
    page.keyboard.press(SHIFT_ALONE)
    page.keyboard.press(SHIFT_ALONE)
    assert "once more" in page.locator(".exit-status").inner_text()
    page.clock.fast_forward(6_000)
    page.keyboard.press(SHIFT_ALONE)
    assert page.locator(OURS).is_visible()
    assert "two more times" in page.locator(".exit-status").inner_text()


def test_shift_while_a_word_is_being_composed_does_not_count(window: Callable[..., Any], leavable: Server) -> None:
    page = window()
    two_pages_deep(page, leavable)
    for _press in range(3):
        for kind in ("keydown", "keyup"):
            page.evaluate(
                "kind => document.body.dispatchEvent(new KeyboardEvent(kind, "
                "{key: 'Shift', isComposing: true, bubbles: true}))",
                kind,
            )
    assert page.locator(OURS).is_visible()


def test_it_is_blank_before_the_network_answers(
    window: Callable[..., Any], filled_folder: Path, tmp_path: Path
) -> None:
    """The other page never answers, and half a text is in the form: one colour at once, and no question asked."""
    with weather(silent=True) as nowhere, served(filled_folder, exit_urls=nowhere.url) as server:
        page = window()
        asked: list[str] = []
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        page.goto(f"{server.url}/en-GB/directory")
        page.fill("#q", "somebody to talk to " * 9)
        page.evaluate("() => document.querySelector('a.exit').click()")
        assert page.evaluate("() => getComputedStyle(document.body).display") == "none"
        picture = tmp_path / "left.png"
        session = page.context.new_cdp_session(page)
        picture.write_bytes(__import__("base64").b64decode(session.send("Page.captureScreenshot")["data"]))
        with Image.open(picture) as image:
            assert len(image.convert("RGB").getcolors(maxcolors=16) or []) == 1
        assert asked == []
        page.goto("about:blank")


def test_where_cookies_are_refused_the_page_still_hides_itself(
    window: Callable[..., Any], leavable: Server, elsewhere: Elsewhere
) -> None:
    """Without its marker the server shows the page again; the script at least leaves, and Back does not crash."""
    page = window()
    page.route("**/leave", lambda route: route.abort())
    two_pages_deep(page, leavable)
    page.click("a.exit")
    gone_to_the_weather(page, elsewhere)
    page.go_back()
    page.wait_for_load_state()
    assert EMPTY in page.content()
