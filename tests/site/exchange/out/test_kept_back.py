"""What never goes out: addresses that are kept private, what editors hold back, what only editors see."""

from __future__ import annotations

import io
import zipfile

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.kernel.db import db
from support.site.directory.models import Address, ListingRow, Location
from support.site.exchange.out.nesting import location
from tests.conftest import browser
from tests.site.exchange.given import CANARY, HIDDEN, REFUGE, STREET


def everything(app: Flask) -> dict[str, str]:
    """All that anybody can download, as text."""
    client, found = browser(app), {}
    for form in ("json", "csv", "zip"):
        for path in (f"/en/data/all.{form}", f"/en/data/{REFUGE}.{form}"):
            answer = client.get(path, buffered=True)
            assert answer.status_code == 200, path
            found[path] = _text(answer.data)
    for path in ("services", "organizations", "service_at_locations"):
        for how in ("format=ndjson", "format=ndjson&full=true"):
            found[f"{path}?{how}"] = client.get(f"/api/v3/{path}?{how}", buffered=True).text
    found["full_service"] = client.get("/api/v3/organizations?full_service=true").text
    return found


def _text(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_nothing_that_only_editors_see(small_site: Flask) -> None:
    for path, text in everything(small_site).items():
        assert CANARY not in text, path
        assert "source_key" not in text, path
        assert "held_because" not in text, path
        for number in HIDDEN:
            assert str(number) not in text, path


def test_what_is_held_back_answers_like_what_is_not_there(small_site: Flask) -> None:
    client = browser(small_site)
    missing = client.get("/api/v3/services/00000000-0000-4000-8000-00000000dead")
    for number in HIDDEN:
        answer = client.get(f"/api/v3/services/{number}")
        assert (answer.status_code, answer.data) == (404, missing.data)
        for form in ("json", "csv", "zip"):
            assert client.get(f"/en/data/{number}.{form}").status_code == 404
    with small_site.app_context():
        hidden = db.session.scalars(sa.select(ListingRow.service_id).where(ListingRow.shown.is_(False)))
        assert set(hidden) == set(HIDDEN)


def test_a_withheld_place_says_so_and_names_its_town(small_site: Flask) -> None:
    service = browser(small_site).get(f"/api/v3/services/{REFUGE}").json
    place = service["service_at_locations"][0]["location"]
    assert place.keys() == {"id", "location_type", "name", "description", "attributes"}
    told = [(one["taxonomy_term"]["code"], one["value"]) for one in place["attributes"]]
    assert told == [("record:address_withheld", "yes")]
    assert [area["name"] for area in service["service_areas"]] == ["Leeds"]


def test_without_an_area_of_its_own_it_names_at_least_its_country(small_site: Flask) -> None:
    services = browser(small_site).get("/api/v3/services?full=true&concern=own_thoughts").json["contents"]
    assert [area["extent"] for area in services[0]["service_areas"]] == ["AE"]


@pytest.mark.parametrize("visibility", ["withheld", "anything else"])
def test_only_a_public_place_is_told_whatever_its_row_holds(visibility: str) -> None:
    """The tables do not let such a row exist; the export does not rely on it."""
    row = Location(
        id=REFUGE, visibility=visibility, location_type="physical", name="House", description="", latitude=53.8,
        longitude=-1.5, transportation="Bus 5", addresses=[Address(id=REFUGE, address_1=STREET)], accessibility=[],
    )  # fmt: skip
    assert location(row).keys() == {"id", "location_type", "name", "attributes"}
