"""From where a service is to the page on what professionals must report there."""

from __future__ import annotations

from support.site.directory.listing import Listing
from support.site.guides.confidentiality.rows import rows


def link_for(country: str, region: str = "") -> str | None:
    """The address below the language of the row for a country (ISO 3166-1) and region (ISO 3166-2).

    Where only parts of the country have rows and the region is not known, the country's part of the list; None where
    there is nothing.
    """
    known = rows()
    for code in (region if region.startswith(f"{country}-") else "", country):
        if code in known:
            return f"/confidentiality/{code}"
    return f"/confidentiality#{country}" if any(row.country == country for row in known.values()) else None


def region_of(listing: Listing) -> str:
    """The region of a listing where it serves one and only one; empty otherwise."""
    regions = {area.code for area in listing.areas if area.type == "region"}
    return regions.pop() if len(regions) == 1 and len(listing.areas) == 1 else ""
