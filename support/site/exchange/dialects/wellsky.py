"""The tables of a WellSky export (211 systems) under the names of HSDS; a code stands where the name would."""

from __future__ import annotations

from support.site.exchange.reading.lists import structured

_RENAMED = {
    "services": {
        "provider_service_code_id": "id", "name": "taxonomy_code", "alternate_name": "name", "isactive": "status",
        "eligibility": "eligibility_description", "status": "availability",
    },
    "organizations": {"website_address": "website", "isactive": "status"},
    "locations": {"website_address": "url", "isactive": "status"},
}  # fmt: skip
# Columns of organisations and locations that repeat the rows of the other tables.
REPEATING = ("services", "locations", "phones", "physical_address", "postal_address", "contacts", "serviceareas")
_AREA = ("postal_code", "city", "county", "state")


def cells(table: str, row: dict[str, str], alone: bool) -> tuple[dict[str, str], dict[str, object]]:
    """The cells under the names of HSDS, and lists that stood in a cell. Where a table is ``alone``, the phones and
    addresses that it repeats are all there is, and are taken."""
    lower = {column.lower(): cell for column, cell in row.items()}
    renamed = _RENAMED.get(table, {})
    found = {
        renamed.get(column, column): cell
        for column, cell in lower.items()
        if column not in REPEATING or table in ("phones", "addresses")
    }
    lists: dict[str, object] = {}
    if table == "services":
        lists = _of_service(found)
    for column, listed in (("phones", "phones"), ("physical_address", "addresses")):
        said = structured(lower.get(column, "")) if alone and table in ("organizations", "locations") else None
        if isinstance(said, list) and said and table != "organizations":
            lists[listed] = said
    hours = found.pop("hours", "")
    if hours.strip():
        lists["schedules"] = [{"description": hours}]
    return found, lists


def _of_service(found: dict[str, str]) -> dict[str, object]:
    lists: dict[str, object] = {}
    areas = structured(found.get("service_areas", ""))
    if isinstance(areas, list):
        del found["service_areas"]
        lists["service_areas"] = [
            {"name": _area(one), "extent_type": one.get("level", "")} for one in areas if isinstance(one, dict)
        ]
    code = found.pop("taxonomy_code", "").strip()
    if code:
        term = {"code": code, "name": found.get("name", ""), "description": found.pop("taxonomy_definition", "")}
        lists["attributes"] = [{"taxonomy_term": {field: value for field, value in term.items() if value.strip()}}]
    hours = found.pop("schedule", "")
    if hours.strip():
        lists["schedules"] = [{"description": hours}]
    return lists


def _area(area: dict[str, str]) -> str:
    return ", ".join(area[field].strip() for field in _AREA if area.get(field, "").strip())
