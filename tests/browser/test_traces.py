"""What stays on the device: a profile folder is searched for every word that somebody typed (safety.md S10 to S14)."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import QUIETLY, chromium_program
from tests.browser.elsewhere import weather
from tests.browser.serving import Server, served

sync_api = pytest.importorskip("playwright.sync_api")
TYPED = ("quillfeather", "marrowbone")  # words that stand nowhere on the site


@pytest.fixture(scope="module")
def leavable(filled_folder: Path) -> Iterator[Server]:
    with weather() as place, served(filled_folder, exit_urls=place.url) as running:
        yield running


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


def toured(profile: Path, server: Server, *, killed: bool, leave: bool) -> None:
    """Search with words of one's own, mend a mistake, read a listing, leave; then quit, or be killed."""
    with sync_api.sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=chromium_program(), args=[*QUIETLY, "--restore-last-session"],
            ignore_default_args=["--disable-back-forward-cache"], locale="en-GB",
        )  # fmt: skip
        page = context.new_page()
        page.goto(f"{server.url}/en-GB/directory")
        page.fill("#q", TYPED[0])
        page.fill("#near", TYPED[1])
        page.click("text=Show results")
        page.wait_for_selector(".error-summary")
        page.fill("#near", "")
        page.click("text=Show results")
        page.wait_for_selector(".search__results")
        page.goto(f"{server.url}/en-GB/now")
        page.goto(f"{server.url}/en-GB/directory")
        page.fill("#q", TYPED[0] + " not sent")
        if leave:
            page.click("a.exit")
            page.wait_for_url("http://127.0.0.1:*/")
        if killed:
            kill(profile)
        else:
            context.close()


def kill(profile: Path) -> None:
    """Pull the plug: every process of the browser with this profile at once."""
    listed = subprocess.run(["pgrep", "-f", str(profile)], capture_output=True, text=True, check=False)
    for number in listed.stdout.split():
        if int(number) != os.getpid():
            os.kill(int(number), signal.SIGKILL)


@pytest.mark.parametrize("leave", [True, False], ids=["left", "stayed"])
@pytest.mark.parametrize("killed", [False, True], ids=["quit", "killed"])
def test_no_typed_word_is_left_on_the_device(leavable: Server, tmp_path: Path, killed: bool, leave: bool) -> None:
    profile = tmp_path / "profile"
    try:
        toured(profile, leavable, killed=killed, leave=leave)
    except sync_api.Error:
        assert killed  # its connection went with the browser
    assert (profile / "Default").is_dir()
    found = left_behind(profile, TYPED)
    assert found == {word: [] for word in TYPED}


def test_the_search_of_the_profile_can_find_something(leavable: Server, tmp_path: Path) -> None:
    """The control: a word in an address, as other sites search, is found in the profile."""
    profile = tmp_path / "profile"
    with sync_api.sync_playwright() as playwright:
        context: Any = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=chromium_program(), args=list(QUIETLY)
        )
        context.new_page().goto(f"{leavable.url}/en-GB/safety?q={TYPED[0]}")
        context.close()
    assert left_behind(profile, TYPED)[TYPED[0]]


def test_the_history_tells_no_topic(leavable: Server, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    toured(profile, leavable, killed=False, leave=False)
    import sqlite3

    with sqlite3.connect(f"file:{profile / 'Default' / 'History'}?mode=ro", uri=True) as history:
        rows = history.execute("SELECT url, title FROM urls").fetchall()
    assert rows
    topic = ("abuse", "sexual", "rape", "crisis", "victim", "survivor", "thoughts", "helpline")
    for url, title in rows:
        assert not any(word in f"{url} {title}".lower() for word in topic), (url, title)
