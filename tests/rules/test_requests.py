"""What a strange request cannot change: host, address, language, and where the exit leads (S3, S22, S62)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from support.common.kernel.i18n import country_codes
from tests.conftest import Make, browser
from tests.rules import page_rules
from tests.rules.page import parsed, words
from tests.rules.source import listed
from tests.rules.test_pages import RULES
from tests.rules.tour import real_id


@pytest.mark.parametrize("host", ["127.0.0.1:5999", "localhost"])
def test_no_address_is_built_from_the_host(site: Flask, host: str) -> None:
    client = browser(site)
    client.environ_base["HTTP_X_FORWARDED_HOST"] = "elsewhere.example"
    client.environ_base["HTTP_X_FORWARDED_PROTO"] = "gopher"
    for path in (
        "/",
        "/en-GB/",
        "/en-GB/now",
        "/en-GB/directory",
        f"/en-GB/directory/{real_id(site)}",
        "/en-GB",
        "/nothing",
    ):
        answer = client.get(path, base_url=f"https://{host}")
        assert answer.status_code in (200, 303, 308, 404), path
        for telling in (host, "elsewhere.example", "gopher"):
            assert telling not in answer.text, (
                f"{path} repeats the host it was asked for: build addresses with page() (S62)"
            )
            assert telling not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "localhost.elsewhere.example", "127.0.0.1.elsewhere.example", "a b", "[", ""]
)
def test_a_strange_host_is_refused_with_a_page(site: Flask, host: str) -> None:
    answer = browser(site).get("/en-GB/", headers={"Host": host})
    assert answer.status_code == 400
    assert not page_rules.crisis_band(parsed(answer.data))
    assert "elsewhere" not in answer.text


def test_the_machine_address_changes_nothing(site: Flask) -> None:
    """The country comes from the path or the browser's language, never from an address (S22)."""
    client = browser(site)
    plain = client.get("/en/now").data
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-IPCountry", "True-Client-IP"):
        for value in ("203.0.113.9", "MX", "for=203.0.113.9"):
            assert client.get("/en/now", headers={header: value}).data == plain, header
    assert client.get("/en/now", environ_overrides={"REMOTE_ADDR": "203.0.113.9"}).data == plain


def test_every_country_has_somebody_to_turn_to(sqlite_site: Flask) -> None:
    """The band of every country: emergency numbers or lines of its own, or the worldwide finders."""
    client, faults = browser(sqlite_site), []
    for tag in ["en", *(f"en-{code}" for code in sorted(country_codes()))]:
        text = client.get(f"/{tag}/about").text
        band = text[text.index('class="band"') : text.index("<main")]
        if not re.search(r'href="(?:tel:|sms:|https://)', band) or f'href="/{tag}/now"' not in band:
            faults.append(tag)
    assert not faults, listed(faults, "Nobody to call, text or open in the band of these (promise 1).")


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("es", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_language_and_direction_follow_the_path(tmp_path: Path, make_app: Make, language: str, direction: str) -> None:
    app = make_app(tmp_path, settings={"languages": "en,es,ar,he"})
    client = browser(app)
    for path in ("/", "/now", "/safety", "/nothing-here"):
        page = parsed(client.get(f"/{language}{path}").data)
        assert (page.root.attrib["lang"], page.root.attrib["dir"]) == (language, direction)
        sheet = next(link.attrib["href"] for link in page.all("link") if link.attrib.get("rel") == "stylesheet")
        assert ("site.rtl.css" in sheet) == (direction == "rtl")
        for rule in RULES:
            assert not rule(page), f"{rule.__name__}: /{language}{path}"


def test_a_compressed_page_is_the_same_page(site: Flask) -> None:
    client = browser(site)
    plain = client.get("/en-GB/about")
    packed = client.get("/en-GB/about", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]
    client.set_cookie("a", "b")
    with_cookie = client.get("/en-GB/about", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in with_cookie.headers, (
        "HTML is compressed for requests without a session only (DESIGN 7)"
    )


def test_a_listing_says_where_it_comes_from(site: Flask) -> None:
    """Promise 7: the source, when it was checked and how; what nobody confirmed says so."""
    page = parsed(browser(site).get(f"/en-GB/directory/{real_id(site)}").data)
    text = words(page.all("main")[0])
    assert "Where this comes from" in text
    assert "Not yet confirmed by us." in text or "Checked by us on" in text
    assert "Next check due" in text or "No date for the next check has been set." in text


def test_the_exit_goes_where_the_operator_says(site: Flask) -> None:
    """Promise 2, S3: nothing in a request changes where; what the browser kept is cleared."""
    client = browser(site)
    for path in ("/leave", "/leave?next=https://elsewhere.example", "/leave?url=//elsewhere.example"):
        for headers in ({}, {"Referer": "https://elsewhere.example"}, {"X-Forwarded-Host": "elsewhere.example"}):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 303
            assert answer.headers["Location"] in set(site.config["EXIT_URLS"].values())
            assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
            assert answer.headers["Cache-Control"] == "no-store"
