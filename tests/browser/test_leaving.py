"""Leaving in a real browser whose back/forward cache is on (safety.md, findings 1 and 6; S1 to S9).

Selenium drives it as people have it; Playwright switches that cache off, and with it off these tests would pass
without a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.caching import PATIENCE_SECONDS, Window, opened_with_cache
from tests.browser.elsewhere import WORDS, Elsewhere, weather
from tests.browser.serving import Server, served

EMPTY = "This page is empty"
OURS = 'class="band"'


@pytest.fixture
def window(chromium: str, script: bool, tmp_path: Path) -> Iterator[Window]:
    """A window of a browser with a profile of its own, with or without script."""
    opened = opened_with_cache(chromium, tmp_path / "profile", script=script)
    yield opened
    opened.quit()


def until(window: Window, words: str) -> str:
    """Wait until the page holds the words; the page's source."""
    WebDriverWait(window, PATIENCE_SECONDS).until(lambda now: words in now.page_source)
    return str(window.page_source)


def two_pages_deep(window: Window, server: Server) -> None:
    window.get(f"{server.url}/en-GB/")
    until(window, OURS)
    window.find_element(By.CSS_SELECTOR, ".header__nav a").click()
    until(window, 'id="q"')


def test_the_cache_is_on_in_these_tests(window: Window, elsewhere: Elsewhere, script: bool) -> None:
    """The control: an ordinary page does come back from the cache, so that what follows means something."""
    if not script:
        pytest.skip("the page says that it came from the cache by script")
    with weather() as other:
        window.get(elsewhere.url)
        window.execute_script("addEventListener('pageshow', e => { window.cameBack = e.persisted; })")
        window.get(other.url)
        window.back()
        WebDriverWait(window, PATIENCE_SECONDS).until(lambda now: now.execute_script("return window.cameBack"))


@pytest.mark.parametrize("way", ["a.exit", "a.exit-secondary"])
def test_back_and_forward_show_nothing(window: Window, leavable: Server, elsewhere: Elsewhere, way: str) -> None:
    two_pages_deep(window, leavable)
    window.find_element(By.CSS_SELECTOR, way).send_keys(Keys.ENTER)
    until(window, WORDS)
    assert window.current_url == elsewhere.url
    for step in (window.back, window.back, window.forward):
        step()
        page = until(window, EMPTY if window.current_url.startswith(leavable.url) else "<")
        assert OURS not in page
        assert window.title in ("Empty page", "Weather", "New Tab", "")


def test_the_button_brings_the_site_back(window: Window, leavable: Server) -> None:
    two_pages_deep(window, leavable)
    window.find_element(By.CSS_SELECTOR, "a.exit").click()
    until(window, WORDS)
    window.get(f"{leavable.url}/en-GB/now")
    assert EMPTY in window.page_source
    window.find_element(By.TAG_NAME, "button").click()
    until(window, OURS)
    window.get(f"{leavable.url}/en-GB/now")
    assert OURS in window.page_source


def test_nothing_says_where_somebody_came_from(window: Window, leavable: Server, elsewhere: Elsewhere) -> None:
    elsewhere.referrers.clear()
    two_pages_deep(window, leavable)
    window.find_element(By.CSS_SELECTOR, "a.exit").click()
    until(window, WORDS)
    assert elsewhere.referrers == [""]


def test_with_script_the_page_that_was_left_is_replaced(window: Window, leavable: Server, script: bool) -> None:
    if not script:
        pytest.skip("a link cannot take itself out of the history")
    two_pages_deep(window, leavable)
    window.find_element(By.CSS_SELECTOR, "a.exit").click()
    until(window, WORDS)
    history = window.execute_cdp_cmd("Page.getNavigationHistory", {})["entries"]
    assert f"{leavable.url}/en-GB/directory" not in [entry["url"] for entry in history]


AT_ONCE = """
  document.querySelector("a.exit").click();
  const shown = [...document.querySelectorAll("body *")].filter(e => e.getClientRects().length > 0);
  return [getComputedStyle(document.body).display, shown.length, document.title];
"""


def test_it_is_blank_before_the_network_answers(chromium: str, filled_folder: Path, tmp_path: Path) -> None:
    """The other page never answers, and a text is in the form: in the very turn of the press nothing is shown any
    more, and no question is asked."""
    with weather(silent=True) as nowhere, served(filled_folder, exit_urls=nowhere.url) as server:
        window = opened_with_cache(chromium, tmp_path / "profile", waits=False)
        try:
            window.get(f"{server.url}/en-GB/directory")
            WebDriverWait(window, PATIENCE_SECONDS).until(lambda now: now.find_elements(By.CSS_SELECTOR, ".footer"))
            window.find_element(By.ID, "q").send_keys("somebody to talk to " * 9)
            assert window.execute_script(AT_ONCE) == ["none", 0, "\u2026"]
        finally:
            window.quit()


def test_where_cookies_are_refused_leaving_still_leaves(
    chromium: str, leavable: Server, script: bool, tmp_path: Path
) -> None:
    """Nothing can then keep Back empty for good, and the safety page says so; but the page is left all the same."""
    window = opened_with_cache(chromium, tmp_path / "profile", script=script, cookies=False)
    try:
        two_pages_deep(window, leavable)
        window.find_element(By.CSS_SELECTOR, "a.exit").click()
        until(window, WORDS)
        window.get(f"{leavable.url}/en-GB/safety")
        assert "If your browser refuses cookies, Back may still show the page you left" in window.page_source
    finally:
        window.quit()
