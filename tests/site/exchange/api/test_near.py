"""Near a postcode: who is near is found, and nobody learns where a withheld place is (DESIGN section 4)."""

from __future__ import annotations

import random

import pytest
from flask import Flask

from support.common.kernel.db import db
from support.site.directory import changes
from support.site.directory.engine import engine, refresh
from support.site.directory.models import Address, Location, Service, ServiceArea, ServiceAtLocation
from support.site.exchange.api.near import place_of
from support.site.places.cells import distance_km
from tests.conftest import Make, browser
from tests.rules import breaking
from tests.rules.test_query_counts import add, counted
from tests.site.exchange import official
from tests.site.exchange.given import NOW, REFUGE

TRIES = 200


@pytest.fixture(scope="module")
def places(sqlite_site: Flask, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """The bundled site with 30 public places around Austin and one that is withheld."""
    app = breaking.copied(sqlite_site, tmp_path_factory.mktemp("near"), make_app)
    add(app, 31)
    chance = random.Random(7)
    with app.app_context():
        here = place_of("78701", "US", "")
        services = list(db.session.query(Service).filter(Service.name.startswith("Invented service")))
        for number, service in enumerate(services):
            turn = [chance.uniform(-1, 1), chance.uniform(-1, 1)]
            spot = {"latitude": here.latitude + turn[0], "longitude": here.longitude + turn[1]}
            place = (
                Location(visibility="withheld", name="Withheld")
                if number == 0
                else Location(
                    name="Open",
                    addresses=[Address(address_1=f"{number} Example Road", city="Austin", country="US")],
                    **spot,
                )
            )
            service.at_locations = [ServiceAtLocation(location=place)]
            service.service_areas = [ServiceArea(extent_type="region", extent="US-TX")]
        changes.publish(db.session(), services, engine().locate, NOW)
        db.session.commit()
        refresh(db.session())
    return app


def near(app: Flask, **asked: object) -> dict[str, object]:
    answer = browser(app).get("/api/v3/service_at_locations", query_string=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def test_what_is_within_is_found_the_nearest_first(places: Flask) -> None:
    with places.app_context():
        here = place_of("78701", "US", "")
    everything = near(places, per_page=500)["contents"]
    spots = {
        one["id"]: distance_km(here.latitude, here.longitude, one["location"]["latitude"], one["location"]["longitude"])
        for one in everything
        if "latitude" in one["location"]
    }
    assert len(spots) == 30
    for metres in (1_000, 20_000, 60_000, 120_000, 200_000):
        found = near(places, postcode="78701", country="US", proximity=metres, per_page=500)
        expected = sorted((far, number) for number, far in spots.items() if far * 1000 <= metres)
        assert [one["id"] for one in found["contents"]] == [number for _far, number in expected], metres
        assert found["total_items"] == len(expected)
        assert not [fault for one in found["contents"] for fault in official.faults("service_at_location", one)]
    assert near(places, postcode="78701", country="US", proximity=200_000)["total_items"] > 20


def test_two_hundred_questions_locate_no_withheld_place(places: Flask) -> None:
    """Whatever circle is drawn, it is in none; and no answer holds a position or an address of it."""
    withheld = [one for one in near(places, per_page=500)["contents"] if one["location"].get("name") == "Withheld"]
    assert len(withheld) == 1
    assert withheld[0]["location"].keys() == {"id", "location_type", "name", "attributes"}
    chance, client = random.Random(3), browser(places)
    for _n in range(TRIES):
        asked = {"postcode": chance.choice(["78701", "78758", "76501", "78130"]), "country": "US",
                 "proximity": chance.randint(1, 200_000), "per_page": 500}  # fmt: skip
        text = client.get("/api/v3/service_at_locations", query_string=asked).text
        assert withheld[0]["id"] not in text
        assert withheld[0]["location_id"] not in text


def test_a_postcode_alone_asks_for_the_area(places: Flask, small_site: Flask) -> None:
    texas = near(places, postcode="78701", country="US", per_page=500)["contents"]
    assert len(texas) == 31, "the withheld one is found by its region, as on the pages"
    assert near(places, postcode="LS1 4AP", per_page=500)["total_items"] == 0
    england = near(small_site, postcode="LS1 4AP")["contents"]
    assert [one["service"]["name"] for one in england] == ["@Clinic on the hill"]
    assert str(REFUGE) not in str(england), "its town is not what this postcode stands for"


def test_an_unknown_postcode_says_so(small_site: Flask) -> None:
    for query in ("postcode=zz", "postcode=78701&country=GB", "postcode=00000", "postcode=LS1;DROP"):
        answer = browser(small_site).get(f"/api/v3/service_at_locations?{query}&proximity=5")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), query


@pytest.mark.parametrize(
    "path",
    ["services", "services?full=true", "organizations", "organizations?full_service=true", "service_at_locations?full=true",
     "service_at_locations?postcode=78701&country=US&proximity=200000", "taxonomy_terms", "services?search=help"],
)  # fmt: skip
def test_more_data_ask_no_more(sqlite_site: Flask, places: Flask, path: str) -> None:
    """A page is asked for with the same number of questions, whatever there is."""
    if "postcode" in path:
        counts = [asked(places, f"{path.replace('200000', far)}") for far in ("60000", "200000")]
    else:
        counts = [asked(app, path) for app in (sqlite_site, places)]
        least = asked(places, f"{path}{'&' if '?' in path else '?'}per_page=5") if "taxonomy" not in path else counts[0]
        assert least <= counts[1]
    assert counts[0] <= counts[1] + 4  # parts of which there are none are not asked for
    assert max(counts) <= 24, counts


def asked(app: Flask, path: str) -> int:
    client = browser(app)
    client.get(f"/api/v3/{path}")
    with counted(app) as statements:
        assert client.get(f"/api/v3/{path}").status_code == 200
    return len(statements)
