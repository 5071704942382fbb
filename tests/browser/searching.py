"""What somebody does on the search pages, in their own words: fill in, tick, send, read the list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.readers import Reader

TEL = re.compile(r"tel:\+?[0-9]{2,15}")
SMS = re.compile(r"sms:\+?[0-9]{2,15}")


@dataclass(frozen=True)
class Card:
    """One result as it is read: its name, all its words, and where its links lead."""

    name: str
    words: str
    links: tuple[str, ...]


def fill_in(reader: Reader, *, tick: tuple[str, ...] = (), choose: dict[str, str] | None = None, **typed: str) -> None:
    """Type into fields and choose from lists, each by its label as it stands on the page; boxes are ticked."""
    form = reader.page.locator("form.search__form")
    if form.locator("details").get_attribute("open") is None:
        form.locator("summary").click()
    for label, text in typed.items():
        form.get_by_label(label.replace("_", " "), exact=True).fill(text)
    for label, option in (choose or {}).items():
        form.get_by_label(label, exact=True).select_option(label=option)
    for label in tick:
        form.get_by_label(label, exact=True).check()


def send(reader: Reader, words: str = "Show results") -> Page:
    """Press the button of the form, and arrive at the results."""
    press(reader, words)
    return reader.page


def press(reader: Reader, words: str) -> None:
    """Press a button that searches."""
    reader.page.get_by_role("button", name=words, exact=True).click()
    reader.page.wait_for_url(re.compile(r"\?s="))
    reader.checked()


def cards(reader: Reader) -> list[Card]:
    """The results on this page, in their order."""
    return [_card(item) for item in reader.page.locator(".listings > .listing").all()]


def _card(item: Locator) -> Card:
    links = item.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return Card(item.locator("h3, h4").first.inner_text(), item.inner_text(), tuple(links))


def every_card(reader: Reader) -> list[Card]:
    """The results on all pages, turned one after the other."""
    found = cards(reader)
    while reader.page.get_by_role("link", name="Next page").count():
        reader.page.get_by_role("link", name="Next page").click()
        reader.page.wait_for_load_state()
        found += cards(reader)
    return found


def can_be_dialled(page: Page) -> None:
    """Every number to tap is digits only, and the digits are those that are shown."""
    for link in page.locator("a[href^='tel:']").all():
        target, shown = link.get_attribute("href") or "", link.locator(".number").inner_text()
        assert TEL.fullmatch(target), target
        assert target.removeprefix("tel:") == re.sub(r"[^0-9+]", "", shown), (target, shown)
    for link in page.locator("a[href^='sms:']").all():
        assert SMS.fullmatch(link.get_attribute("href") or ""), link.get_attribute("href")


def left_no_word(reader: Reader, *words: str) -> None:
    """No address or title in the history of the window has one of the words."""
    history = unquote_plus(" ".join(reader.history())).casefold()
    for word in words:
        assert word.casefold() not in history, f"{word} stands in the history: {history}"
