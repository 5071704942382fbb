"""What a VisionLink export writes as JSON into one cell: the sites of a service, and the area it serves."""

from __future__ import annotations

from typing import Any

from support.site.exchange.reading.lists import structured

_SITES = "ServiceSite_ServiceSite_Both"
_AREAS = "ServiceGeotagus_ServiceGeotagus"
_PLACE = ("zip", "city", "county", "state", "country")


def unfold(body: dict[str, Any], extra: dict[str, str]) -> None:
    """Take sites and areas out of ``extra`` into ``body``; a cell that is not as expected stays where it is."""
    sites = structured(extra.get(_SITES, ""))
    if isinstance(sites, list) and all(isinstance(one, dict) and one.get("Site_Id") for one in sites):
        del extra[_SITES]
        extra.pop("ServiceSite_ServiceSite", None)
        body["service_at_locations"] = [
            {"location": {"id": site["Site_Id"], "name": site.get("Name", "")}} for site in sites
        ]
    areas = structured(extra.get(_AREAS, ""))
    if isinstance(areas, list) and all(isinstance(one, dict) for one in areas):
        del extra[_AREAS]
        body["service_areas"] = [
            {
                "name": ", ".join(area[field] for field in _PLACE if area.get(field)),
                "extent_type": area.get("scope", ""),
            }
            for area in areas
        ]
