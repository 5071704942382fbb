"""The servers and the browser of these tests. Without Playwright or Chromium they are skipped, and say so."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.elsewhere import Elsewhere, weather
from tests.browser.kept_private import add_withheld
from tests.browser.readers import NARROW, Reader
from tests.browser.serving import Server, prepare, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

OpenReader = Callable[..., Reader]
PATIENCE_MILLISECONDS = 15_000
QUIETLY = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Debian's Chromium is; `make test` installs it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    return program


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers; there may be one of it at a time."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    with sync_api.sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """Chromium, cut off from every other machine."""
    opened = playwright.chromium.launch(executable_path=chromium, args=list(QUIETLY))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory, gazetteer_folder: Path) -> Path:
    """The files of a site with the bundled directory, and one shelter whose address is kept private."""
    folder = tmp_path_factory.mktemp("browsed")
    (folder / "site" / "index").mkdir(parents=True)
    (folder / "site" / "index" / "places").symlink_to(gazetteer_folder)
    prepare(folder)
    add_withheld(folder)
    return folder


@pytest.fixture(scope="session")
def server(filled_folder: Path) -> Iterator[Server]:
    """The site as it is shipped."""
    with served(filled_folder) as running:
        yield running


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    """A page about something else, to leave for."""
    with weather() as place:
        yield place


@pytest.fixture(scope="session")
def leavable(filled_folder: Path, elsewhere: Elsewhere) -> Iterator[Server]:
    """The site whose exit leads to a page that can be reached without a network."""
    with served(filled_folder, exit_urls=elsewhere.url) as running:
        yield running


@pytest.fixture(scope="session")
def mirrored_server(filled_folder: Path) -> Iterator[Server]:
    """The site with Arabic as a second language: no words of it yet, but its direction."""
    with served(filled_folder, languages="en,ar") as running:
        yield running


@pytest.fixture(scope="session")
def broken_server(filled_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site with its database gone: where the file was, there is nothing that can be opened."""
    folder = tmp_path_factory.mktemp("broken") / "instance"
    shutil.copytree(filled_folder, folder, symlinks=True, ignore=shutil.ignore_patterns("database.sqlite*"))
    (folder / "site" / "database.sqlite").mkdir()
    with served(folder) as running:
        yield running


@pytest.fixture
def open_reader(browser: Browser, server: Server) -> Iterator[OpenReader]:
    """A function that opens a window for somebody who reads in a certain way."""
    contexts = []

    def open_one(
        *,
        script: bool = True,
        size: tuple[int, int] = NARROW,
        locale: str = "en-GB",
        on: Server | None = None,
        **more: Any,
    ) -> Reader:
        context = browser.new_context(
            java_script_enabled=script, locale=locale, viewport={"width": size[0], "height": size[1]}, **more
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        contexts.append(context)
        return Reader(on or server, context, context.new_page())

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts."""
    return bool(request.param)
