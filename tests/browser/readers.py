"""Somebody who reads the site in a real browser, and the rules that every page they see must keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

    from tests.browser.serving import Server

NARROW = (320, 568)  # the smallest phones still in use
ENLARGED = (320, 256)  # 1280 by 1024, enlarged to 400 percent (WCAG 2.2, 1.4.10)
WIDE = (1280, 800)
ANSWERED_WITH_AN_ERROR = "Failed to load resource: the server responded with a status of"

FOCUSED = """() => { const e = document.activeElement; return [e.className, e.getAttribute("href") || ""]; }"""
STORED = "() => localStorage.length + sessionStorage.length"
ON_TOP_AT_ITS_CENTRE = """exit => {
  const box = exit.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  return box.width > 0 && x >= 0 && x <= innerWidth && y >= 0 && y <= innerHeight
    && exit.contains(document.elementFromPoint(x, y));
}"""


@dataclass
class Reader:
    """One person with one window. ``complaints`` is what the browser said went wrong since the last look."""

    server: Server
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    last_status: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def visit(self, path: str) -> Page:
        """Open an address of the site, and check the page by the rules."""
        self.page.goto(self.server.url + path)
        return self.checked()

    def checked(self) -> Page:
        """The page as it stands now, once it kept every rule."""
        keeps_the_rules(self)
        return self.page

    def size(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def history(self) -> list[str]:
        """Address and title of every entry in the history of the window."""
        session = self.context.new_cdp_session(self.page)
        entries = session.send("Page.getNavigationHistory")["entries"]
        session.detach()
        return [f"{entry['url']} {entry['title']}" for entry in entries]

    def _heard(self, message: ConsoleMessage) -> None:
        expected = message.text.startswith(ANSWERED_WITH_AN_ERROR) and message.location.get("url") == self.page.url
        if message.type == "error" and not expected:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if request.url.startswith(("http", "ws")) and urlsplit(request.url).netloc != urlsplit(self.server.url).netloc:
            self.complaints.append(f"asked another site: {urlsplit(request.url).netloc}")

    def _answered(self, response: object) -> None:
        request = response.request  # type: ignore[attr-defined]  # of Playwright
        if request.is_navigation_request():
            self.last_status = response.status  # type: ignore[attr-defined]
        elif response.status >= 400:  # type: ignore[attr-defined]
            self.complaints.append(f"missing: {request.url}")


def keeps_the_rules(reader: Reader) -> None:
    """What holds on every page, whatever it says (promises 1, 2 and 6)."""
    page = reader.page
    where = f"{urlsplit(page.url).path} ({reader.last_status})"
    assert page.locator("html").get_attribute("lang"), where
    assert page.locator("h1").count() == 1, f"{where}: {page.locator('h1').all_inner_texts()}"
    assert page.locator(".band").is_visible() and page.locator(".band a[href^='tel:'], .band .action").count(), where
    assert page.locator("a.exit").is_visible(), where
    assert page.locator("a.exit").evaluate(ON_TOP_AT_ITS_CENTRE), f"{where}: something covers the exit"
    assert "exit" in _first_stops(page), where
    assert reader.context.cookies() == [], where
    assert page.evaluate(STORED) == 0, where
    assert reader.complaints == [], f"{where}: {reader.complaints}"


def _first_stops(page: Page) -> list[str]:
    """The classes of the first three things that the Tab key reaches; afterwards the page is as it was."""
    stops = []
    for _stop in range(3):
        page.keyboard.press("Tab")
        stops += page.evaluate(FOCUSED)[0].split()
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    return stops
