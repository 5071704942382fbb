"""Every page and every state of one that a reader can meet, each with the way to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from support.common.crisis.lines import lines_of
from support.common.sealing.tokens import Sealer
from tests.browser.kept_private import WITHHELD
from tests.conftest import SECRET

if TYPE_CHECKING:
    from tests.browser.readers import Reader

Way = Callable[["Reader"], None]
LONG_AGO = datetime(2026, 1, 5, 12, tzinfo=UTC)
SEND = """([action, fields]) => {
  const form = document.createElement("form");
  form.method = "post"; form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("textarea");
    field.name = name; field.value = value; form.append(field);
  }
  document.body.append(form); form.submit();
}"""


def bundled(key: str, country: str) -> str:
    """The address of a bundled listing, by the beginning of its name."""
    named = [s for _kind, group in lines_of(country).by_kind for s in group if s.name.startswith(key)]
    return f"/en-GB/directory/{named[0].uuid}"


def starred() -> str:
    """The address of a listing whose number has a star or a cross in it, so that it cannot be tapped."""
    from support.common.crisis.lines import countries

    every = (s for code in countries() for _kind, group in lines_of(code).by_kind for s in group)
    return f"/en-GB/directory/{next(s.uuid for s in every if s.phone[:1] in ('*', '#') and s.confidence != 'low')}"


def at(path: str) -> Way:
    """Open an address."""
    return lambda reader: _opened(reader, path)


def from_nowhere(path: str) -> Way:
    """Open an address with a browser that names no country."""

    def way(reader: Reader) -> None:
        reader.page.set_extra_http_headers({"Accept-Language": "en"})
        _opened(reader, path)

    return way


def asked(country: str = "", **fields: str) -> Way:
    """Fill the search form, and send it."""

    def way(reader: Reader) -> None:
        page = reader.page
        page.goto(f"{reader.server.url}/en-GB/directory")
        summary = page.locator("form.search__form summary")
        if summary.is_visible():  # on wide screens it is always open
            summary.click()
        page.select_option("#country", country)
        for name, value in fields.items():
            box = page.locator(f"#{name}")
            if box.evaluate("e => e.tagName") == "SELECT":
                box.select_option(value)
            elif value == "tick":
                box.check()
            else:
                box.evaluate("(e, text) => { e.removeAttribute('maxlength'); e.value = text; }", value)
        page.get_by_role("button", name="Search", exact=True).click()
        page.wait_for_url(lambda url: "s=" in url or url.endswith("/directory"))
        page.wait_for_load_state()

    return way


def second_page(reader: Reader) -> None:
    asked()(reader)
    reader.page.get_by_role("link", name="Next page").click()
    reader.page.wait_for_url("**&page=2")


def sent(action: str, *, foreign: bool = False, **fields: str) -> Way:
    """Send a form that no page of the site has; ``foreign``: from a page that is not of the site."""

    def way(reader: Reader) -> None:
        reader.page.goto("about:blank" if foreign else f"{reader.server.url}/en-GB/about")
        with reader.page.expect_navigation():
            reader.page.evaluate(SEND, [reader.server.url + action, fields])

    return way


def sealed_long_ago() -> str:
    """A search of ours whose time is over."""
    return Sealer(SECRET, "search:site", 1800).seal(b"{}", LONG_AGO)


def _opened(reader: Reader, path: str) -> None:
    reader.page.goto(reader.server.url + path)


def states() -> dict[str, tuple[int, Way]]:
    """Name of the state: the status it is answered with, and the way to it. All on a site that works."""
    return {
        "first page": (200, at("/en-GB/")),
        "first page, no country": (200, from_nowhere("/en/")),
        "lines of the United Kingdom": (200, at("/en-GB/now")),
        "lines of Mexico": (200, at("/en-MX/now")),
        "lines, no country": (200, from_nowhere("/en/now")),
        "lines of a country without any": (200, at("/en-TV/now")),
        "search": (200, at("/en-GB/directory")),
        "results": (200, asked(country="GB")),
        "results, own thoughts": (200, asked(country="GB", audience="own_thoughts")),
        "results, page 2": (200, second_page),
        "results, none": (200, asked(country="GB", q="xylophonequartz")),
        "results, some of the words": (200, asked(country="GB", q="helpline xylophonequartz")),
        "results, a place with namesakes": (200, asked(near="Springfield")),
        "place not known": (422, asked(country="GB", near="Qqqzzzxx")),
        "place misspelt": (422, asked(country="GB", near="Leedz")),
        "order without a place": (422, asked(country="GB", sort="near")),
        "words too long": (422, asked(country="GB", q="quiet words " * 30)),
        "listing with a number": (200, at(bundled("Samaritans", "GB"))),
        "listing from abroad": (200, at(bundled("Kein Täter werden", "DE"))),
        "listing to be dialled by hand": (200, at(starred())),
        "listing that is a finder": (200, at(bundled("Befrienders", "ZZ"))),
        "listing that takes reports": (200, at(bundled("089", "MX"))),
        "listing with a private address": (200, at(f"/en-GB/directory/{WITHHELD}")),
        "about": (200, at("/en-GB/about")),
        "safety": (200, at("/en-GB/safety")),
        "privacy": (200, at("/en-GB/privacy")),
        "accessibility": (200, at("/en-GB/accessibility")),
        "language": (200, at("/en-GB/language")),
        "search that was changed": (
            400,
            at("/en-GB/directory?s=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        ),
        "form from elsewhere": (403, sent("/en-GB/directory", foreign=True, q="words")),
        "no such page": (404, at("/en-GB/nothing-here")),
        "no such listing": (404, at("/en-GB/directory/00000000-0000-4000-8000-000000000000")),
        "form where none is": (405, sent("/en-GB/about")),
        "search that ran out": (410, at(f"/en-GB/directory?s={sealed_long_ago()}")),
        "form too large": (413, sent("/en-GB/directory", q="x" * 70_000)),
    }


def broken_states() -> dict[str, tuple[int, Way]]:
    """The states of a site whose database is gone."""
    return {
        "first page without database": (200, at("/en-GB/")),
        "lines without database": (200, at("/en-GB/now")),
        "results without database": (503, asked(country="GB")),
        "listing without database": (503, at(bundled("Samaritans", "GB"))),
        "listing of the directory alone without database": (503, at(f"/en-GB/directory/{WITHHELD}")),
    }
