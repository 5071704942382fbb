"""Where the fields of a flat record belong in HSDS: to the service, to its place, or to its organisation."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

Body = dict[str, Any]
_MADE = "made:"
_PLACE = ("addresses", "latitude", "longitude", "transportation", "accessibility", "location_type")


def made_id(*texts: object) -> str:
    """An id out of what a record says, the same each time (DIRTY.md 26)."""
    said = "\x1f".join(" ".join(str(text).split()).casefold() for text in texts)
    return _MADE + blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()


def placed(kind: str, body: Body) -> Body:
    """The record with its place where HSDS has it."""
    if kind == "locations":
        return _with_owner(body)
    if kind == "service_at_location":
        for named in ("service", "location"):
            inner = body.pop(named, None)
            if isinstance(inner, dict) and inner.get("id"):
                body[f"{named}_id"] = inner["id"]
        body.pop("organization", None)
        return body
    place = body.pop("location", {})
    place |= {field: body.pop(field) for field in _PLACE if field in body}
    if kind == "organizations":
        if "url" in body:
            body["website"] = body.pop("url")
        body.pop("organization", None)
        if place:
            body["locations"] = [place]
        return body
    if place:
        place.setdefault("id", made_id(*(str(place.get(field, "")) for field in ("name", *_PLACE))))
        place.setdefault("name", body.get("name", ""))
        body["service_at_locations"] = [{"location": place}]
    _own_organization(body)
    _named(body)
    return body


def _named(body: Body) -> None:
    """A service without a name of its own is called like its organisation, or like its place."""
    if not body.get("name"):
        organization = body.get("organization")
        name = organization.get("name", "") if isinstance(organization, dict) else ""
        for place in body.get("service_at_locations", []):
            name = name or place["location"].get("name", "")
        if name:
            body["name"] = name


def _own_organization(body: Body) -> None:
    organization = body.get("organization")
    if isinstance(organization, dict):
        if "url" in organization:
            organization["website"] = organization.pop("url")
        if set(organization) == {"id"}:
            body["organization_id"] = body.pop("organization")["id"]
        elif "id" not in organization:
            organization["id"] = made_id("organization", organization.get("name", ""))


def _with_owner(body: Body) -> Body:
    organization = body.pop("organization", None)
    if isinstance(organization, dict):
        if organization.get("id"):
            body["organization_id"] = organization["id"]
        elif organization.get("name"):
            body["organization_id"] = made_id("organization", organization["name"])
    body.pop("service", None)
    return body
