"""The whole way: in a language in which every message is marked, what has no mark came past the catalogues (S99)."""

from __future__ import annotations

import gettext
import re
from functools import cache
from typing import Any

import flask_babel
import pytest
from babel import Locale
from flask import Flask

from support.site.directory import presenting
from tests.conftest import browser
from tests.rules.page import parsed, words
from tests.rules.source import listed
from tests.rules.test_words_everywhere import LETTERS, SHOWN_ATTRIBUTES
from tests.rules.tour import HOME, real_id, token

MARK = "⟦"
REGIONS = ("England", "Northern Ireland", "Scotland", "Wales")


class Marked(gettext.NullTranslations):
    """Puts a mark around every message, so that what has none did not come from a catalogue."""

    def gettext(self, message: str) -> str:
        return f"{MARK}{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"{MARK}{msgid1 if n == 1 else msgid2}⟧"

    ugettext, ungettext = gettext, ngettext


PAGES = ("/en-GB/", "/en-GB/now", "/en-GB/directory", "/en-GB/about", "/en-GB/safety", "/en-GB/privacy", "/en-GB/accessibility",
         "/en-GB/language", "/en-GB/nothing-here", "/en-GB/directory?s=x")  # fmt: skip


def unmarked(page: Any) -> list[str]:
    """Text of a page that no catalogue gave: names, and texts in a language of their own, excepted."""
    found: list[str] = []

    def walk(element: Any, excused: bool) -> None:
        own = (
            excused
            or element.tag in ("bdi", "script", "style", "address")
            or ("lang" in element.attrib and element.tag != "html")
        )
        own = own or (element.tag == "select" and element.attrib.get("id") in ("country", "language"))
        own = own or "header__name" in element.attrib.get("class", "") or element.attrib.get("class") == "columns"
        pieces = [] if own else [element.text or "", *(element.attrib.get(name, "") for name in SHOWN_ATTRIBUTES)]
        for piece in pieces:
            found.extend([piece.strip()] if _speaks(piece) else [])
        for child in element:
            walk(child, own)
            found.extend([child.tail.strip()] if not own and child.tail and _speaks(child.tail) else [])

    walk(page.root, False)
    return found


@cache
def _names() -> re.Pattern[str]:
    """Names of countries and languages come from CLDR, those of regions from the gazetteer: not from our catalogue."""
    english = Locale("en")
    names = {*map(str, english.territories.values()), *map(str, english.languages.values()), *REGIONS, "Stillwater"}
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


def _speaks(text: str) -> bool:
    return MARK not in text and bool(LETTERS.search(_names().sub("", text)))


def forget_sentences() -> None:
    """Sentences about hours are kept for a minute in each language: neither side may see the other's."""
    for kept in vars(presenting).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


def test_pages_say_nothing_past_the_catalogue(
    sqlite_site: Flask, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Every text of the page is marked, or stands in an element that says which language it is in."""
    kept = sqlite_site.extensions.setdefault("fragments", {})
    for forget in (forget_sentences, kept.clear):
        forget()
        request.addfinalizer(forget)
    monkeypatch.setattr(flask_babel.Domain, "get_translations", lambda _self: Marked())
    client = browser(sqlite_site)
    paths = [
        *PAGES,
        f"/en-GB/directory/{real_id(sqlite_site)}",
        f"/en-GB/directory?s={token(sqlite_site, country='GB')}",
    ]
    faults = []
    for path in paths:
        page = parsed(client.get(path, base_url=HOME).data)
        assert MARK in words(page.all("h1")[0]) or "/directory/" in path, f"{path}: the marks do not arrive"
        faults += [f"{path[:30]}: {text[:80]}" for text in unmarked(page)]
    assert not faults, listed(
        sorted(set(faults))[:40], "These words came past the catalogue, and say no language of their own."
    )
