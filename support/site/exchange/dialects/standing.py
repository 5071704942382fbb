"""What stands in for a field or a record that HSDS 3.1 has and the files have not."""

from __future__ import annotations

from typing import Any

from support.site.exchange.dialects.extra import listed

Body = dict[str, Any]
# What says whether a record may be seen: a service that stands for its place or organisation has it, too.
_MARKS = ("status", "is_private", "exclude_from_website", "exclude_from_directory", "show_on_website")


def of_place(place: Body) -> Body:
    """A service for a place that no service names."""
    body = {"name": place.get("name") or place.get("alternate_name") or "", **_marks(place)}
    return body | {"service_at_locations": [{"location": place}]}


def of_organization(organization: Body) -> Body:
    """A service for an organisation that no service names, at the places it has."""
    body = {
        field: organization[field] for field in ("name", "description", "phones", "email") if organization.get(field)
    }
    if organization.get("website"):
        body["url"] = organization["website"]
    places = [{"location": one} for one in listed(organization.get("locations")) if isinstance(one, dict)]
    if places:
        body["service_at_locations"] = places
    return body | _marks(organization) | {"organization": organization}


def _marks(body: Body) -> Body:
    return {field: body[field] for field in _MARKS if field in body}


def eligible(body: Body) -> None:
    """The rows of the old table ``eligibility`` in the words that took its place in HSDS 3.0."""
    rows = [one for one in listed(body["eligibility"]) if isinstance(one, dict)]
    said = [one["eligibility"] for one in rows if one.get("eligibility")]
    if said:
        del body["eligibility"]
        body["eligibility_description"] = "\n".join([*filter(None, [body.get("eligibility_description")]), *said])
