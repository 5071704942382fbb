"""Cells on the earth, so that "within 25 km" is a question an index of words can answer.

For each radius the earth is cut into rows of equal height and each row into nearly square cells, with edges of a
25th of the radius. A place is written down under one term per radius, such as ``50:1234:567``. A search asks for the
cells whose centres lie within the radius, ring by ring from the nearest. The answer is exact to about one edge, and
the rings give an order by distance. Distances are in km on a sphere of the earth's mean radius (IUGG).
"""

from __future__ import annotations

import math
from functools import lru_cache

RADII_KM = (5, 10, 25, 50, 100, 200)
RINGS = 25
EARTH_RADIUS_KM = 6371.0088
DEGREE_KM = 111.195

Ring = tuple[float, list[str]]


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The great-circle distance (haversine) of two points given in degrees."""
    here, there = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    chord = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(turn / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def spoken(distance: float) -> int:
    """A distance in km as one would say it: 0 for less than 1 km, then steps of 1, from 10 of 5, from 100 of 10 km."""
    if distance < 1:
        return 0
    step = 1 if distance < 10 else 5 if distance < 100 else 10
    return int(distance / step + 0.5) * step


def edge_km(radius_km: int) -> float:
    """The height of a cell of this radius's level, and the width of its rings."""
    return radius_km / RINGS


def cells_of(latitude: float, longitude: float) -> list[str]:
    """The one cell on each level in which a point lies. Raises ValueError where that is no point on the earth."""
    if not (-90 <= latitude <= 90 and math.isfinite(longitude)):
        raise ValueError("not a point on the earth")
    return [_cell_of(radius, latitude, longitude) for radius in RADII_KM]


def rings(latitude: float, longitude: float, radius_km: int) -> list[Ring]:
    """The cells whose centres lie within ``radius_km`` (one of RADII_KM), grouped by distance, nearest ring first.

    A ring is the mean distance of its cells' centres in km, and their terms. Rings without a cell are left out. Raises
    ValueError where that is no point on the earth or no level.
    """
    if radius_km not in RADII_KM or not (-90 <= latitude <= 90 and math.isfinite(longitude)):
        raise ValueError("not a point on the earth, or not one of the radii")
    return [(distance, list(cells)) for distance, cells in _rings(latitude, _turned(longitude), radius_km)]


@lru_cache(maxsize=256)
def _rings(latitude: float, longitude: float, radius_km: int) -> tuple[tuple[float, tuple[str, ...]], ...]:
    edge = edge_km(radius_km)
    grouped: list[list[str]] = [[] for _ in range(RINGS)]
    sums = [0.0] * RINGS
    reach = radius_km / DEGREE_KM + _row_height(radius_km)
    first, last = _row_of(radius_km, latitude - reach), _row_of(radius_km, latitude + reach)
    for row in range(first, last + 1):
        middle = _row_middle(radius_km, row)
        columns = _columns(radius_km, row)
        for column in _columns_near(latitude, longitude, middle, columns, radius_km):
            distance = distance_km(latitude, longitude, middle, -180 + (column + 0.5) * 360 / columns)
            if distance <= radius_km:
                ring = min(RINGS - 1, int(distance / edge))
                grouped[ring].append(f"{radius_km}:{row}:{column}")
                sums[ring] += distance
    return tuple((total / len(cells), tuple(cells)) for total, cells in zip(sums, grouped, strict=True) if cells)


def _columns_near(latitude: float, longitude: float, middle: float, columns: int, radius_km: int) -> list[int]:
    """The columns of the row at ``middle`` that can hold a centre within the radius, each once, antimeridian or not."""
    here, there = math.radians(latitude), math.radians(middle)
    spare = math.sin(radius_km / EARTH_RADIUS_KM / 2) ** 2 - math.sin((there - here) / 2) ** 2
    if spare < 0:
        return []
    narrow = math.cos(here) * math.cos(there)
    if spare >= narrow:
        return list(range(columns))
    half_turn = math.degrees(2 * math.asin(math.sqrt(spare / narrow)))
    width = 360 / columns
    first = math.floor((longitude - half_turn + 180) / width - 0.5 - 1e-9)
    last = math.ceil((longitude + half_turn + 180) / width - 0.5 + 1e-9)
    if last - first + 1 >= columns:
        return list(range(columns))
    return [column % columns for column in range(first, last + 1)]


def _cell_of(radius_km: int, latitude: float, longitude: float) -> str:
    row = _row_of(radius_km, latitude)
    columns = _columns(radius_km, row)
    column = min(columns - 1, int((_turned(longitude) + 180) / 360 * columns))
    return f"{radius_km}:{row}:{column}"


def _turned(longitude: float) -> float:
    """The same meridian between -180 (included) and 180 (not included)."""
    turned = (longitude + 180) % 360 - 180
    return -180.0 if turned >= 180 else turned


def _row_of(radius_km: int, latitude: float) -> int:
    row = math.floor((latitude + 90) / _row_height(radius_km))
    return max(0, min(_rows(radius_km) - 1, row))


def _rows(radius_km: int) -> int:
    return round(180 * DEGREE_KM / edge_km(radius_km))


def _row_height(radius_km: int) -> float:
    return 180 / _rows(radius_km)


def _row_middle(radius_km: int, row: int) -> float:
    return -90 + (row + 0.5) * _row_height(radius_km)


def _columns(radius_km: int, row: int) -> int:
    around = 360 * math.cos(math.radians(_row_middle(radius_km, row))) * DEGREE_KM
    return max(1, round(around / edge_km(radius_km)))
