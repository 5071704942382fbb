"""A place, and what a look-up of one gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

Kind = Literal["town", "postcode", "region", "country"]


@dataclass(frozen=True)
class Place:
    """A town, postcode, region or country.

    ``id`` is the GeoNames id of a town, ``US:78701`` for a postcode, the ISO 3166-2 or 3166-1 code of a region or a
    country. Coordinates are degrees (WGS 84), and None for regions and countries. ``timezone`` is an IANA name, empty
    where a region or a country has several. ``population`` is 0 where it is not known.
    """

    id: str
    name: str
    kind: Kind
    country: str
    region: str
    region_name: str
    latitude: float | None
    longitude: float | None
    timezone: str
    population: int

    def label(self, country_names: Mapping[str, str]) -> str:
        """``Leeds, England, United Kingdom``. ``country_names``: ISO code to name, such as babel's ``territories``."""
        country = country_names.get(self.country, self.country)
        if self.kind == "country":
            return country
        parts = [self.name, self.region_name if self.kind != "region" else "", country]
        return ", ".join(part for part in parts if part)

    def row(self) -> str:
        """One line of text that :meth:`from_row` reads back."""
        here = ["" if degrees is None else str(degrees) for degrees in (self.latitude, self.longitude)]
        parts = [self.id, self.name, self.kind, self.country, self.region, self.region_name, *here, self.timezone]
        return "\t".join([*parts, str(self.population)])

    @classmethod
    def from_row(cls, row: str) -> Place:
        """The place that :meth:`row` wrote. Raises ValueError for any other text."""
        place_id, name, kind, country, region, region_name, latitude, longitude, timezone, population = row.split("\t")
        return cls(
            place_id,
            name,
            cast(Kind, kind),
            country,
            region,
            region_name,
            float(latitude) if latitude else None,
            float(longitude) if longitude else None,
            timezone,
            int(population),
        )


@dataclass(frozen=True)
class Lookup:
    """What a text may mean.

    ``place``: the one to use. ``others``: more places of that very name, largest first; to be offered, since the text
    is ambiguous. ``suggestions``: when nothing has the name, places whose names are near it.
    """

    place: Place | None = None
    others: tuple[Place, ...] = ()
    suggestions: tuple[Place, ...] = ()
