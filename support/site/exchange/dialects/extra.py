"""The cells of which HSDS has no field: taken out of a service, so that an export can give them back (DIRTY.md 21)."""

from __future__ import annotations

import json
from typing import Any

from support.site.exchange.dialects import names

Body = dict[str, Any]
EXTRA = "_extra"  # where they wait in a record until it is put together


def listed(value: Any) -> list[Any]:
    """A list, whether one object or a list of them stands there (DIRTY.md 118)."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def extra_of(body: Body) -> dict[str, str]:
    """Take the columns that HSDS does not know out of the service, and name those of its organisation and places."""
    extra = {str(column): str(cell) for column, cell in body.pop(EXTRA, {}).items()}
    extra |= _unknown("", "services", body)
    organization = body.get("organization")
    if isinstance(organization, dict):
        extra |= _unknown("organization.", "organizations", organization)
        body["organization"] = _without_extra(organization)
    for place in listed(body.get("service_at_locations")):
        if isinstance(place, dict):
            extra |= {f"place.{column}": str(cell) for column, cell in place.pop(EXTRA, {}).items()}
            location = place.get("location")
            if isinstance(location, dict):
                extra |= _unknown(f"location.{location.get('id', '')}.", "locations", location)
                place["location"] = _without_extra(location)
    return extra


def _unknown(prefix: str, table: str, body: Body) -> dict[str, str]:
    """The texts that are of no field of HSDS, out of ``body`` where it is a service's own, else as well."""
    found = {f"{prefix}{column}": str(cell) for column, cell in (body.get(EXTRA) or {}).items()}
    for field in [field for field in body if field not in names.KNOWN[table] and field != EXTRA]:
        if isinstance(body[field], str):
            found[prefix + field] = body[field] if prefix else body.pop(field)
        elif not prefix:
            found[field] = json.dumps(body.pop(field), ensure_ascii=False)
    return found


def _without_extra(body: Body) -> Body:
    return {field: value for field, value in body.items() if field != EXTRA} if EXTRA in body else body
