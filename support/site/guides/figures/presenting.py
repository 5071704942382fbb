"""From the series to what the page shows, in the reader's language: plot, table, sources and sentences of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_compact_decimal, format_decimal
from markupsafe import Markup

from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import reading
from support.site.guides.facts.facts import Fact, fact
from support.site.guides.facts.timeline import Count
from support.site.guides.figures import plotting, series, words
from support.site.guides.figures.notes import notes
from support.site.guides.figures.series import Point, Source, known, spans


@dataclass(frozen=True)
class Row:
    """One year of a table. ``number`` and ``inside`` are empty where nobody published one."""

    year: int
    number: str
    inside: str
    note: str


@dataclass(frozen=True)
class Drawing:
    """One plot and the sentence over it, where there are several of the same numbers."""

    over: str
    picture: Markup


@dataclass(frozen=True)
class Figure:
    """One part of the page. ``drawings`` is empty where there is too little to draw, and ``too_few`` says so."""

    name: str
    heading: str
    counted: str
    column: str
    drawings: tuple[Drawing, ...]
    too_few: str
    how_to_read: tuple[str, ...]
    under: tuple[str, ...]
    rows: tuple[Row, ...]
    sources: tuple[tuple[str, Source], ...]
    facts: tuple[Fact, ...]


def figures(found: Sequence[Count]) -> list[Figure]:
    """The three figures of the page."""
    before = series.recounted(found)
    return [
        _figure("reports", series.reports(found), before),
        _figure("files", series.files(found)),
        _figure("pages", series.pages(found)),
    ]


def cited(shown: Sequence[Figure]) -> list[Fact]:
    """Every fact that the page leans on, once, in the order in which it is read."""
    ids = [one.fact_id for question in words.questions() for one in question.answer if one.fact_id]
    ids += [one.fact_id for one in words.not_comparable() if one.fact_id]
    every = [one for figure in shown for one in figure.facts] + [fact(fact_id) for fact_id in ids]
    return list({one.id: one for one in every}.values())


def number(value: int) -> str:
    """A whole number as the reader's place writes it."""
    return str(format_decimal(value, locale=reading().babel))


def short(value: int) -> str:
    """The same in few signs, for an axis."""
    return str(format_compact_decimal(value, fraction_digits=1, locale=reading().babel))


def _figure(name: str, points: Sequence[Point], apart: Sequence[Point] = ()) -> Figure:
    as_before = next((number(one.value) for one in apart if one.value is not None), "")
    drawings = _drawings(name, points, apart)
    return Figure(
        name,
        words.heading(name),
        words.counted(name),
        words.column(name),
        drawings,
        "" if drawings else _too_few(points),
        tuple(words.how_to_read(name, as_before)),
        tuple(words.under(name)),
        tuple(_rows(name, points, as_before)),
        tuple((_years(one), one) for one in series.sources([*points, *apart])),
        tuple(fact(fact_id) for fact_id in words.UNDER[name]),
    )


def _drawings(name: str, points: Sequence[Point], apart: Sequence[Point]) -> tuple[Drawing, ...]:
    if not plotting.drawable(points):
        return ()

    def chart(place: str, *, logarithmic: bool = False) -> plotting.Chart:
        return plotting.Chart(
            place, words.heading(name), _description(points), points, short, _changed, apart, logarithmic
        )

    if name == "files":
        return (Drawing("", plotting.bars(chart("chart-2"))),)
    if name == "pages":
        return (Drawing("", plotting.lines(chart("chart-3"))),)
    steps = _("In steps of ten times more. It shows the early years, and hides how far apart the late ones are.")
    even = _("In even steps. It shows how far apart the years are, and hides the early ones.")
    return (
        Drawing(steps, plotting.lines(chart("chart-1-steps", logarithmic=True))),
        Drawing(even, plotting.lines(chart("chart-1-even"))),
    )


def _changed(year: int) -> str:
    return _("counted anew from %(year)s", year=year)


def _description(points: Sequence[Point]) -> str:
    """The plot in words; its table says the rest."""
    there = known(points)
    highest = max(there, key=lambda one: one.value or 0)
    said = [
        _("%(number)s in %(year)s.", number=number(there[0].value or 0), year=there[0].year),
        _("The highest: %(number)s in %(year)s.", number=number(highest.value or 0), year=highest.year),
    ]
    gaps = [str(point.year) for point in points if point.value is None]
    breaks = [str(point.year) for point in points if point.breaks]
    if gaps:
        said.append(_("No figure: %(years)s.", years=", ".join(gaps)))
    if breaks:
        said.append(_("Counted in a new way from: %(years)s.", years=", ".join(breaks)))
    return " ".join([*said, _("All numbers stand in the table below.")])


def _too_few(points: Sequence[Point]) -> str:
    if known(points):
        return _("There is only one figure. One figure makes no picture: see the table.")
    return _("There is no figure yet, so there is no picture.")


def _rows(name: str, points: Sequence[Point], as_before: str) -> list[Row]:
    said = notes(name, as_before)
    return [Row(one.year, _written(one), _inside(one), said.get(one.year, "")) for one in points]


def _written(point: Point) -> str:
    if point.value is None:
        return ""
    return _("about %(number)s", number=number(point.value)) if point.rounded else number(point.value)


def _inside(point: Point) -> str:
    return _("about %(number)s", number=number(point.inside)) if point.inside is not None else ""


def _years(source: Source) -> str:
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in spans(source.years))
