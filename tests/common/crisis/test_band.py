"""The band: for every country of the data a number to call, in the same order, with its doubts."""

from __future__ import annotations

import pytest
from flask import Flask

from support.common.crisis.band import band_for, hotlines
from support.common.crisis.bundled import ROLES, services
from support.common.crisis.lines import countries, lines_of
from support.common.kernel.i18n import Reading, country_codes


@pytest.mark.parametrize("country", [*countries(), "AQ", ""])
def test_every_country_has_somebody_to_reach(sqlite_site: Flask, country: str) -> None:
    with sqlite_site.test_request_context("/en/"):
        band = band_for(Reading("en", country, ""))
    ways = [tile for tile in band.tiles if tile.call or tile.text or tile.chat_url or tile.url]
    assert ways or band.emergencies
    assert len(ways) == len(band.tiles)


def test_lines_stand_in_the_order_of_their_roles() -> None:
    for country in countries():
        roles = [ROLES.index(service.band) for service in lines_of(country).banded]
        assert roles == sorted(roles)
        assert len(roles) == len(set(roles))


@pytest.mark.parametrize(
    ("country", "name", "remark"),
    [
        ("AL", "Counselling line for women and girls 116 117", "listed for women"),
        ("AL", "Counselling line for women and girls 116 117", "not yet confirmed"),
        ("GB", "24/7 Rape and Sexual Abuse Support Line", "England and Wales"),
    ],
)
def test_a_line_says_whom_it_is_not_for(sqlite_site: Flask, country: str, name: str, remark: str) -> None:
    with sqlite_site.test_request_context("/en/"):
        tiles = {tile.name: tile for tile in band_for(Reading("en", country, "")).tiles}
    assert remark in tiles[name].remarks


def test_every_doubtful_line_of_the_band_says_so(sqlite_site: Flask) -> None:
    doubtful = [service for service in services() if service.band and service.confidence == "medium"]
    assert doubtful
    with sqlite_site.test_request_context("/en/"):
        for service in doubtful:
            tiles = {tile.name: tile for tile in band_for(Reading("en", service.country, "")).tiles}
            assert "not yet confirmed" in tiles[service.name].remarks


def test_countries_can_be_chosen() -> None:
    assert set(countries()) <= country_codes() | {"XK"}


@pytest.mark.parametrize(
    ("country", "first"), [("ID", "110"), ("RS", "192"), ("UA", "102"), ("GB", "999"), ("AT", "112")]
)
def test_a_doubtful_emergency_number_never_hides_a_sure_one(sqlite_site: Flask, country: str, first: str) -> None:
    with sqlite_site.test_request_context("/en/"):
        emergencies = band_for(Reading("en", country, "")).emergencies
    assert emergencies[0][1].text == first
    assert "not yet confirmed" not in emergencies[0][0]


def test_every_doubtful_emergency_number_says_so(sqlite_site: Flask) -> None:
    with sqlite_site.test_request_context("/en/"):
        for country in countries():
            doubtful = {item.number for item in lines_of(country).emergencies if item.confidence != "high"}
            for label, number, _deaf in band_for(Reading("en", country, "")).emergencies:
                assert (number.text.replace(" ", "") in doubtful) <= ("not yet confirmed" in label), (country, label)


def test_the_lines_of_a_failing_page_keep_the_wall(sqlite_site: Flask) -> None:
    """Nobody who meets a 503 has asked for both concerns."""
    for country in countries():
        with sqlite_site.test_request_context(f"/en-{country}/"):
            for service, _tile in hotlines():
                own = "person_with_unwanted_attractions" in service.audience
                assert not own or "survivor" in service.audience, service.id
