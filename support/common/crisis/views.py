"""``/now``: every crisis line of a country, on one page that needs no database."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from support.common.crisis.band import beyond, emergency_numbers, suits_here, tile
from support.common.crisis.bundled import Service
from support.common.crisis.lines import CountryLines, countries, lines_of
from support.common.crisis.words import kind_heading
from support.common.kernel.access import anyone
from support.common.kernel.fragments import kept
from support.common.kernel.i18n import country_name, reading
from support.common.kernel.text import fold

crisis = Blueprint("crisis", __name__, url_prefix="/<tag:tag>/now")


@crisis.get("")
@anyone
def now() -> str:
    """The lines of the reader's own country, and a list of all countries."""
    return _page(reading().country)


@crisis.get("/<country:country>")
@anyone
def of_country(country: str) -> str:
    """The lines of another country, without changing the reader's own."""
    return _page(country)


def _page(country: str) -> str:
    """The page depends on the country and the reading alone, and nobody can type into it: it is made once."""
    g.kept_answer = True
    return str(kept("page", country, lambda: _made(country)))


def _made(country: str) -> str:
    how = reading()
    lines = lines_of(country)
    names = sorted(((country_name(code, how.language), code) for code in countries()), key=lambda pair: fold(pair[0]))
    return render_template(
        "crisis/now.html",
        country=country,
        name=country_name(country, how.language) if country else "",
        emergencies=emergency_numbers(lines, how.country),
        emergency_notes=lines.emergencies,
        groups=_groups(lines),
        wider=[(part.country, _groups(part)) for part in beyond(country)],
        countries=names,
    )


def _groups(lines: CountryLines) -> list[tuple[str, list[tuple[Service, object]]]]:
    how = reading()
    groups = [(kind, [one for one in services if suits_here(one)]) for kind, services in lines.by_kind]
    return [(kind_heading(kind), [(one, tile(one, how)) for one in services]) for kind, services in groups if services]
