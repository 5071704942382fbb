"""What the search form offers: options with their labels, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from support.common.crisis.lines import countries
from support.common.index.engine import IndexUnavailable
from support.common.kernel.i18n import Reading, country_name, language_name, reading
from support.common.kernel.i18n import gettext as _
from support.common.kernel.text import fold
from support.site.directory import words
from support.site.directory.engine import engine
from support.site.directory.finding import languages
from support.site.directory.terms import Terms
from support.site.directory.vocabulary import CHANNELS, COSTS, KINDS, WHO
from support.site.places.cells import RADII_KM

Options = list[tuple[str, str]]
ABOUT_MILES = {5: 3, 10: 6, 25: 15, 50: 30, 100: 60, 200: 125}


@dataclass(frozen=True)
class Choices:
    """Options for each field, value and label; made when they are asked for, since a page keeps most of them.

    A value that was asked for stays among them even where nothing has it.
    """

    terms: Terms
    how: Reading

    @property
    def audience(self) -> Options:
        return [("", _("Choose, if you like")), *words.audiences()]

    @property
    def kind(self) -> Options:
        return [("", _("Any kind of help")), *_sorted((code, str(term.label)) for code, term in KINDS.items())]

    @property
    def within(self) -> Options:
        return [(str(km), _distance(km, self.how.country)) for km in RADII_KM]

    @property
    def country(self) -> Options:
        named = ((code, country_name(code, self.how.language)) for code in _countries(self.terms))
        return [("", _("All countries")), *_sorted(named)]

    @property
    def languages_known(self) -> frozenset[str]:
        """The codes of the languages to choose from: what the field's options depend on."""
        return _languages(self.terms)

    @property
    def language(self) -> Options:
        named = ((code, language_name(code, self.how.language)) for code in self.languages_known)
        return [("", _("Any language")), *_sorted(named)]

    @property
    def who(self) -> Options:
        return [("", _("Anybody")), *((code, str(term.label)) for code, term in WHO.items())]

    @property
    def cost(self) -> Options:
        return [("", _("Any cost")), *((code, str(COSTS[code].label)) for code in ("free", "call_rate", "low", "paid"))]

    @property
    def channel(self) -> Options:
        return [(code, str(term.label)) for code, term in CHANNELS.items()]

    @property
    def sort(self) -> Options:
        return [("best", _("Best match")), ("near", _("Nearest first")), ("soonest", _("Open soonest"))]


def choices(terms: Terms) -> Choices:
    """The options for the present reader."""
    return Choices(terms, reading())


def _sorted(options: Iterable[tuple[str, str]]) -> Options:
    return sorted(options, key=lambda option: fold(option[1]))


def _countries(terms: Terms) -> set[str]:
    return {*countries(), *([terms.country] if terms.country else [])}


def _languages(terms: Terms) -> frozenset[str]:
    try:
        known = languages(engine())
    except IndexUnavailable:
        known = frozenset({"en"})
    return (known - {"mul"}) | ({terms.language} if terms.language in known else set())


def _distance(kilometres: int, country: str) -> str:
    if country in words.MILES_COUNTRIES:
        return _("about %(miles)s miles", miles=ABOUT_MILES[kilometres])
    return _("%(km)s km", km=kilometres)
