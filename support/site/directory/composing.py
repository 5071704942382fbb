"""From the tables to a listing. Pure: a service with its parts in, a document out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from support.site.directory.hours import ALWAYS, UNKNOWN, Hours, Opening, SpecialDays, signature, to_json
from support.site.directory.listing import Area, Contact, Fact, Listing, Site, Source, Spoken
from support.site.directory.models import Attribute, Location, Schedule, Service, ServiceArea
from support.site.places.place import Place

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # RFC 5545, as HSDS writes byday

Locate = Callable[[str], Place | None]


def compose(service: Service, locate: Locate) -> Listing:
    """The listing of a service. ``locate`` finds a place of the gazetteer by its id."""
    hours = hours_of(service)
    cost = service.cost_options[0] if service.cost_options else None
    return Listing(
        id=str(service.id),
        name=service.name,
        organization=service.organization.name,
        kind=service.kind,
        country=service.country,
        hours=to_json(hours),
        hours_signature=signature(hours),
        source=Source(
            kind=service.source_kind,
            url=service.source_url,
            note=service.source_note,
            confidence=service.confidence,
            checked_on=service.assured_date,
            checked_how=service.assured_how,
            next_check=service.next_check,
        ),
        alternate_name=service.alternate_name,
        website=service.organization.website,
        description=service.description,
        description_language=service.description_language,
        concerns=_codes(service.attributes, "concerns"),
        who=_codes(service.attributes, "who"),
        contacts=tuple(Contact(p.type, p.number, p.written, p.keyword, p.description) for p in service.phones),
        chat_url=next((address.url for address in service.urls if address.label == "chat"), ""),
        url=service.url,
        email=service.email,
        languages=tuple(Spoken(spoken.code, spoken.channel, spoken.note) for spoken in service.languages),
        cost=cost.option if cost else "unknown",
        cost_words=cost.amount_description if cost else "",
        hours_note=service.hours_note,
        areas=tuple(_area(area, locate) for area in service.service_areas),
        places=tuple(_site(there.location, there.description) for there in service.at_locations),
        facts=_facts(service.attributes),
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        application_process=service.application_process,
        eligibility=service.eligibility_description,
        alert=service.alert,
        rank=service.rank,
    )


def shown(service: Service) -> bool:
    """Whether the public may see it: not of low confidence, not held back, and still offered."""
    return service.confidence != "low" and not service.held_because and service.status == "active"


def hours_of(service: Service) -> Hours:
    """The opening hours that the schedule rows say."""
    if service.hours_known != "weekly":
        return ALWAYS if service.hours_known == "always" else UNKNOWN
    weekly = [row for row in service.schedules if row.valid_from is None]
    special: dict[tuple[date, date], list[Schedule]] = {}
    for row in service.schedules:
        if row.valid_from is not None:
            special.setdefault((row.valid_from, row.valid_to or row.valid_from), []).append(row)
    return Hours(
        known=True,
        always=False,
        timezone=service.schedules[0].timezone if service.schedules else "",
        openings=_openings(weekly),
        exceptions=tuple(SpecialDays(first, last, _openings(rows)) for (first, last), rows in special.items()),
        public_holidays=service.public_holidays,
        holidays_of=service.country if len(service.country) == 2 and service.country not in ("ZZ", "EU") else "",
    )


def _openings(rows: Iterable[Schedule]) -> tuple[Opening, ...]:
    """A rule without times says *closed* for its days."""
    return tuple(
        Opening(
            frozenset(WEEKDAYS.index(day) for day in row.byday.split(",")), row.opens_at, row.closes_at, row.channel
        )
        for row in rows
        if row.opens_at
    )


def _codes(attributes: Iterable[Attribute], taxonomy: str) -> tuple[str, ...]:
    return tuple(sorted(a.term.code for a in attributes if a.term.taxonomy == taxonomy))


def _facts(attributes: Iterable[Attribute]) -> tuple[Fact, ...]:
    facts = [Fact(a.term.code, a.value, a.jurisdiction, a.as_of) for a in attributes if a.term.taxonomy == "facts"]
    return tuple(sorted(facts, key=lambda fact: fact.code))


def _area(area: ServiceArea, locate: Locate) -> Area:
    place = locate(area.extent) if area.extent_type in ("place", "region") else None
    if place is None:
        return Area(area.extent_type, area.extent, area.name, area.description)
    name = area.name or place.name
    return Area(area.extent_type, area.extent, name, area.description, place.latitude, place.longitude)


def _site(location: Location, description: str) -> Site:
    if location.visibility != "public":
        return Site(withheld=True, name=location.name, description=description or location.description)
    address = location.addresses[0] if location.addresses else None
    lines = (
        ()
        if address is None
        else (address.address_1, address.address_2, address.city, address.state_province, address.postal_code)
    )
    return Site(
        name=location.name,
        lines=tuple(line for line in lines if line),
        city=address.city if address else "",
        country=address.country if address else "",
        latitude=location.latitude,
        longitude=location.longitude,
        transportation=location.transportation,
        accessibility=tuple(row.description for row in location.accessibility),
        description=description or location.description,
    )
