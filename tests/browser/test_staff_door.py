"""The staff's door in a real browser: with a passkey, and without script with an app (safety.md S49, S92)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.caching import PATIENCE_SECONDS, Window
from tests.browser.serving import Server
from tests.browser.staffed import address, give_device, newcomer, opened_by_name
from tests.people import Person

Open = Callable[..., Window]


@pytest.fixture
def window_of(chromium: str, tmp_path: Path) -> Iterator[Open]:
    """A function that opens the one window of a test."""
    opened: list[Window] = []

    def open_one(*, script: bool = True) -> Window:
        opened.append(opened_by_name(chromium, tmp_path / "profile", script=script))
        return opened[-1]

    yield open_one
    for window in opened:
        window.quit()


def press(window: Window, words: str) -> None:
    """The one button that says so, where it can be seen."""
    found = [button for button in window.find_elements(By.TAG_NAME, "button") if button.text == words]
    assert len(found) == 1, f"{len(found)} buttons say {words}: {window.current_url}"
    found[0].click()


def comes_to(window: Window, server: Server, path: str) -> None:
    """Wait until the browser shows that page."""
    wanted = address(server, path)
    WebDriverWait(window, PATIENCE_SECONDS).until(
        lambda now: now.current_url.partition("?")[0] == wanted, f"{window.current_url} is not {wanted}"
    )


def types_passphrase(window: Window, server: Server, person: Person) -> None:
    window.get(address(server, "/moderate/sign-in"))
    window.find_element(By.ID, "name").send_keys(person.name)
    window.find_element(By.ID, "passphrase").send_keys(person.passphrase)
    press(window, "Go on")


def complaints(window: Window) -> list[str]:
    """What the browser found wrong: a policy that was broken, a script that failed."""
    return [line["message"] for line in window.get_log("browser") if line["level"] == "SEVERE"]


def test_a_passkey_is_made_and_opens_the_desk_again(window_of: Open, server: Server) -> None:
    person, window = newcomer(server), window_of()
    give_device(window)
    types_passphrase(window, server, person)
    comes_to(window, server, "/moderate/enrol")
    press(window, "Make a passkey")
    comes_to(window, server, "/moderate/")
    press(window, "Sign out")
    types_passphrase(window, server, person)
    comes_to(window, server, "/moderate/second")
    assert not window.find_elements(By.ID, "code"), "there is no app to show a code"
    press(window, "Use the passkey")
    comes_to(window, server, "/moderate/")
    assert not complaints(window)
    window.get(address(server, "/moderate/prove"))
    press(window, "Use the passkey")
    comes_to(window, server, "/moderate/")
    assert not complaints(window)


def test_a_device_that_does_not_know_who_is_there_makes_none(window_of: Open, server: Server) -> None:
    person, window = newcomer(server), window_of()
    give_device(window, verifies=False)
    types_passphrase(window, server, person)
    comes_to(window, server, "/moderate/enrol")
    press(window, "Make a passkey")
    problem = window.find_element(By.CSS_SELECTOR, ".passkey__problem")
    WebDriverWait(window, PATIENCE_SECONDS).until(lambda _now: "Nothing was done" in problem.text)
    assert window.find_element(By.CSS_SELECTOR, ".passkey button").is_enabled()
    window.get(address(server, "/moderate/"))
    comes_to(window, server, "/moderate/enrol")


def test_without_script_an_app_is_the_way(window_of: Open, server: Server) -> None:
    person, window = newcomer(server), window_of(script=False)
    types_passphrase(window, server, person)
    comes_to(window, server, "/moderate/enrol")
    assert not window.find_element(By.CSS_SELECTOR, "form.passkey").is_displayed()
    assert window.find_element(By.CSS_SELECTOR, ".passkey__without").is_displayed()
    press(window, "Use an app")
    comes_to(window, server, "/moderate/enrol/app")
    app = pyotp.TOTP("".join(window.find_element(By.CSS_SELECTOR, ".secret").text.split()))
    assert int(window.find_element(By.CSS_SELECTOR, "main img").get_property("naturalWidth")) > 100
    window.find_element(By.ID, "code").send_keys(app.at(datetime.now(UTC)))
    press(window, "Add this app")
    comes_to(window, server, "/moderate/")
    press(window, "Sign out")
    types_passphrase(window, server, person)
    comes_to(window, server, "/moderate/second")
    window.find_element(By.ID, "code").send_keys(app.at(datetime.now(UTC) + timedelta(seconds=30)))  # the next one
    press(window, "Go on")
    comes_to(window, server, "/moderate/")
