"""Chromium as people have it: its back/forward cache is on, and its profile lies in a folder (safety.md, finding 6)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.browser.conftest import QUIETLY

PATIENCE_SECONDS = 10
Window = webdriver.Chrome


def opened_with_cache(
    chromium: str, profile: Path, *, script: bool = True, waits: bool = True, cookies: bool = True
) -> Window:
    """A window of a browser whose profile is ``profile``; with ``waits`` off, nobody waits for a page to be loaded.

    ``script`` and ``cookies`` may each be refused, as a person can in the settings.
    """
    program = shutil.which("chromedriver")
    if program is None:
        pytest.skip("there is no ChromeDriver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    options.page_load_strategy = "normal" if waits else "none"
    for argument in (*QUIETLY, "--headless=new", "--lang=en-GB", f"--user-data-dir={profile}"):
        options.add_argument(argument)
    refused = [name for name, allowed in (("javascript", script), ("cookies", cookies)) if not allowed]
    if refused:
        prefs = {f"profile.managed_default_content_settings.{name}": 2 for name in refused}
        options.add_experimental_option("prefs", prefs)
    opened = webdriver.Chrome(options=options, service=Service(program))
    opened.set_page_load_timeout(PATIENCE_SECONDS)
    return opened
