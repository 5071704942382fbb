"""Services near a postcode, or for it. Only public places with coordinates are measured: a withheld place has none,
so that no number of questions tells where it is (DESIGN section 4).
"""

from __future__ import annotations

import math
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, literal, or_
from sqlalchemy.orm import Session

from support.site.directory.engine import engine
from support.site.directory.index import area_tags
from support.site.directory.models import Location, Service, ServiceArea, ServiceAtLocation
from support.site.exchange.api import selecting
from support.site.exchange.api.asking import Asked
from support.site.places.cells import distance_km
from support.site.places.place import Place
from support.site.places.postcodes import postcode_ids

KM_PER_DEGREE = 111.0
MOST_MEASURED = 100_000


class UnknownPostcode(Exception):
    """The gazetteer does not know it."""


def place_of(postcode: str, country: str, home: str) -> Place:
    """The place of a postcode; where several countries have it, that of ``country``, else of ``home``, else the first.
    Raises :class:`UnknownPostcode` and ``IndexUnavailable``."""
    ids = [one for one in postcode_ids(postcode) if not country or one.startswith(f"{country}:")]
    ids.sort(key=lambda one: not one.startswith(f"{home}:"))
    found = next((place for place in map(engine().locate, ids) if place is not None), None)
    if found is None:
        raise UnknownPostcode
    return found


def covers(place: Place) -> ColumnElement[bool]:
    """The service's area holds the place: its region, its country, the union, the world, or the very place."""
    codes = [tag.removeprefix("area:") for tag in area_tags(place.country, place.region)]
    return exists().where(ServiceArea.service_id == Service.id, ServiceArea.extent.in_([*codes, place.id]))


def within(session: Session, asked: Asked, place: Place, metres: int) -> list[UUID]:
    """Services at public places within ``metres`` of the middle of ``place``, the nearest first. Asks once."""
    if place.latitude is None or place.longitude is None:
        return []
    here = (place.latitude, place.longitude)
    query = selecting.places(session, asked, _box(*here, metres / 1000)).join(
        Location, Location.id == ServiceAtLocation.location_id
    )
    rows = session.execute(query.add_columns(Location.latitude, Location.longitude).limit(MOST_MEASURED)).all()
    far = [(distance_km(*here, latitude, longitude), number) for number, latitude, longitude in rows]
    return [number for distance, number in sorted(far) if distance * 1000 <= metres]


def _box(latitude: float, longitude: float, radius: float) -> list[ColumnElement[bool]]:
    high = radius / KM_PER_DEGREE * 1.01
    wide = high / max(0.01, math.cos(math.radians(min(89.0, abs(latitude) + high))))
    inside = [
        Location.visibility == "public",
        Location.latitude.between(latitude - high, latitude + high),
        Location.longitude.is_not(None),
    ]
    if wide >= 180:
        return inside
    turned = [func.abs(Location.longitude - longitude + turn) <= wide for turn in (-360, 0, 360)]
    return [*inside, or_(*turned, literal(False))]
