"""From a series to an SVG: pure functions, no request, no language of their own.

Nothing is drawn that is not known: a year without a number gets a hatched strip and no line, and where the way of
counting changed a dashed line stands and the curve stops (guides.md, "The figures page").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from support.site.guides.figures.drawing import box, diamond, element, hatch, line, path, picture, text
from support.site.guides.figures.scales import Scale, scale
from support.site.guides.figures.series import Point, known, runs

WIDTH, LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 340, 46, 8, 16, 20, 180
ROW = 14  # the height of a line of words
MOST_YEARS = 7  # written below; more would touch each other on a narrow phone
LEAST = 2


@dataclass(frozen=True)
class Chart:
    """What is drawn. ``short`` writes a number for the axis; ``changed`` the words beside a new way of counting.

    ``apart``: points of another count that stand in the same frame, as hollow diamonds, joined to nothing.
    """

    name: str
    title: str
    description: str
    points: Sequence[Point]
    short: Callable[[int], str]
    changed: Callable[[int], str]
    apart: Sequence[Point] = ()
    logarithmic: bool = False


@dataclass(frozen=True)
class _Frame:
    years: Sequence[int]
    scale: Scale
    top: float

    @property
    def column(self) -> float:
        return (WIDTH - LEFT - RIGHT) / len(self.years)

    @property
    def bottom(self) -> float:
        return self.top + HEIGHT

    def x(self, year: int) -> float:
        return LEFT + (self.years.index(year) + 0.5) * self.column

    def y(self, value: int) -> float:
        return self.bottom - self.scale.share(value) * HEIGHT


def drawable(points: Sequence[Point]) -> bool:
    """Whether there is something to see: one number or none is a sentence, not a plot."""
    return len(known(points)) >= LEAST


def lines(chart: Chart) -> Markup:
    """A curve over the years. Empty where it is not :func:`drawable`."""
    if not drawable(chart.points):
        return Markup("")
    frame = _frame(chart)
    return _finished(
        chart,
        frame,
        [
            *(mark for run in runs(chart.points) for mark in _run(frame, run)),
            *(diamond(frame.x(one.year), frame.y(one.value or 0), 4.5) for one in known(chart.apart)),
            *_extremes(chart, frame),
        ],
    )


def bars(chart: Chart) -> Markup:
    """A bar a year, and inside it a full one for the part. Empty where it is not :func:`drawable`."""
    if not drawable(chart.points):
        return Markup("")
    frame = _frame(chart)
    return _finished(chart, frame, [mark for point in known(chart.points) for mark in _bar(chart, frame, point)])


def _frame(chart: Chart) -> _Frame:
    every = [*chart.points, *chart.apart]
    years = range(min(one.year for one in every), max(one.year for one in every) + 1)
    values = [one.value or 0 for one in known(every)]
    rows = sum(point.breaks for point in chart.points)
    return _Frame(years, scale(values, logarithmic=chart.logarithmic), TOP + rows * ROW)


def _finished(chart: Chart, frame: _Frame, marks: Sequence[Markup]) -> Markup:
    inside = [
        element("defs", [hatch(f"{chart.name}-hatch")]), *_axis(chart, frame), *_years(frame), *_gaps(chart, frame),
        *_breaks(chart, frame), *marks,
    ]  # fmt: skip
    height = int(frame.bottom + BOTTOM)
    return picture(chart.name, chart.title, chart.description, WIDTH, height, inside)


def _axis(chart: Chart, frame: _Frame) -> list[Markup]:
    found = []
    for tick in frame.scale.ticks:
        y = frame.y(tick)
        lowest = tick == frame.scale.ticks[0]
        found.append(line(LEFT, y, WIDTH - RIGHT, y, stroke_opacity=1 if lowest else 0.25))
        found.append(text(LEFT - 5, y + 4, chart.short(tick), "end"))
    return found


def _years(frame: _Frame) -> list[Markup]:
    step = -(-len(frame.years) // MOST_YEARS)
    return [text(frame.x(year), frame.bottom + 15, str(year)) for year in frame.years[::step]]


def _gaps(chart: Chart, frame: _Frame) -> list[Markup]:
    """A hatched strip with a question mark for each year of the frame that has no number."""
    there = {point.year for point in known(chart.points)}
    found = []
    for year in frame.years:
        if year not in there:
            fill = f"url(#{chart.name}-hatch)"
            found.append(box(frame.x(year) - frame.column / 2, frame.top, frame.column, HEIGHT, fill=fill))
            found.append(text(frame.x(year), frame.top - 3, "?"))
    return found


def _breaks(chart: Chart, frame: _Frame) -> list[Markup]:
    """A dashed line before each year that is counted in a new way, with words in a row of their own above."""
    found = []
    for row, point in enumerate([point for point in chart.points if point.breaks]):
        x, y = frame.x(point.year) - frame.column / 2, 11.0 + row * ROW
        found.append(line(x, y + 3, x, frame.bottom, stroke_dasharray="4 3", stroke_width=1.5))
        found.append(text(x, y, chart.changed(point.year), "start" if x < WIDTH / 2 else "end"))
    return found


def _run(frame: _Frame, run: Sequence[Point]) -> list[Markup]:
    places = [(frame.x(point.year), frame.y(point.value or 0)) for point in run]
    dots = [element("circle", cx=x, cy=y, r=2.6, fill="currentColor") for x, y in places]
    return [path(places), *dots] if len(places) > 1 else dots


def _extremes(chart: Chart, frame: _Frame) -> list[Markup]:
    """The highest number and the first, written beside their points."""
    there = known(chart.points)
    first, highest = there[0], max(there, key=lambda one: one.value or 0)
    found = [_label(chart, frame, highest, "start" if frame.x(highest.year) < WIDTH / 2 else "end")]
    if first != highest:
        room_below = frame.bottom - frame.y(first.value or 0) > ROW + 2
        found.append(_label(chart, frame, first, "start", below=room_below))
    return found


def _label(chart: Chart, frame: _Frame, point: Point, anchor: str, *, below: bool = False) -> Markup:
    value = point.value or 0
    return text(frame.x(point.year), frame.y(value) + (ROW if below else -6), chart.short(value), anchor)


def _bar(chart: Chart, frame: _Frame, point: Point) -> list[Markup]:
    value = point.value or 0
    width, x, y = frame.column * 0.9, frame.x(point.year), frame.y(value)
    rounded = {"stroke_dasharray": "3 2"} if point.rounded else {}
    outer = box(x - width / 2, y, width, frame.bottom - y, stroke="currentColor", stroke_width=1.5, **rounded)
    words = ("≈" if point.rounded else "") + chart.short(value)
    found = [outer, text(x, y - 4, words)]
    if point.inside is not None:
        top = frame.y(point.inside)
        found.append(box(x - width * 0.3, top, width * 0.6, frame.bottom - top, fill="currentColor"))
        found.append(text(x, top - 4, chart.short(point.inside)))
    return found
