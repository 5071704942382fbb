"""How a service area is written in ``service_area.extent``, and read back. HSDS has no codes for areas, only shapes.

``ZZ`` the world, ``EU`` the European Union, ``GB`` a country, ``GB-ENG`` a region (ISO 3166), ``geonames:2644688`` a
town, ``place:US:78701`` another place of the gazetteer. ``extent_type`` is ``text`` for all of them.
"""

from __future__ import annotations

import re

EXTENT_TYPE = "text"
_COUNTRY, _REGION = re.compile(r"[A-Z]{2}"), re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_WIDE = {"worldwide": "ZZ", "union": "EU"}
_GEONAMES = re.compile(r"geonames:([0-9]+)", re.ASCII)


def extent_of(area_type: str, code: str) -> str:
    """The text for an area of ours."""
    if area_type != "place":
        return _WIDE.get(area_type, code)
    return f"geonames:{code}" if code.isascii() and code.isdigit() else f"place:{code}"


def read_extent(text: str) -> tuple[str, str] | None:
    """Type and code of an area of ours, or None for any other text."""
    for area_type, code in _WIDE.items():
        if text == code:
            return area_type, code
    found = _GEONAMES.fullmatch(text)
    if found:
        return "place", found[1]
    if text.startswith("place:") and len(text) > len("place:"):
        return "place", text.removeprefix("place:")
    if _REGION.fullmatch(text):
        return "region", text
    return ("country", text) if _COUNTRY.fullmatch(text) else None


def uri_of(area_type: str, code: str) -> str:
    """The address of a town at GeoNames, empty for everything else."""
    numbered = area_type == "place" and code.isascii() and code.isdigit()
    return f"https://sws.geonames.org/{code}/" if numbered else ""
