"""What stays of a sign-in on the device: nothing that was typed, and nothing that opens once it was left (S4, S12, S45).

Selenium drives a browser as people have it, with its back/forward cache and a profile in a folder.
"""

from __future__ import annotations

import contextlib
import http.client
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from support.common.accounts.cookies import COOKIES
from tests.browser.accounts import CODES, space_of
from tests.browser.caching import PATIENCE_SECONDS, Window, opened_with_cache
from tests.browser.elsewhere import WORDS
from tests.browser.serving import Server
from tests.browser.test_leaving import EMPTY, OURS, until
from tests.browser.test_traces import kill, left_behind, press
from tests.people import fresh_name, member

COOKIE = COOKIES["survivors"]["member"]
PLACE = "/harbour/en-GB"
NAMES = ("marrowbone quillfeather", "saltmarsh sandpiper")
NOBODY, NEVER_SENT = "bracken whimbrel", "thistledown not sent"
OWN_WORDS, WRONG_WORDS = "nine copper kettles beneath wrenfield", "seven plum jars beneath wrenfield"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The folder in which the browser of one person's device keeps what it keeps."""
    return tmp_path / "profile"


@pytest.fixture
def window(chromium: str, script: bool, profile: Path) -> Iterator[Window]:
    """A window of a browser with a profile of its own, with or without script."""
    opened = opened_with_cache(chromium, profile, script=script)
    yield opened
    opened.quit()


def comes_to(window: Window, path: str) -> None:
    WebDriverWait(window, PATIENCE_SECONDS).until(
        lambda now: urlsplit(now.current_url).path == PLACE + path, f"{window.current_url} is not {path}"
    )
    until(window, "footer")


def types(window: Window, **fields: str) -> None:
    """Type into fields by their ids."""
    for name, text in fields.items():
        field = window.find_element(By.ID, name)
        field.clear()
        field.send_keys(text)


def opens(server: Server, token: str) -> bool:
    """Whether a sign-in that somebody has kept still opens the account, asked without any browser."""
    asking = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=PATIENCE_SECONDS)
    with contextlib.closing(asking):
        asking.request("GET", f"{PLACE}/account", headers={"Cookie": f"{COOKIE}={token}"})
        answer = asking.getresponse()
        assert answer.status in (200, 303)
        return answer.status == 200


def test_leaving_ends_the_sign_in_at_the_server_and_back_shows_nothing(window: Window, leavable: Server) -> None:
    someone = member(space_of(leavable))
    window.get(f"{leavable.url}{PLACE}/sign-in")
    types(window, name=someone.name, passphrase=someone.passphrase)
    press(window, "Sign in")
    comes_to(window, "/account")
    window.find_element(By.LINK_TEXT, "Where you are signed in").click()
    comes_to(window, "/account/devices")
    token = (window.get_cookie(COOKIE) or {}).get("value", "")
    assert opens(leavable, token)
    window.find_element(By.CSS_SELECTOR, "a.exit").click()
    until(window, WORDS)
    WebDriverWait(window, PATIENCE_SECONDS).until(lambda _now: not opens(leavable, token), "it still opens")
    for _step in range(3):
        window.back()
        page = until(window, EMPTY if window.current_url.startswith(leavable.url) else "<")
        assert OURS not in page and "Your account" not in page
        assert not window.get_cookie(COOKIE)


def test_after_signing_out_back_leads_to_the_door(window: Window, server: Server) -> None:
    someone = member(space_of(server))
    window.get(f"{server.url}{PLACE}/sign-in")
    types(window, name=someone.name, passphrase=someone.passphrase)
    press(window, "Sign in")
    comes_to(window, "/account")
    window.find_element(By.LINK_TEXT, "Recovery codes").click()
    comes_to(window, "/account/codes")
    press(window, "Sign out")
    comes_to(window, "/")
    for _step in range(2):
        window.back()
        comes_to(window, "/sign-in")
        assert someone.name not in window.page_source and "Sign out" not in window.page_source


def test_after_the_codes_were_written_down_back_does_not_show_them(window: Window, server: Server) -> None:
    codes = joined(window, server, fresh_name())[-CODES:]
    window.back()
    comes_to(window, "/account/codes")
    assert not [code for code in codes if code in window.page_source]


def joined(window: Window, server: Server, name: str) -> list[str]:
    """Join with a name and words of their own, and mistype; what was typed and shown, the codes last."""
    window.get(f"{server.url}{PLACE}/join")
    window.find_element(By.ID, "adult").click()
    press(window, "Continue")
    comes_to(window, "/join/agree")
    window.find_element(By.ID, "agree-guidelines").click()
    press(window, "Continue")
    comes_to(window, "/join/name")
    types(window, name=name)
    press(window, "Use this name")
    comes_to(window, "/join/words")
    shown = [one.text for one in window.find_elements(By.CSS_SELECTOR, ".secret")]
    press(window, "Choose my own instead")
    comes_to(window, "/join/own-words")
    types(window, passphrase=OWN_WORDS)
    press(window, "Continue")
    comes_to(window, "/join/check")
    types(window, passphrase=WRONG_WORDS)
    press(window, "Finish")
    until(window, "This is not the same passphrase")
    types(window, passphrase=OWN_WORDS)
    press(window, "Finish")
    comes_to(window, "/account/codes")
    codes = [one.text for one in window.find_elements(By.CSS_SELECTOR, "ul.secrets li")]
    press(window, "I have them")
    comes_to(window, "/account")
    return [name, OWN_WORDS, WRONG_WORDS, *shown, *codes]


def come_back(window: Window, server: Server, name: str, code: str) -> list[str]:
    """Go, come with a name that nobody has, then the right one, then a code; words that are typed and never sent."""
    press(window, "Sign out")
    comes_to(window, "/")
    window.get(f"{server.url}{PLACE}/sign-in")
    types(window, name=NOBODY, passphrase=WRONG_WORDS)
    press(window, "Sign in")
    until(window, "do not fit together")
    types(window, name=name, passphrase=OWN_WORDS)
    press(window, "Sign in")
    comes_to(window, "/account")
    press(window, "Sign out")
    comes_to(window, "/")
    window.get(f"{server.url}{PLACE}/recover")
    types(window, name=name, code=code)
    press(window, "Use this code")
    comes_to(window, "/recover/words")
    shown = [one.text for one in window.find_elements(By.CSS_SELECTOR, ".secret")]
    window.find_element(By.LINK_TEXT, "I have it").click()
    comes_to(window, "/recover/check")
    types(window, passphrase=shown[0])
    press(window, "Use this passphrase from now on")
    comes_to(window, "/account")
    window.get(f"{server.url}{PLACE}/account/passphrase")
    types(window, passphrase=NEVER_SENT)
    return [NOBODY, NEVER_SENT, *shown]


@pytest.mark.parametrize("killed", [False, True], ids=["quit", "killed"])
def test_no_name_no_word_and_no_code_is_left_on_the_device(
    chromium: str, server: Server, profile: Path, killed: bool
) -> None:
    window = opened_with_cache(chromium, profile)
    try:
        typed = joined(window, server, NAMES[killed])
        typed += come_back(window, server, NAMES[killed], typed[-CODES])
        if killed:
            kill(profile)  # the plug is pulled: nothing is tidied up
    finally:
        window.quit()
    words = tuple(word.lower() for word in typed)
    assert len(set(words)) == 19, "a name, own words, wrong words, 2 + 2 shown, 10 codes, another name, one not sent"
    assert {word: places for word, places in left_behind(profile, words).items() if places} == {}
    assert killed or tells_no_topic(profile)


def tells_no_topic(profile: Path) -> bool:
    """Whether the history, which a browser writes when it quits, names the pages and nothing of what they are about."""
    with contextlib.closing(sqlite3.connect(f"file:{profile / 'Default' / 'History'}?mode=ro", uri=True)) as history:
        kept = " ".join(f"{url} {title}" for url, title in history.execute("SELECT url, title FROM urls")).lower()
    assert f"{PLACE}/account/codes".lower() in kept
    return not any(word in kept for word in ("abuse", "sexual", "survivor", "victim", "rape", "childhood"))
