"""Leaving over HTTP: one hop to the operator's page whatever is asked, and nothing to come back to."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import browser

WEATHER = "https://www.bbc.com/weather"
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize(
    "query", ["", "?next=https://evil.example", "?to=//evil.example", "?url=%0d%0aLocation:x", "?" + "a" * 3000]
)
@pytest.mark.parametrize(
    "headers", [{}, {"X-Forwarded-Host": "evil.example"}, {"Referer": "https://evil.example/"}, {"Cookie": "a=b"}]
)
def test_the_destination_is_the_operators(client: FlaskClient, query: str, headers: dict[str, str]) -> None:
    answer = client.get("/leave" + query, headers=headers)
    assert (answer.status_code, answer.headers["Location"], answer.data) == (303, WEATHER, b"")


def test_each_language_may_have_its_own(make_app, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings = {"EXIT_URLS": "en=https://weather.example.org *=https://wetter.example.org", "LANGUAGES": "en,de"}
    app = make_app(tmp_path, settings={name.lower(): value for name, value in settings.items()})
    client = browser(app)
    assert client.get("/leave", headers={"Accept-Language": "en"}).headers["Location"] == "https://weather.example.org"
    assert client.get("/leave", headers={"Accept-Language": "de"}).headers["Location"] == "https://wetter.example.org"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_hop_sets_the_marker_and_clears_what_it_may(client: FlaskClient, method: str) -> None:
    answer = client.open("/leave", method=method, headers=SAME)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-p=1;")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict", "Max-Age=900"} <= {
        part.strip() for part in cookie.split(";")
    }
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"


PAGES = [
    "/",
    "/en/",
    "/en-GB/now",
    "/en/directory",
    "/en/safety",
    "/en/nowhere",
    "/nowhere",
    "/en/directory?s=x",
    "/robots.txt",
]


@pytest.mark.parametrize("path", PAGES)
def test_after_leaving_every_address_is_empty(site: Flask, path: str) -> None:
    client = browser(site)
    before = client.get(path).get_data(as_text=True)
    client.get("/leave")
    answer = client.get(path)
    page = answer.get_data(as_text=True)
    assert page != before
    words = re.sub(r"<[^>]+>", " ", page).split()
    assert words == ["Empty", "page", "This", "page", "is", "empty", "Start", "again"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_post_after_leaving_does_nothing(site: Flask) -> None:
    client = browser(site)
    client.get("/leave")
    answer = client.post("/en/directory", data={"q": "river"}, headers=SAME)
    assert "This page is empty" in answer.get_data(as_text=True)


def test_the_button_brings_it_back(site: Flask) -> None:
    client = browser(site)
    client.get("/leave")
    answer = client.post("/return", headers=SAME)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert 'id="band-title"' in client.get("/en/").get_data(as_text=True)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}])
def test_another_site_cannot_press_it(site: Flask, headers: dict[str, str]) -> None:
    client = browser(site)
    client.get("/leave")
    answer = client.post("/return", headers=headers)
    assert answer.status_code == 403
    assert "This page is empty" in client.get("/en/").get_data(as_text=True)


def test_an_old_browser_presses_it_with_the_stamp(site: Flask) -> None:
    client = browser(site)
    client.get("/leave")
    found = re.search(r'name="stamp" value="([^"]+)"', client.get("/en/").get_data(as_text=True))
    assert found
    assert client.post("/return", data={"stamp": found[1]}).status_code == 303


def test_static_files_and_health_still_answer(site: Flask) -> None:
    client = browser(site)
    client.get("/leave")
    assert client.get("/static/site.css").mimetype == "text/css"
    assert client.get("/healthz").data == b"ok\n"


def test_no_cookie_before_anybody_leaves(client: FlaskClient) -> None:
    for path in PAGES:
        assert "Set-Cookie" not in client.get(path).headers
