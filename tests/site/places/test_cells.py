"""Cells and rings: what a search within a radius finds."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.site.places import cells
from support.site.places.cells import RADII_KM, cells_of, distance_km, edge_km, rings, spoken

LATITUDES = st.floats(-90, 90, allow_nan=False)
LONGITUDES = st.floats(-180, 180, allow_nan=False)
RADII = st.sampled_from(RADII_KM)


def centre(cell: str) -> tuple[float, float]:
    radius, row, column = map(int, cell.split(":"))
    rows = round(180 * 111.195 / (radius / 25))
    latitude = -90 + (row + 0.5) * 180 / rows
    columns = max(1, round(360 * math.cos(math.radians(latitude)) * 111.195 / (radius / 25)))
    assert 0 <= row < rows
    assert 0 <= column < columns
    return latitude, -180 + (column + 0.5) * 360 / columns


def moved(latitude: float, longitude: float, bearing: float, distance: float) -> tuple[float, float]:
    """The point ``distance`` km away on a great circle."""
    here, turn, arc = math.radians(latitude), math.radians(bearing), distance / cells.EARTH_RADIUS_KM
    there = math.asin(
        max(-1.0, min(1.0, math.sin(here) * math.cos(arc) + math.cos(here) * math.sin(arc) * math.cos(turn)))
    )
    around = math.atan2(
        math.sin(turn) * math.sin(arc) * math.cos(here), math.cos(arc) - math.sin(here) * math.sin(there)
    )
    return math.degrees(there), (longitude + math.degrees(around) + 180) % 360 - 180


def within(latitude: float, longitude: float, radius: int) -> set[str]:
    return {cell for _distance, ring in rings(latitude, longitude, radius) for cell in ring}


@given(LATITUDES, LONGITUDES)
@example(90, 0)
@example(-90, 180)
@example(0, 180)
@example(0, -180)
def test_every_point_lies_in_one_cell_of_each_level(latitude: float, longitude: float) -> None:
    found = cells_of(latitude, longitude)
    assert [int(cell.split(":")[0]) for cell in found] == list(RADII_KM)
    for radius, cell in zip(RADII_KM, found, strict=True):
        middle_latitude, _middle = centre(cell)
        assert distance_km(latitude, longitude, *centre(cell)) < edge_km(radius) or abs(middle_latitude) > 89


@given(LATITUDES, LONGITUDES)
def test_meridians_are_the_same_a_turn_later(latitude: float, longitude: float) -> None:
    whole = round(longitude)
    assert cells_of(latitude, whole) == cells_of(latitude, whole + 360)


@settings(max_examples=60, deadline=None)
@given(LATITUDES, LONGITUDES, RADII, st.floats(0, 360), st.floats(0, 1.5))
@example(0, 180, 50, 90, 0.5)
@example(-17.0, 179.99, 25, 90, 0.9)
@example(89.99, 10, 100, 20, 0.7)
@example(-90, 0, 5, 0, 0.5)
def test_near_points_are_found_and_far_ones_are_not(
    latitude: float, longitude: float, radius: int, bearing: float, part: float
) -> None:
    point = moved(latitude, longitude, bearing, part * radius)
    distance = distance_km(latitude, longitude, *point)
    cell = cells_of(*point)[RADII_KM.index(radius)]
    found = cell in within(latitude, longitude, radius)
    if distance <= radius - edge_km(radius):
        assert found
    if distance > radius + edge_km(radius):
        assert not found


@settings(max_examples=60, deadline=None)
@given(LATITUDES, LONGITUDES, RADII, st.floats(0, 360), st.floats(0, 1.2))
@example(89.999, 10, 200, 180, 1.0)
@example(0.0, 179.999, 200, 90, 1.0)
def test_a_cell_is_in_the_rings_just_when_its_centre_is_within(
    latitude: float, longitude: float, radius: int, bearing: float, part: float
) -> None:
    found = within(latitude, longitude, radius)
    for cell in found:
        assert distance_km(latitude, longitude, *centre(cell)) <= radius + 1e-6
    cell = cells_of(*moved(latitude, longitude, bearing, part * radius))[RADII_KM.index(radius)]
    distance = distance_km(latitude, longitude, *centre(cell))
    if abs(distance - radius) > 1e-6:
        assert (cell in found) == (distance < radius)


@settings(max_examples=30, deadline=None)
@given(LATITUDES, LONGITUDES, RADII)
@example(90, 0, 50)
@example(0, 180, 5)
def test_rings_are_ordered_and_hold_each_cell_once(latitude: float, longitude: float, radius: int) -> None:
    found = rings(latitude, longitude, radius)
    every = [cell for _distance, ring in found for cell in ring]
    assert len(every) == len(set(every))
    assert len(found) <= 25
    distances = [distance for distance, _ring in found]
    assert distances == sorted(distances)
    # As many cells as fit into the circle: pi * 25 squared, give or take what the edge cuts.
    assert 0.9 < len(every) / (math.pi * 25**2) < 1.1 or abs(latitude) > 80
    for distance, ring in found:
        numbers = {min(24, int(distance_km(latitude, longitude, *centre(cell)) / edge_km(radius))) for cell in ring}
        assert len(numbers) == 1
        assert numbers == {min(24, int(distance / edge_km(radius)))}


def test_all_cells_near_the_antimeridian_by_trying_each() -> None:
    radius = 200
    row = int(cells_of(52.0, 179.9)[-1].split(":")[1])
    for each in range(row - 26, row + 27):
        columns = next(number for number in range(10**6) if _is_outside(radius, each, number))
        for column in range(columns):
            cell = f"{radius}:{each}:{column}"
            if distance_km(52.0, 179.9, *centre(cell)) <= radius:
                assert cell in within(52.0, 179.9, radius)


def _is_outside(radius: int, row: int, column: int) -> bool:
    try:
        centre(f"{radius}:{row}:{column}")
    except AssertionError:
        return True
    return False


def test_known_distances() -> None:
    assert distance_km(53.7965, -1.5478, 51.5085, -0.1257) == pytest.approx(272, abs=3)  # Leeds to London
    assert distance_km(0, 0, 0, 180) == pytest.approx(math.pi * 6371.0088)
    assert distance_km(10, 20, 10, 20) == 0


@pytest.mark.parametrize(
    ("distance", "words"),
    [(0, 0), (0.99, 0), (1, 1), (1.4, 1), (1.5, 2), (9.4, 9), (9.9, 10), (12.4, 10), (12.5, 15), (99, 100), (105, 110)],
)
def test_distances_as_spoken(distance: float, words: int) -> None:
    assert spoken(distance) == words


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (-90.1, 0), (math.nan, 0), (0, math.nan), (0, math.inf)])
def test_refuses_what_is_no_point(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="point"):
        cells_of(latitude, longitude)
    with pytest.raises(ValueError, match="point"):
        rings(latitude, longitude, 50)


def test_refuses_other_radii() -> None:
    with pytest.raises(ValueError, match="radii"):
        rings(0, 0, 7)


def test_remembers_only_a_bounded_number() -> None:
    assert cells._rings.cache_info().maxsize == 256
