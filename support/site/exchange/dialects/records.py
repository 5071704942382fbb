"""What a JSON record is, and what is inside it: services, organisations with services, places, services at places.

Written for HSDS 3 and Open Referral UK, and for the shapes of the years before that (``locs``, ``address_attributes``).
"""

from __future__ import annotations

from typing import Any

from support.site.exchange.dialects import names
from support.site.exchange.dialects.early import early
from support.site.exchange.dialects.placing import made_id

Body = dict[str, Any]
Found = tuple[str, Body, bool]  # table, record, whether it was found inside another
_EARLY = frozenset(("locs", "address_attributes", "services_attributes", "phones_attributes", "servs", "locations"))
_AT_ONE_PLACE = frozenset(("address", "latitude", "phone"))
_ADDRESS = ("address_1", "address_2", "city", "region", "state_province", "postal_code", "country")
_OF_ORGANIZATION = frozenset(
    ["organization_identifiers", "tax_status", "tax_id", "legal_status", "year_incorporated", "parent_organization_id"]
)
_OF_SERVICE = frozenset(
    ("service_at_locations", "eligibility_description", "application_process", "status", "organization",
     "fees_description", "interpretation_services", "minimum_age", "service_areas", "cost_options",
     "required_documents", "assured_date")
)  # fmt: skip


def is_about_an_interface(value: Body) -> bool:
    """Whether it only describes an API (``GET /`` of HSDS) or a schema."""
    if "openapi_url" in value or {"version", "profile"} <= value.keys() or "openapi" in value:
        return True
    return "$schema" in value or (isinstance(value.get("properties"), dict) and isinstance(value.get("type"), str))


def kind_of(value: Any, stem: str) -> str:
    """The table that a record belongs to; empty where it is none of HSDS. ``stem``: the name of its file or list."""
    if not isinstance(value, dict):
        return ""
    if isinstance(value.get("service"), dict) or ("location" in value and "service_id" in value):
        return "service_at_location"
    if value.keys() & {"locs", "services_attributes"} or (
        isinstance(value.get("services"), list) and "name" in value and _inside(value)
    ):
        return "organizations"
    if "location_type" in value or ("addresses" in value and "latitude" in value):
        return "locations"
    if "term_uri" in value or {"taxonomy", "parent_id"} <= value.keys() or "taxonomy_detail" in value:
        return "taxonomy_terms"
    if "taxonomy_terms" in value or (
        value.keys() <= {"id", "name", "description", "uri", "version"} and "version" in value
    ):
        return "taxonomies"
    if value.keys() & _OF_ORGANIZATION:
        return "organizations"
    if "id" in value and "name" in value and value.keys() & _OF_SERVICE:
        return "services"
    named = names.table_of(stem.removesuffix("_full").removesuffix("_list"))
    if named in ("organizations", "services", "locations") and {"id", "name"} <= value.keys() and _mostly(named, value):
        return named
    early = value.get("locations")
    return "organizations" if isinstance(early, list) and "name" in value else ""


def _inside(value: Body) -> bool:
    return all(isinstance(one, dict) for one in value["services"])


def _mostly(table: str, value: Body) -> bool:
    return len(value.keys() & names.KNOWN[table]) * 2 >= len(value)


def taken_apart(table: str, value: Body) -> list[Found]:
    """The record, and those inside it, each with its table; a part leads back to the whole by its id."""
    if table == "organizations":
        return _organization(value)
    if table == "locations" and isinstance(value.get("services"), (list, dict)):
        return _place(value)
    if table == "service_at_location" and isinstance(value.get("service"), dict):
        service = dict(value["service"])
        rest = {field: inner for field, inner in value.items() if field != "service"}
        rest["service_id"] = service.setdefault("id", made_id("services", service.get("name", "")))
        return [("services", service, True), (table, rest, False)]
    if table == "taxonomies" and isinstance(value.get("taxonomy_terms"), list):
        rest = {field: inner for field, inner in value.items() if field != "taxonomy_terms"}
        return [
            (table, rest, False),
            *(("taxonomy_terms", term, True) for term in value["taxonomy_terms"] if isinstance(term, dict)),
        ]
    return [(table, value, False)]


def _place(value: Body) -> list[Found]:
    """A place with the services in it, as a list or by their ids."""
    place = {field: inner for field, inner in early(value).items() if field != "services"}
    own = place.setdefault("id", made_id("locations", place.get("name", ""), str(place.get("addresses", ""))))
    services = value["services"].values() if isinstance(value["services"], dict) else value["services"]
    found: list[Found] = [("locations", place, False)]
    for one in services:
        if isinstance(one, dict):
            whose = {"organization_id": place["organization_id"]} if "organization_id" in place else {}
            body = {**whose, "name": place.get("name", ""), **early(one)}
            body["location_id"] = own
            if not isinstance(body.get("organization"), dict):
                body.pop("organization", None)
            body.setdefault("id", made_id("services", own, body["name"]))
            found.append(("services", body, True))
    return found


def _organization(value: Body) -> list[Found]:
    if value.keys() & _EARLY or value.keys() & _AT_ONE_PLACE:
        value = early(value)
        _at_one_place(value)
    services = value.pop("services", None) or []
    own = value.setdefault("id", made_id("organizations", value.get("name", "")))
    found: list[Found] = []
    kept = []
    for place in value.get("locations", []):
        if not isinstance(place, dict):
            continue
        inside = place.pop("services", None) or []
        place.setdefault("id", made_id("locations", own, place.get("name", ""), str(place.get("addresses", ""))))
        found += [_service(own, value, place, one) for one in inside if isinstance(one, dict)]
        if not inside:
            kept.append(place)
    if kept:
        value["locations"] = kept
    else:
        value.pop("locations", None)
    found += [_service(own, value, None, one) for one in services if isinstance(one, dict)]
    return [("organizations", value, False), *found]


def _at_one_place(value: Body) -> None:
    """An organisation that has an address of its own, as one with one place; its services are there."""
    if "locations" in value or not value.keys() & {"address_1", "addresses", "latitude"}:
        return
    place: Body = {"name": value.get("name", "")}
    point = value.pop("location", None)
    if isinstance(point, dict):
        place |= {field: point[field] for field in ("latitude", "longitude") if field in point}
    place |= {field: value.pop(field) for field in ("latitude", "longitude", "addresses") if field in value}
    written = {field: value.pop(field) for field in _ADDRESS if isinstance(value.get(field), str)}
    if written and "addresses" not in place:
        place["addresses"] = [written]
    if "services" in value:
        place["services"] = value.pop("services")
    value["locations"] = [place]


def _service(own: str, organization: Body, place: Body | None, service: Body) -> Found:
    body = {"organization_id": own, **service}
    if not body.get("name"):
        body["name"] = (place or {}).get("name") or organization.get("name", "")
    if place is not None:
        body["service_at_locations"] = [{"location": place}]
    if "id" not in body:
        body["id"] = made_id("services", own, str((place or {}).get("id", "")), body["name"])
    return "services", body, True


def flattened(value: Any, prefix: str = "") -> dict[str, str]:
    """A nested record as columns: ``location.latitude``, ``hours.0``; lists of texts in one cell, behind semicolons."""
    if not isinstance(value, (dict, list)):
        return {prefix: str(value)}
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return {prefix: "; ".join(value)}
    found: dict[str, str] = {}
    items = value.items() if isinstance(value, dict) else ((str(number), one) for number, one in enumerate(value, 1))
    for key, inner in items:
        found |= flattened(inner, f"{prefix}.{key}" if prefix else str(key))
    return found
