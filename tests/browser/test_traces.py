"""What stays on the device: a profile folder is searched for every word that somebody typed (safety.md S10 to S14)."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.caching import PATIENCE_SECONDS, Window, opened_with_cache
from tests.browser.elsewhere import WORDS
from tests.browser.serving import Server

TYPED = ("quillfeather", "marrowbone")  # words that stand nowhere on the site


def left_behind(profile: Path, words: tuple[str, ...]) -> dict[str, list[str]]:
    """For each word the files below the profile that hold it, as text in one byte or two bytes a sign."""
    found: dict[str, list[str]] = {word: [] for word in words}
    for path in profile.rglob("*"):
        if path.is_file():
            content = path.read_bytes().lower()
            for word in words:
                if word.encode() in content or word.encode("utf-16-le") in content:
                    found[word].append(str(path.relative_to(profile)))
    return found


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The folder in which the browser of one person's device keeps what it keeps."""
    return tmp_path / "profile"


def press(window: Window, words: str) -> None:
    for button in window.find_elements(By.TAG_NAME, "button"):
        if button.text == words:
            button.click()
            return
    raise AssertionError(f"there is no button {words}")


def toured(window: Window, server: Server, *, leave: bool) -> None:
    """Search with words of one's own, mend a mistake, read on, type something that is never sent, leave."""
    wait = WebDriverWait(window, PATIENCE_SECONDS)
    window.get(f"{server.url}/en-GB/directory")
    window.find_element(By.ID, "q").send_keys(TYPED[0])
    window.find_element(By.ID, "near").send_keys(TYPED[1])
    press(window, "Search")
    wait.until(lambda now: "error-summary" in now.page_source)
    window.find_element(By.ID, "near").clear()
    press(window, "Search")
    wait.until(lambda now: "Change this search" in now.page_source)
    window.get(f"{server.url}/en-GB/now")
    window.get(f"{server.url}/en-GB/directory")
    window.find_element(By.ID, "q").send_keys(TYPED[0] + " not sent")
    if leave:
        window.find_element(By.CSS_SELECTOR, "a.exit").click()
        wait.until(lambda now: WORDS in now.page_source)


def kill(profile: Path) -> None:
    """Pull the plug: every process of the browser with this profile at once."""
    listed = subprocess.run(["pgrep", "-f", str(profile)], capture_output=True, text=True, check=False)
    for number in listed.stdout.split():
        if int(number) != os.getpid():
            os.kill(int(number), signal.SIGKILL)


@pytest.mark.parametrize("leave", [True, False], ids=["left", "stayed"])
@pytest.mark.parametrize("killed", [False, True], ids=["quit", "killed"])
def test_no_typed_word_is_left_on_the_device(
    chromium: str, leavable: Server, profile: Path, killed: bool, leave: bool
) -> None:
    window = opened_with_cache(chromium, profile)
    try:
        toured(window, leavable, leave=leave)
        if killed:
            kill(profile)
    finally:
        window.quit()
    assert (profile / "Default").is_dir()
    assert left_behind(profile, TYPED) == {word: [] for word in TYPED}


def test_the_search_of_the_profile_can_find_something(chromium: str, leavable: Server, profile: Path) -> None:
    """The control: a word in an address, as other sites search, is found in the profile."""
    window = opened_with_cache(chromium, profile)
    window.get(f"{leavable.url}/en-GB/safety?q={TYPED[0]}")
    window.quit()
    assert left_behind(profile, TYPED)[TYPED[0]]


def test_the_history_tells_no_topic(chromium: str, leavable: Server, profile: Path) -> None:
    window = opened_with_cache(chromium, profile)
    toured(window, leavable, leave=False)
    window.quit()
    with contextlib.closing(sqlite3.connect(f"file:{profile / 'Default' / 'History'}?mode=ro", uri=True)) as history:
        rows = history.execute("SELECT url, title FROM urls").fetchall()
    assert rows
    topic = ("abuse", "sexual", "rape", "crisis", "victim", "survivor", "thoughts", "helpline")
    for url, title in rows:
        assert not any(word in f"{url} {title}".lower() for word in topic), (url, title)
