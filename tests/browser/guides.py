"""What somebody does with the guides, the questions and the two forms: choose, go on, read what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.common.crisis import bundled
from tests.browser.readers import NARROW
from tests.browser.searching import Card, can_be_dialled
from tests.browser.windows import exit_is_in_its_place, out_of_the_window

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.readers import Reader

GO_ON = "main form button:not([name])"
OF_GUIDES = ".listings > .listing"


def seen(reader: Reader) -> Page:
    """The page as it stands now: it kept the rules, nothing sticks out, the exit is in view, every number can be tapped."""
    page = reader.checked()
    assert reader.last_status == 200, page.url
    size = page.viewport_size
    assert size and (size["width"], size["height"]) == NARROW
    assert out_of_the_window(reader) == [], page.url
    exit_is_in_its_place(reader)
    can_be_dialled(page)
    return page


def follow(reader: Reader, words: str) -> Page:
    """Tap a link of the page's own text, by its words, and look at what it leads to."""
    _go(reader, reader.page.get_by_role("main").get_by_role("link", name=words, exact=True).first)
    return seen(reader)


def answer(reader: Reader, words: str) -> Page:
    """Choose one of the answers of the question that is asked, and go on."""
    reader.page.get_by_role("radio", name=words, exact=True).check()
    return send(reader)


def live_in(reader: Reader, country: str, town: str = "") -> Page:
    """Answer the question *where*."""
    reader.page.locator("#country").select_option(label=country)
    reader.page.locator("#near").fill(town)
    return send(reader)


def skip(reader: Reader) -> Page:
    """Leave a question out."""
    _go(reader, reader.page.locator("main form button[name=skip]"))
    return seen(reader)


def send(reader: Reader) -> Page:
    """Press the button of the form that does not skip."""
    _go(reader, reader.page.locator(GO_ON).last)
    return seen(reader)


def went_back(reader: Reader) -> Page:
    """Press the Back button of the browser."""
    reader.page.go_back(wait_until="load")
    return seen(reader)


def question(reader: Reader) -> str:
    """The question that is asked; the page has no other heading of the first rank."""
    return reader.page.locator("h1").inner_text()


def cards(reader: Reader) -> list[Card]:
    """The services that the page shows with their ways of contact, in their order."""
    return [_card(item) for item in reader.page.locator(OF_GUIDES).all()]


def _card(item: Locator) -> Card:
    links = item.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return Card(item.locator("h2, h3, h4").first.inner_text(), item.inner_text(), tuple(links))


def named(*wanted: str, without: tuple[str, ...] = ()) -> set[str]:
    """The names of the bundled services that are for one of ``wanted`` (as the file says it) and none of ``without``."""
    every = bundled.services(bundled.DATA / "services.csv")
    return {one.name for one in every if set(wanted) & set(one.audience) and not set(without) & set(one.audience)}


def _go(reader: Reader, what: Locator) -> None:
    with reader.page.expect_navigation(wait_until="load"):
        what.click()
