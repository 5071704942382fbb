"""The staff's door in each application, on each database, at noon of a known day."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from flask import Flask

from support.common.accounts.returning import handing_over
from support.common.accounts.staff.door.views import proving
from tests.common.accounts.staff.door.device import Device
from tests.common.accounts.staff.door.steps import give_passkey, role, without_factor
from tests.conftest import DATABASES, SPACES, Make, database_url, readied
from tests.people import Person, staff

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PLACES = [("site", "sqlite"), *zip(SPACES, DATABASES, strict=True)]
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def each_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sign-in comes from another source, so that no test is hurried by the one before."""
    for module in (handing_over, proving):
        monkeypatch.setattr(module, "source", lambda: f"test {next(_numbers)}")


@pytest.fixture(scope="session", params=PLACES, ids="-".join)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """An application without listings: its staff need none here."""
    part, kind = request.param
    folder = tmp_path_factory.mktemp(f"staffed-{part}-{kind}")
    return readied(make_app(folder, database_url(kind, request, folder), part=part))


@pytest.fixture
def place(staffed: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The same, with its clock held."""
    monkeypatch.setitem(staffed.config, "CLOCK", NOON)
    return staffed


@pytest.fixture
def one(place: Flask) -> Person:
    """Somebody of the staff, with an app."""
    return staff(place, role(place))


@pytest.fixture
def device(one: Person) -> Device:
    """The device of that person, with a passkey made some time ago."""
    given = Device(count=7)
    give_passkey(one, given)
    return given


@pytest.fixture
def new(place: Flask) -> Person:
    """Somebody of the staff who has no factor yet."""
    return without_factor(staff(place, role(place)))
