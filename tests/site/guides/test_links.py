"""Every link between guides, listings, lines and jurisdictions leads somewhere: a walk over all pages of the guides."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from support.common.crisis.lines import countries
from support.site.guides.articles.guide import KNOWN
from support.site.guides.articles.reading import shelf
from support.site.guides.articles.references import service
from support.site.guides.confidentiality.linking import link_for
from support.site.guides.confidentiality.rows import rows
from support.site.guides.telling.places import FOUND, places
from tests.conftest import Make, browser, filled
from tests.rules.page import Page, parsed

TAGS = ("en-GB", "en-US", "es-MX", "es-ES")
ONCE = ("/", "/guides", "/confidentiality", "/find", "/tell", "/figures", "/now")
OTHER_PARTS = ("/leave", "/static")  # the way out, and files


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> FlaskClient:
    """Somebody who walks through the site with the bundled directory."""
    app: Flask = filled(make_app(tmp_path_factory.mktemp("walked")))
    return browser(app)


def starts(tag: str) -> Iterable[str]:
    """Where the walk begins: each page that has an address of its own."""
    yield from (f"/{tag}{path}" for path in ONCE)
    yield from (f"/{tag}/guides/{one}" for one in KNOWN)
    yield from (f"/{tag}/confidentiality/{code}" for code in rows())


def read(client: FlaskClient, address: str) -> Page | None:
    """The page at an address; None where there is none."""
    answer = client.get(address)
    return parsed(answer.data) if answer.status_code == 200 else None


def inside(page: Page, address: str) -> set[str]:
    """The addresses on this site that a page links to, with their fragments."""
    found = {urljoin(address, link.attrib["href"]) for link in page.links()}
    return {one for one in found if one.startswith("/") and not any(part in one for part in OTHER_PARTS)}


@pytest.mark.parametrize("tag", TAGS)
def test_every_link_leads_to_a_page_and_to_a_place_on_it(walked: FlaskClient, tag: str) -> None:
    """Guides to guides, to listings, to lines, to jurisdictions; a mark such as #source-PR01 must be there as well."""
    pages: dict[str, Page | None] = {}
    asked: dict[str, set[str]] = {}
    for start in starts(tag):
        pages[start] = read(walked, start)
        for link in inside(pages[start] or parsed(b""), start):
            asked.setdefault(link, set()).add(start)
    dead = [start for start, page in pages.items() if page is None]
    for link, whence in asked.items():
        address, mark = urldefrag(link)
        if address not in pages:
            pages[address] = read(walked, address)
        page = pages[address]
        if page is None or (mark and mark not in page.ids()):
            dead.append(f"{link} on {sorted(whence)[:3]}")
    assert dead == []
    kinds = ("/guides/", "/directory/", "/now", "/confidentiality/", "/tell", "/find", "/figures")
    assert [kind for kind in kinds if not any(kind in link for link in asked)] == []


def test_every_link_to_another_site_is_a_whole_address(walked: FlaskClient) -> None:
    """Sources and official pages; nothing without encryption but what the data gives us so."""
    odd = []
    for start in starts("en-GB"):
        page = read(walked, start)
        assert page is not None, start
        for link in page.links():
            href = link.attrib["href"]
            if not href.startswith(("/", "#", "?", "tel:", "sms:", "mailto:")):
                where = urlsplit(href)
                if where.scheme not in ("https", "http") or "." not in where.netloc or " " in href:
                    odd.append(f"{href} on {start}")
    assert odd == []


@pytest.mark.parametrize("found", FOUND)
def test_every_place_to_tell_has_a_page_of_its_own(walked: FlaskClient, found: str) -> None:
    """From every country: the listing that each name leads to is there."""
    named = {one.uuid: one.name for country in ("", *countries()) for one in places(found, country).everything}
    assert named
    gone = [name for uuid, name in named.items() if walked.get(f"/en/directory/{uuid}").status_code != 200]
    assert gone == []


def test_every_listing_that_a_guide_names_can_be_opened_and_reached() -> None:
    """Each line of a guide is shown to readers, and has a number, an address or a chat."""
    for (language, guide_id), guide in shelf().guides.items():
        for line in guide.about.lines:
            one = service(line)
            assert one is not None, f"{language}/{guide_id}: {line}"
            assert one.phone or one.sms or one.chat_url or one.url, f"{language}/{guide_id}: {line}"


def test_the_link_from_a_listing_to_its_rules_leads_to_a_row(walked: FlaskClient) -> None:
    """For each country with lines, and each jurisdiction: a page of its own, or the country's part of the list."""
    linked = {code: link for code in countries() if (link := link_for(code, ""))}
    linked |= {row.code: link for row in rows().values() if (link := link_for(row.country, row.code))}
    assert {"IE", "US", "US-CA", "GB", "GB-SCT"} <= linked.keys()
    for code, link in linked.items():
        address, mark = urldefrag(link)
        page = read(walked, f"/en{address}")
        assert page is not None, code
        assert not mark or mark in page.ids(), code
