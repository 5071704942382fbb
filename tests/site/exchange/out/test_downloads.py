"""The downloads on the pages: of a sealed search, of one listing, of everything, and the page that explains them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from support.site.exchange.out import pacing
from tests.conftest import Make, browser
from tests.rules import breaking
from tests.rules.page import parsed
from tests.rules.test_query_counts import add, counted
from tests.rules.tour import HOME, token

KEPT_IN_MIND = 3  # patterns of hours, places: what is learnt once


@pytest.fixture
def own_site(sqlite_site: Flask, tmp_path: Path, make_app: Make) -> Flask:
    return breaking.copied(sqlite_site, tmp_path, make_app)


def rows(answer_text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer_text, newline="")))


def results(app: Flask, address: str) -> tuple[list[str], list[str]]:
    """The ids on all pages of a search, and the addresses of the downloads."""
    client, ids, page = browser(app), list[str](), 1
    offered: list[str] = []
    while True:
        answer = client.get(f"{address}&page={page}", base_url=HOME)
        if answer.status_code == 404:
            return ids, offered
        ids += re.findall(r'<h3><a href="/en-GB/directory/([0-9a-f-]{36})"', answer.text)
        if page == 1:
            offered = [
                one.attrib["href"] for one in parsed(answer.data).links() if "/data/found." in one.attrib["href"]
            ]
        page += 1


@pytest.mark.parametrize(
    "search",
    [{"country": "GB"}, {"q": "help line", "country": "US"}, {"audience": "own_thoughts"}, {"near": "Leeds", "country": "GB"},
     {"open_now": "yes", "country": "GB"}, {"sort": "soonest", "country": "GB"}],
)  # fmt: skip
def test_a_download_holds_what_the_search_shows_in_its_order(site: Flask, search: dict[str, str]) -> None:
    address = f"/en-GB/directory?s={token(site, **search)}"
    shown, offered = results(site, address)
    assert shown
    assert len(offered) == 3
    client = browser(site)
    for path in offered:
        answer = client.get(path, base_url=HOME, buffered=True)
        assert answer.status_code == 200, path
        assert re.fullmatch(
            r"attachment; filename=services\.(?:csv|zip|json)", answer.headers["Content-Disposition"].replace('"', "")
        )
        if answer.mimetype == "application/json":
            assert [one["id"] for one in answer.json] == shown
        elif answer.mimetype == "text/csv":
            assert [row["id"] for row in rows(answer.text)] == shown
        else:
            with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
                assert [row["id"] for row in rows(archive.read("services.csv").decode())] == shown


def test_the_concerns_stay_apart_in_a_download(site: Flask) -> None:
    for audience, never in (("", "own_thoughts"), ("survivor", "own_thoughts"), ("own_thoughts", "survivor")):
        path = f"/en-GB/data/found.csv?s={token(site, audience=audience)}"
        concerns = [row["concerns"] for row in rows(browser(site).get(path, base_url=HOME, buffered=True).text)]
        assert concerns
        alone = [one for one in concerns if never in one and not {"survivor", "own_thoughts"} <= set(one.split("; "))]
        assert not alone, audience


@pytest.mark.parametrize(("query", "status"), [("", 400), ("?s=", 400), ("?s=AAAA", 400)])
def test_a_search_that_is_none_is_refused_with_a_page(site: Flask, query: str, status: int) -> None:
    answer = browser(site).get(f"/en-GB/data/found.csv{query}", base_url=HOME)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")


def test_an_old_search_has_run_out_here_too(site: Flask) -> None:
    path = f"/en-GB/data/found.json?s={token(site, hours_ago=3)}"
    assert browser(site).get(path, base_url=HOME).status_code == 410


def test_a_search_with_a_wrong_field_gives_nothing_to_take(site: Flask) -> None:
    path = f"/en-GB/data/found.json?s={token(site, kind='nonsense')}"
    assert browser(site).get(path, base_url=HOME).status_code == 404


def test_more_listings_ask_no_more_of_one_download(own_site: Flask) -> None:
    address = f"/en-GB/data/found.json?s={token(own_site, country='GB', kind='hotline')}"
    client = browser(own_site)
    client.get(address, base_url=HOME, buffered=True)
    with counted(own_site) as before:
        client.get(address, base_url=HOME, buffered=True)
    add(own_site, 150)
    with counted(own_site) as after:
        assert len(client.get(address, base_url=HOME, buffered=True).json) > 150
    assert len(before) == len(after) <= 18


def test_who_asks_too_often_is_told_to_wait(own_site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pacing.EVERYBODY, "whole", pacing.Limit(2, 600))
    client = browser(own_site)
    asked = [client.get("/en/data/all.csv", base_url=HOME, buffered=True) for _n in range(3)]
    assert [one.status_code for one in asked] == [200, 200, 429]
    assert asked[-1].mimetype == "text/html"


def test_few_read_everything_at_once_and_a_place_is_given_back(own_site: Flask) -> None:
    client = browser(own_site)
    open_ones = [client.get("/en/data/all.csv", base_url=HOME) for _n in range(pacing.MOST_WHOLE)]
    assert client.get("/en/data/all.csv", base_url=HOME).status_code == 429
    open_ones[0].close()  # gone before the end
    assert client.get("/en/data/all.csv", base_url=HOME, buffered=True).status_code == 200
    open_ones[1].close()
    again = [client.get("/en/data/all.csv", base_url=HOME, buffered=True).status_code for _n in range(4)]
    assert again == [200] * 4


def test_the_page_says_what_may_be_done_with_it(site: Flask) -> None:
    text = browser(site).get("/en/data").text
    for said in ("CC0-1.0", "GeoNames", "Open Eligibility", "/api/v3/openapi.json", "apart"):
        assert said in text
