"""A withheld place is withheld in the tables themselves, on both databases (safety.md S77)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from support.common.kernel.db import db
from support.site.directory import changes
from support.site.directory.engine import catch_up, engine
from support.site.directory.models import Address, Location, Organization, Service, ServiceArea, ServiceAtLocation
from tests.conftest import DATABASES, Make, browser, database_url, filled

STREET = "14 Quillfeather Lane"


@pytest.fixture(params=DATABASES)
def own(request: pytest.FixtureRequest, tmp_path, make_app: Make) -> Flask:  # type: ignore[no-untyped-def]
    return filled(make_app(tmp_path, database_url(request.param, request, tmp_path)))


def refuge(**place: object) -> Service:
    organization = Organization(name="Example Refuge")
    service = Service(
        id=uuid.uuid4(), name="Larkspur House", kind="shelter", country="GB", organization=organization,
        last_modified=datetime(2026, 11, 24, tzinfo=UTC), description="A quiet house.",
        application_process="Call first.",
    )  # fmt: skip
    service.service_areas = [ServiceArea(extent_type="place", extent="2644688", name="Leeds")]
    service.at_locations = [ServiceAtLocation(location=Location(**place))]
    return service


@pytest.mark.parametrize(
    "place",
    [
        {"visibility": "withheld", "latitude": 53.8, "longitude": -1.55},
        {"visibility": "withheld", "transportation": "Bus 5 to the church"},
        {"visibility": "withheld", "addresses": [Address(address_1=STREET, country="GB")]},
        {"visibility": "secret"},
        {"latitude": 53.8},
        {"latitude": 153.8, "longitude": 1.0},
    ],
)
def test_the_tables_refuse_what_would_tell(own: Flask, place: dict[str, object]) -> None:
    with own.app_context():
        db.session.add(refuge(**place))
        with pytest.raises(IntegrityError):
            db.session.flush()


def test_a_place_with_an_address_cannot_be_withheld_without_losing_it(own: Flask) -> None:
    with own.app_context():
        service = refuge(latitude=53.8, longitude=-1.55, addresses=[Address(address_1=STREET, country="GB")])
        db.session.add(service)
        db.session.flush()
        location = service.at_locations[0].location_id
        hide = update(Location).where(Location.id == location)
        with pytest.raises(IntegrityError):
            db.session.execute(hide.values(visibility="withheld", latitude=None, longitude=None))


def test_it_is_found_in_its_town_and_says_that_its_address_is_private(own: Flask) -> None:
    with own.app_context():
        service = refuge(visibility="withheld")
        db.session.add(service)
        changes.publish(db.session(), [service], engine().locate, service.last_modified)
        db.session.commit()
        catch_up(db.session())
        listing_id = service.id
    client = browser(own)
    answer = client.post("/en-GB/directory", data={"near": "Bradford", "kind": "shelter", "within": "25"},
                         headers={"Sec-Fetch-Site": "same-origin"})  # fmt: skip
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Larkspur House" in page
    page = client.get(f"/en-GB/directory/{listing_id}").get_data(as_text=True)
    assert "The address is kept private" in page
    assert "Call first." in page


def test_the_constraints_are_in_the_database_not_only_in_the_models(own: Flask) -> None:
    insert = (
        "INSERT INTO location (id, name, description, location_type, visibility, latitude, longitude, transportation)"
    )
    values = f"VALUES ('{uuid.uuid4().hex}', '', '', 'physical', 'withheld', 1.0, 1.0, '')"
    with own.app_context(), pytest.raises(IntegrityError):
        db.session.execute(text(f"{insert} {values}"))
