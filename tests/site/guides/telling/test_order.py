"""Who comes first where something is told, and what a row rests on."""

from __future__ import annotations

import pytest
from flask import Flask

from support.common.crisis.bundled import services
from support.site.directory.own_pages import domain, rests_on
from support.site.guides.facts.facts import fact
from support.site.guides.telling.places import NEEDS_THE_ADDRESS_ONLY, NOW, ONLINE, OWN_IMAGES, TAKES_PAGES, places
from support.site.guides.telling.words import dated
from tests.site.guides.telling.test_telling import page_for

ELSE = "A page of somebody else."


def ids(found: str, country: str) -> list[str]:
    return [one.id for one in places(found, country).national]


def part(text: str, name: str) -> str:
    """The row of one place."""
    return next(row for row in text.split('<li class="listing">')[1:] if f"<bdi>{name}</bdi>" in row).split("</li>")[0]


def test_who_takes_web_pages_comes_before_who_takes_acts_online() -> None:
    found = ids(ONLINE, "GB")
    assert found.index("gb-iwf-report") < found.index("gb-ceop")
    assert {one.id for one in services()} >= TAKES_PAGES


def test_lines_for_grown_ups_who_worry_come_before_lines_for_children() -> None:
    found = ids(NOW, "GB")
    assert found.index("gb-nspcc-helpline") < found.index("gb-childline")


def test_images_of_the_young_are_not_put_last_by_that() -> None:
    assert ids(OWN_IMAGES, "GB")[0] == "gb-report-remove"


def test_what_the_guide_says_of_names_is_not_called_unknown(guided: Flask) -> None:
    assert "needs only the web address" in fact("RP02").statement and {"gb-iwf-report"} == NEEDS_THE_ADDRESS_ONLY
    assert "Not known whether" not in part(page_for(guided, ONLINE, "GB"), "IWF reporting")
    assert "Not known whether" in part(page_for(guided, NOW, "GB"), "NSPCC Helpline")


def test_the_operators_own_domain_is_no_page_of_somebody_else(guided: Flask) -> None:
    assert ELSE not in part(page_for(guided, ONLINE, "GB"), "IWF reporting")
    for one in services():
        kind = rests_on(one.source_kind, one.url, one.source_url)
        assert kind == one.source_kind or domain(one.url) == domain(one.source_url)


@pytest.mark.parametrize(
    ("url", "source", "own"),
    [
        ("https://report.example.org.uk/", "https://www.example.org.uk/a", True),
        ("https://www.example.org/", "https://learn.example.org/a", True),
        ("https://one.org.uk/", "https://two.org.uk/", False),
        ("https://example.org/", "https://example.org.evil.test/", False),
        ("", "", False),
    ],
)
def test_two_addresses_of_one_domain_are_told_by_their_hosts(url: str, source: str, own: bool) -> None:
    assert (rests_on("third_party_page", url, source) == "official_page") is own
    assert rests_on("public_list", url, source) == "public_list"


@pytest.mark.parametrize(
    ("note", "date", "left"),
    [
        ("undated", "no date given", ""),
        ("undated; phone on a second page", "no date given", "phone on a second page"),
        ("2023 (web address from memory)", "", ""),
        ("copy of 2026-04", "", "copy of 2026-04"),
        ("", "", ""),
    ],
)
def test_dates_are_said_in_words(guided: Flask, note: str, date: str, left: str) -> None:
    with guided.test_request_context("/en/tell"):
        assert dated(note) == (date, left)


def test_no_page_shows_a_note_of_the_collectors(guided: Flask) -> None:
    for country in ("GB", "AU", "CA", "AR"):
        text = page_for(guided, ONLINE, country)
        assert "undated" not in text and "from memory" not in text
    assert "no date given" in part(page_for(guided, ONLINE, "GB"), "IWF reporting")
