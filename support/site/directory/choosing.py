"""What the search form offers: options with their labels, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from support.common.crisis.lines import countries
from support.common.index.engine import IndexUnavailable
from support.common.kernel.i18n import country_name, language_name, reading
from support.common.kernel.text import fold
from support.site.directory import words
from support.site.directory.engine import engine
from support.site.directory.finding import languages
from support.site.directory.terms import Terms
from support.site.directory.vocabulary import CHANNELS, COSTS, KINDS, WHO
from support.site.places.cells import RADII_KM

Options = list[tuple[str, str]]
MILES_COUNTRIES = ("GB", "US", "LR", "MM")
ABOUT_MILES = {5: 3, 10: 6, 25: 15, 50: 30, 100: 60, 200: 125}


@dataclass(frozen=True)
class Choices:
    """Options for each field: value and label."""

    audience: Options
    kind: Options
    within: Options
    country: Options
    language: Options
    who: Options
    cost: Options
    channel: Options
    sort: Options


def choices(terms: Terms) -> Choices:
    """The options for a reader; a value that was asked for stays among them even where nothing has it."""
    how = reading()
    return Choices(
        audience=words.audiences(),
        kind=[("", _("Any kind of help")), *_sorted((code, str(term.label)) for code, term in KINDS.items())],
        within=[(str(km), _distance(km, how.country)) for km in RADII_KM],
        country=[
            ("", _("All countries")),
            *_sorted((code, country_name(code, how.language)) for code in _countries(terms)),
        ],
        language=[
            ("", _("Any language")),
            *_sorted((code, language_name(code, how.language)) for code in _languages(terms)),
        ],
        who=[("", _("Anybody")), *((code, str(term.label)) for code, term in WHO.items())],
        cost=[("", _("Any cost")), *((code, str(COSTS[code].label)) for code in ("free", "call_rate", "low", "paid"))],
        channel=[(code, str(term.label)) for code, term in CHANNELS.items()],
        sort=[("best", _("Best match")), ("near", _("Nearest first")), ("soonest", _("Open soonest"))],
    )


def _sorted(options: Iterable[tuple[str, str]]) -> Options:
    return sorted(options, key=lambda option: fold(option[1]))


def _countries(terms: Terms) -> set[str]:
    return {*countries(), *([terms.country] if terms.country else [])}


def _languages(terms: Terms) -> set[str]:
    try:
        known = set(languages(engine()))
    except IndexUnavailable:
        known = {"en"}
    return (known - {"mul"}) | ({terms.language} if terms.language in known else set())


def _distance(kilometres: int, country: str) -> str:
    if country in MILES_COUNTRIES:
        return _("about %(miles)s miles", miles=ABOUT_MILES[kilometres])
    return _("%(km)s km", km=kilometres)
