"""Real towns from the bundled gazetteer, drawn as often as people live there."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

FILE = Path(__file__).resolve().parent.parent / "support" / "site" / "places" / "data" / "places.tsv.gz"


@dataclass(frozen=True)
class Town:
    """A town: its GeoNames id, name, ISO codes of country and region, degrees, and IANA time zone."""

    id: str
    name: str
    country: str
    region: str
    region_name: str
    latitude: float
    longitude: float
    timezone: str
    population: int


class Towns:
    """All towns of the gazetteer, to draw from."""

    def __init__(self, file: Path = FILE) -> None:
        self.all: list[Town] = []
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                place, name, kind, country, region, named, north, east, zone, people, *_ = line.rstrip("\n").split("\t")
                if kind == "town" and zone:
                    town = Town(place, name, country, region, named, float(north), float(east), zone, int(people or 0))
                    self.all.append(town)
        self._weights = list(accumulate(town.population for town in self.all))

    def draw(self, random: Random, count: int) -> list[Town]:
        """``count`` towns, weighted by population."""
        return random.choices(self.all, cum_weights=self._weights, k=count)
