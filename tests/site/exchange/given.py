"""A few listings of no real service, with every id fixed, that have whatever an export can trip over."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime

from flask import Flask

from support.common.kernel.db import db
from support.site.directory import changes
from support.site.directory.engine import engine, refresh
from support.site.directory.loading import sync_vocabulary
from support.site.directory.models import (
    Accessibility,
    Address,
    Attribute,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    Url,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STREET, CANARY = "14 Quillfeather Lane", "canary-for-editors-only"
REFUGE = uuid.UUID("11111111-0000-4000-8000-000000000001")
CLINIC = uuid.UUID("11111111-0000-4000-8000-000000000002")
LINE = uuid.UUID("11111111-0000-4000-8000-000000000003")
GUIDANCE = uuid.UUID("11111111-0000-4000-8000-000000000004")
HIDDEN = (
    uuid.UUID("11111111-0000-4000-8000-0000000000a1"),
    uuid.UUID("11111111-0000-4000-8000-0000000000a2"),
    uuid.UUID("11111111-0000-4000-8000-0000000000a3"),
)
LEEDS, LEEDS_AT = "2644688", (53.79648, -1.54785)


def add(app: Flask) -> None:
    """Publish all of them, those that nobody may see included, and index them."""
    with app.app_context():
        terms = sync_vocabulary(db.session())
        services = [_refuge(terms), _clinic(terms), _line(terms), _guidance(terms), *_hidden()]
        _number(services)
        db.session.add_all(services)
        changes.publish(db.session(), services, engine().locate, NOW)
        db.session.commit()
        refresh(db.session())


def _number(services: list[Service]) -> None:
    """Every part gets the next id, so that a golden file can be written."""
    numbers = itertools.count(1)
    for service in services:
        for part in _parts(service):
            if part.id is None:
                part.id = uuid.UUID(f"22222222-0000-4000-8000-{next(numbers):012d}")


def _parts(service: Service) -> Iterator[object]:
    yield service.organization
    lists = ("phones", "urls", "schedules", "languages", "cost_options", "service_areas", "attributes")
    for name in lists:
        yield from getattr(service, name)
    for at in service.at_locations:
        yield at
        yield at.location
        yield from at.location.addresses
        yield from at.location.accessibility


def _service(number: uuid.UUID, name: str, kind: str, organization: Organization, **more: object) -> Service:
    given: dict[str, object] = {"country": "GB", "last_modified": NOW, "source_kind": "official_page"} | more
    return Service(id=number, name=name, kind=kind, organization=organization, **given)


def _terms(terms: dict[tuple[str, str], TaxonomyTerm], *codes: tuple[str, str]) -> list[Attribute]:
    return [Attribute(term=terms[code], taxonomy_term_id=terms[code].id) for code in codes]


def _refuge(terms: dict[tuple[str, str], TaxonomyTerm]) -> Service:
    house = Organization(name="Larkspur Trust", description="Runs houses.", website="https://example.org/")
    one = _service(REFUGE, "Larkspur House", "shelter", house, application_process="Call first.", rank=77,
                   source_key=f"{CANARY}:1", description="A quiet house.")  # fmt: skip
    one.service_areas = [ServiceArea(extent_type="place", extent=LEEDS, name="Leeds")]
    place = Location(visibility="withheld", name="Larkspur House", description="They tell you where to come.")
    one.at_locations = [ServiceAtLocation(location=place)]
    one.phones = [Phone(number="+441632960111", written="01632 960111", extension="012")]
    one.attributes = _terms(terms, ("concerns", "survivor"), ("who", "women"))
    return one


def _clinic(terms: dict[tuple[str, str], TaxonomyTerm]) -> Service:
    house = Organization(name="=Sum(Clinics)", alternate_name="-Clinics", email="office@example.org")
    one = _service(
        CLINIC, "@Clinic on the hill", "counselling", house, description="First line.\nSecond, with \"quotes\"; é ü 漢",
        description_language="fr", url="https://example.org/été", email="clinic@example.org", minimum_age=15.5,
        maximum_age=25, hours_known="weekly", public_holidays="closed", assured_date=date(2026, 11, 1),
        assured_how="Called by an editor.", next_check=date(2027, 2, 1), source_url="https://example.org/about",
        source_note="+ a note", confidence="high", eligibility_description="Anybody near.", alert="Moved.",
        hours_note="by phone only on Mondays",
    )  # fmt: skip
    one.schedules = [
        Schedule(timezone="Europe/London", byday="MO,TU", opens_at="09:00", closes_at="24:00", channel="phone"),
        Schedule(timezone="Europe/London", byday="FR", opens_at="18:00", closes_at="02:00", position=1),
        Schedule(timezone="Europe/London", byday="SU", opens_at="00:00", closes_at="24:00", position=2),
        Schedule(timezone="Europe/London", valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 26), position=3),
    ]
    address = Address(address_1="1 Example Road", city="Leeds", country="GB")
    access = Accessibility(description="Step-free", details="Ring twice.")
    place = Location(name="Clinic", latitude=LEEDS_AT[0], longitude=LEEDS_AT[1], transportation="Bus 5",
                     addresses=[address], accessibility=[access])  # fmt: skip
    one.at_locations = [ServiceAtLocation(location=place, description="Second floor.")]
    one.phones = [
        Phone(number="+441632960112", extension="12", description="Office"),
        Phone(number="+441632960113", type="tty", position=1),
        Phone(number="+441632960114", type="text", keyword="HELLO", position=2),
    ]
    one.languages = [Language(code="en", channel="phone", note="+ more"), Language(code="cy", position=1)]
    one.cost_options = [CostOption(option="low", amount=12.5, currency="GBP", amount_description="by income")]
    one.service_areas = [
        ServiceArea(extent_type="region", extent="GB-ENG"),
        ServiceArea(extent_type="country", extent="IE"),
    ]
    other = TaxonomyTerm(
        id=uuid.UUID("33333333-0000-4000-8000-000000000001"), taxonomy="local", code="X1", name="Local word"
    )
    one.attributes = [
        *_terms(terms, ("concerns", "survivor"), ("concerns", "family"), ("who", "teen")),
        Attribute(term=terms["facts", "must_report"], taxonomy_term_id=terms["facts", "must_report"].id,
                  value="Staff tell the council.", jurisdiction="GB-ENG", as_of=date(2026, 10, 1)),
        Attribute(term=terms["facts", "without_name"], taxonomy_term_id=terms["facts", "without_name"].id, value="yes"),
        Attribute(term=terms["facts", "sees_number"], taxonomy_term_id=terms["facts", "sees_number"].id, value="unknown"),
        Attribute(term=other, taxonomy_term_id=other.id),
    ]  # fmt: skip
    return one


def _line(terms: dict[tuple[str, str], TaxonomyTerm]) -> Service:
    one = _service(
        LINE, "Example line", "hotline", Organization(name="Example line"), country="AE", hours_known="always"
    )
    one.phones = [Phone(number="*4141"), Phone(number="#31", position=1)]
    one.urls = [Url(label="chat", url="https://example.org/chat"), Url(label="web", url="no address at all")]
    one.service_areas = [
        ServiceArea(extent_type="worldwide", extent="ZZ"),
        ServiceArea(extent_type="union", extent="EU"),
    ]
    one.attributes = _terms(terms, ("concerns", "anyone"))
    return one


def _guidance(terms: dict[tuple[str, str], TaxonomyTerm]) -> Service:
    house = Organization(name="Example guidance")
    one = _service(GUIDANCE, "Example guidance", "prevention_service", house, hours_known="weekly", country="AE")
    one.schedules = [Schedule(timezone="Asia/Dubai", byday="MO", opens_at="08:00", closes_at="16:00")]
    one.at_locations = [ServiceAtLocation(location=Location(visibility="withheld", location_type="physical"))]
    one.attributes = _terms(terms, ("concerns", "own_thoughts"))
    return one


def _hidden() -> list[Service]:
    """What nobody may see: of low confidence, held back, no longer offered."""
    ways: tuple[dict[str, object], ...] = ({"confidence": "low"}, {"held_because": CANARY}, {"status": "defunct"})
    return [
        _service(number, f"Hidden {CANARY}", "hotline", Organization(name=f"Hidden {CANARY}"), **way)
        for number, way in zip(HIDDEN, ways, strict=True)
    ]
