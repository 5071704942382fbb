"""Plots: nothing is drawn that is not known, every number has its place, whatever the series is."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.site.guides.figures.plotting import HEIGHT, WIDTH, Chart, bars, drawable, lines
from support.site.guides.figures.scales import scale
from support.site.guides.figures.series import Point, known, runs


def chart(*points: Point, apart: tuple[Point, ...] = (), logarithmic: bool = False) -> Chart:
    return Chart(
        "chart-9",
        "Boats <seen>",
        'Boats & "ferries"',
        points,
        short=lambda value: f"{value}",
        changed=lambda year: f"counted anew from {year}",
        apart=apart,
        logarithmic=logarithmic,
    )


def parts(svg: str, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(tag))


def joined_pairs(svg: str) -> int:
    """How many pairs of points a line of the curve joins."""
    curves = [one.attrib["d"] for one in parts(svg, "path") if one.attrib.get("stroke-width") == "2"]
    return sum(curve.count("L") for curve in curves)


years = st.lists(st.integers(1990, 2030), unique=True, max_size=40).map(sorted)
values = st.none() | st.integers(0, 10**12)
series = years.flatmap(
    lambda found: st.tuples(*(st.builds(Point, st.just(one), values, st.booleans(), st.booleans()) for one in found))
)


def test_neighbours_are_joined_and_a_gap_is_not_bridged() -> None:
    points = (Point(2011, 5), Point(2012, None), Point(2013, 6), Point(2014, 7))
    svg = lines(chart(*points))
    assert joined_pairs(svg) == 1
    assert len(parts(svg, "circle")) == 3
    assert [one.text for one in parts(svg, "text")].count("?") == 1


def test_a_year_that_is_missing_from_the_file_is_a_gap_as_well() -> None:
    svg = lines(chart(Point(2011, 5), Point(2013, 6)))
    assert joined_pairs(svg) == 0
    assert [one.text for one in parts(svg, "text")].count("?") == 1


def test_a_new_way_of_counting_parts_the_line_and_says_so() -> None:
    points = (Point(2022, 5), Point(2023, 6), Point(2024, 3, breaks=True))
    svg = lines(chart(*points))
    assert joined_pairs(svg) == 1
    assert "counted anew from 2024" in svg
    assert [one for one in parts(svg, "line") if "stroke-dasharray" in one.attrib]
    whole = lines(chart(*points[:2], Point(2024, 3)))
    assert joined_pairs(whole) == 2
    assert "counted anew" not in whole


def test_what_is_counted_otherwise_is_joined_to_nothing() -> None:
    plain, beside = (
        lines(chart(Point(2023, 6), Point(2024, 3, breaks=True), apart=apart)) for apart in ((), (Point(2024, 5),))
    )
    assert joined_pairs(plain) == joined_pairs(beside) == 0
    assert len(parts(beside, "path")) == len(parts(plain, "path")) + 1
    assert len(parts(beside, "circle")) == len(parts(plain, "circle"))


@pytest.mark.parametrize("draw", [lines, bars])
@pytest.mark.parametrize("points", [(), (Point(2020, None),), (Point(2020, 5),), (Point(2020, 5), Point(2021, None))])
def test_one_number_or_none_is_no_plot(points: tuple[Point, ...], draw) -> None:  # type: ignore[no-untyped-def]
    assert not drawable(points)
    assert draw(chart(*points)) == ""


def test_a_bar_shows_its_part_and_whether_it_is_rounded() -> None:
    svg = bars(chart(Point(2019, 100), Point(2020, 80, inside=40), Point(2021, 90, rounded=True)))
    boxes = [one.attrib for one in parts(svg, "rect")]
    outer = [one for one in boxes if one["fill"] == "none"]
    (inner,) = [one for one in boxes if one["fill"] == "currentColor"]
    assert len(outer) == 3
    assert float(inner["height"]) * 2 == pytest.approx(float(outer[1]["height"]), abs=0.2)
    assert ["stroke-dasharray" in one for one in outer] == [False, False, True]
    assert "≈90" in svg


def test_words_are_escaped_and_read_aloud() -> None:
    svg = lines(chart(Point(2019, 1), Point(2020, 2)))
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root.find("title").text == "Boats <seen>"  # type: ignore[union-attr]
    assert root.find("desc").text == 'Boats & "ferries"'  # type: ignore[union-attr]
    ids = {one.attrib["id"] for one in root.iter() if "id" in one.attrib}
    assert {root.attrib["aria-labelledby"], root.attrib["aria-describedby"]} <= ids
    assert "Boats <" not in svg


@given(series, st.booleans())
def test_any_series_is_drawn_whole_or_not_at_all(points: tuple[Point, ...], logarithmic: bool) -> None:
    for draw in (lines, bars):
        one = chart(*points, logarithmic=logarithmic)
        svg = draw(one)
        if not drawable(points):
            assert not svg
            continue
        root = ElementTree.fromstring(svg)
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        numbers = [float(one.attrib[name]) for one in root.iter() for name in ("x", "y", "cx", "cy", "x1", "y2")
                   if name in one.attrib]  # fmt: skip
        assert all(-0.1 <= number <= max(width, height) for number in numbers)
        assert width == WIDTH
        assert height > HEIGHT
        assert not re.search(r"nan|inf|style=", svg)


@given(series)
def test_a_run_never_crosses_a_gap_or_a_new_count(points: tuple[Point, ...]) -> None:
    found = runs(points)
    assert [one for run in found for one in run] == known(points)
    for run in found:
        assert [one.year for one in run] == list(range(run[0].year, run[0].year + len(run)))
        assert not any(one.breaks for one in run[1:])


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=30), st.booleans())
def test_a_scale_has_a_place_for_every_number(numbers: list[int], logarithmic: bool) -> None:
    found = scale(numbers, logarithmic=logarithmic)
    assert all(0 <= found.share(number) <= 1 for number in numbers)
    assert list(found.ticks) == sorted(set(found.ticks))
    assert 2 <= len(found.ticks) <= 14
    shares = [found.share(number) for number in sorted(numbers)]
    assert shares == sorted(shares)


def test_steps_are_equal_or_ten_times_more() -> None:
    assert scale([3, 36]).ticks == (0, 10, 20, 30, 40)
    assert scale([4560, 36_210_368], logarithmic=True).ticks == tuple(10**power for power in range(3, 9))
    assert scale([1, 100], logarithmic=True).share(10) == pytest.approx(0.5)
