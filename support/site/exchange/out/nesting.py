"""From the tables to a fully nested HSDS 3.1 service. Editors' columns (rank, reasons for holding back, keys of
sources) are not named here, so that they cannot go out.

A withheld place goes out as a location without address, coordinates and directions, with an attribute that says so
(DESIGN section 4, safety.md S77).
"""

from __future__ import annotations

from typing import Any

from support.site.directory.models import Address, Location, Organization, Service, ServiceAtLocation
from support.site.exchange.out.attributes import attributes_of, audience_of, said, told
from support.site.exchange.out.parts import Named, areas, by_id, cost, email, language, moment, number, phone, uri, url
from support.site.exchange.out.schedules import schedules_of


def nested(service: Service, named: Named) -> dict[str, Any]:
    """The service with everything that hangs on it."""
    return scalars(service) | said(
        organization=organization(service.organization),
        additional_urls=[url(one) for one in by_id(service.urls) if uri(one.url)],
        phones=[phone(one) for one in service.phones],
        schedules=schedules_of(service),
        service_areas=areas(service, named),
        service_at_locations=[_at(one) for one in by_id(service.at_locations)],
        languages=[language(one) for one in service.languages],
        cost_options=[cost(one) for one in by_id(service.cost_options)],
        attributes=attributes_of(service),
    )


def listed(service: Service) -> dict[str, Any]:
    """The service as an item of a list: its own fields, its organisation, and whose concern it is."""
    return scalars(service) | {
        "organization": organization(service.organization),
        "attributes": audience_of(service),
    }


def scalars(service: Service) -> dict[str, Any]:
    """The service's own fields."""
    return said(
        id=str(service.id),
        organization_id=str(service.organization_id),
        name=service.name,
        alternate_name=service.alternate_name,
        description=service.description,
        url=uri(service.url),
        email=email(service.email),
        status=service.status,
        application_process=service.application_process,
        eligibility_description=service.eligibility_description,
        minimum_age=number(service.minimum_age),
        maximum_age=number(service.maximum_age),
        assured_date=service.assured_date.isoformat() if service.assured_date else None,
        alert=service.alert,
        last_modified=moment(service.last_modified),
    )


def organization(one: Organization) -> dict[str, Any]:
    """An organisation's own fields. HSDS wants a description: where there is none, the name stands in its place."""
    return said(
        id=str(one.id),
        name=one.name,
        alternate_name=one.alternate_name,
        description=one.description or one.name,
        email=email(one.email),
        website=uri(one.website),
    )


def location(one: Location) -> dict[str, Any]:
    """A place with its address and access; of a withheld one only that there is such a place."""
    if one.visibility != "public":
        hidden = [told(one.id, "address_withheld", "yes")]
        return said(
            id=str(one.id),
            location_type=one.location_type,
            name=one.name,
            description=one.description,
            attributes=hidden,
        )
    return place(one) | said(
        addresses=[_address(row, one) for row in by_id(one.addresses)],
        accessibility=[
            said(id=str(row.id), location_id=str(one.id), description=row.description, details=row.details)
            for row in by_id(one.accessibility)
        ],
    )


def place(one: Location) -> dict[str, Any]:
    """A place's own fields, nothing of where a withheld one is."""
    public = one.visibility == "public"
    return said(
        id=str(one.id),
        location_type=one.location_type,
        name=one.name,
        description=one.description,
        transportation=one.transportation if public else None,
        latitude=one.latitude if public else None,
        longitude=one.longitude if public else None,
        attributes=[] if public else [told(one.id, "address_withheld", "yes")],
    )


def at_location(one: ServiceAtLocation) -> dict[str, Any]:
    """The link of a service with a place, without either."""
    return said(
        id=str(one.id),
        service_id=str(one.service_id),
        location_id=str(one.location_id),
        description=one.description,
    )


def _at(one: ServiceAtLocation) -> dict[str, Any]:
    return at_location(one) | {"location": location(one.location)}


def _address(row: Address, one: Location) -> dict[str, Any]:
    """HSDS wants every line of an address: one that is not known is an empty text."""
    return {
        "id": str(row.id), "location_id": str(one.id), "address_1": row.address_1,
        **({"address_2": row.address_2} if row.address_2 else {}),
        "city": row.city, "state_province": row.state_province, "postal_code": row.postal_code, "country": row.country,
        "address_type": "postal" if one.location_type == "postal" else "physical",
    }  # fmt: skip
