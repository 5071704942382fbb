"""A page in one language has no word of another left in it, but where the page says so (S99)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from babel.support import Translations
from flask import Flask

from support.config import ROOT
from tests.conftest import browser
from tests.rules.page import parsed
from tests.rules.tour import HOME, real_id, token

PAGES = (
    "/",
    "/now",
    "/directory",
    "/about",
    "/safety",
    "/privacy",
    "/accessibility",
    "/language",
    "/nothing",
    "/directory?s=x",
)
WORDS = re.compile(r"[^\W\d_]{4,}")


def own_texts(root: Element) -> list[str]:
    """Texts of the page in its own language: not those of parts that name another one, nor names in ``bdi``."""
    found: list[str] = []

    def walk(node: Element, foreign: bool) -> None:
        tag = str(node.tag).rpartition("}")[2]
        if tag != "html":
            foreign = foreign or (node.get("lang") not in (None, "es")) or tag in ("bdi", "script", "style")
            foreign = foreign or "govuk-visually-hidden" in node.get("class", "")  # holds the name of a service
        if not foreign and node.text:
            found.append(" ".join(node.text.split()))
        for child in node:
            walk(child, foreign)
            if not foreign and child.tail:
                found.append(" ".join(child.tail.split()))

    walk(root, False)
    return [text for text in found if text]


@pytest.fixture(scope="module")
def english_only() -> set[str]:
    """Words of four letters and more that stand in our English and never in our Spanish."""
    catalogue = Translations.load(ROOT / "translations", ["es"])._catalog  # type: ignore[attr-defined]
    english = {word.lower() for key in catalogue for word in WORDS.findall(key[0] if isinstance(key, tuple) else key)}
    spanish = {word.lower() for said in catalogue.values() for word in WORDS.findall(said)}
    return english - spanish


def test_spanish_pages_hold_no_english(sqlite_site: Flask, english_only: set[str]) -> None:
    client = browser(sqlite_site, keeps_cookies=False)
    listing = f"/directory/{real_id(sqlite_site)}"
    results = f"/directory?s={token(sqlite_site, country='MX')}"
    faults = []
    for path in (*PAGES, listing, results):
        answer = client.get(f"/es-MX{path}", base_url=HOME)
        assert answer.status_code < 500, path
        page = parsed(answer.data)
        for text in own_texts(page.root):
            left = [word for word in WORDS.findall(text) if word.lower() in english_only]
            if left:
                faults.append(f"{path[:24]}: {left} in {text[:60]!r}")
    assert not faults, "\n".join(["English words are left on Spanish pages:", *sorted(set(faults))[:40]])


def test_pages_whose_words_nobody_has_read_yet_say_so(sqlite_site: Flask) -> None:
    client = browser(sqlite_site, keeps_cookies=False)
    assert "todavía no ha leído una persona nativa" in client.get("/es/", base_url=HOME).get_data(as_text=True)
    assert "not yet been read by a native" not in client.get("/en/", base_url=HOME).get_data(as_text=True)
