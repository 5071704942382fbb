"""A window on a machine's own name, for passkeys are bound to names, and a device that makes them without a person."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions

from support.config import Config
from support.factory import create_app
from tests.browser.caching import PATIENCE_SECONDS, Window
from tests.browser.conftest import QUIETLY
from tests.browser.serving import Server, settings
from tests.common.accounts.staff.door.steps import without_factor
from tests.people import Person, staff

SPACE, MOUNT = "survivors", "/harbour"
BY_NAME = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"


def address(server: Server, path: str) -> str:
    """A page of the space, by the name of the machine."""
    return server.url.replace("127.0.0.1", "localhost") + f"{MOUNT}/en-GB{path}"


def newcomer(server: Server) -> Person:
    """Somebody of the staff who has a passphrase and no second factor yet, as an invitation leaves them."""
    app = create_app(SPACE, Config.from_env(SPACE, settings(server.folder)))
    return without_factor(staff(app, "moderator"))


def opened_by_name(chromium: str, profile: Path, *, script: bool = True) -> Window:
    """A window that finds this machine by its name; with script there is a device for passkeys."""
    program = shutil.which("chromedriver")
    if program is None:
        pytest.skip("there is no ChromeDriver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    quietly = [one for one in QUIETLY if not one.startswith("--host-resolver-rules")]
    for argument in (*quietly, BY_NAME, "--headless=new", "--lang=en-GB", f"--user-data-dir={profile}"):
        options.add_argument(argument)
    if not script:
        refused = {"profile.managed_default_content_settings.javascript": 2}
        options.add_experimental_option("prefs", refused)
    opened = webdriver.Chrome(options=options, service=Service(program))
    opened.set_page_load_timeout(PATIENCE_SECONDS)
    return opened


def give_device(window: Window, *, verifies: bool = True) -> None:
    """A device that says yes by itself; ``verifies``: whether it knows who says so."""
    wanted = VirtualAuthenticatorOptions()
    wanted.protocol = VirtualAuthenticatorOptions.Protocol.CTAP2
    wanted.transport = VirtualAuthenticatorOptions.Transport.INTERNAL
    wanted.has_user_verification, wanted.is_user_verified, wanted.is_user_consenting = True, verifies, True
    window.add_virtual_authenticator(wanted)
