"""Where the finder looks: the directory's index and database, or the bundled files where those do not answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.crisis.bundled import Service as Row
from support.common.crisis.bundled import services
from support.common.crisis.lines import EU_MEMBERS
from support.common.kernel.db import SiteModel
from support.site.directory import queries
from support.site.directory.composing import compose
from support.site.directory.engine import Engine
from support.site.directory.listing import Listing
from support.site.directory.loading_rows import fill
from support.site.directory.models import Organization, Service, TaxonomyTerm
from support.site.directory.search import search
from support.site.directory.search_filters import AGES, CONCERNS_OF_AUDIENCE
from support.site.directory.terms import Terms
from support.site.directory.vocabulary import ALL
from support.site.places.place import Place


class Indexed:
    """The directory as it is. Raises ``IndexUnavailable``, or what a failing database raises."""

    def __init__(self, tools: Engine, session: Session) -> None:
        self.tools, self.session = tools, session

    def search(self, terms: Terms, place: Place | None) -> Sequence[Listing]:
        """The first page of results."""
        return queries.listings(self.session, search(self.tools.index, terms, place, None).keys)

    def known(self, ids: Sequence[str]) -> Sequence[Listing]:
        """Listings by id."""
        found = (queries.listing(self.session, UUID(one)) for one in ids)
        return [one for one in found if one is not None]


class Bundled:
    """The files that came with the application: always there, without a search for words or places."""

    def search(self, terms: Terms, _place: Place | None) -> Sequence[Listing]:
        """What of the files has the concern, the kind, the age and the channel that were asked for."""
        union = ("EU",) if terms.country in EU_MEMBERS else ()
        found = [one for area in (terms.country, *union, "ZZ") for one in _listings(area) if _wanted(terms, one)]
        return sorted(found, key=lambda one: -one.rank)

    def known(self, ids: Sequence[str]) -> Sequence[Listing]:
        """Listings by id."""
        rows = {str(row.uuid): row for row in services() if row.shown}
        there = {one.id: one for country in {rows[id_].country for id_ in ids if id_ in rows}
                 for one in _listings(country)}  # fmt: skip
        return [there[one] for one in ids if one in there]


def _wanted(terms: Terms, listing: Listing) -> bool:
    concerns = CONCERNS_OF_AUDIENCE.get(terms.audience, ())
    ages = set(AGES) & set(listing.who)
    return (
        (not concerns or bool({*(listing.concerns or ("none",))} & {*concerns}))
        and (terms.audience != "family_worried" or "own_thoughts" in listing.concerns)
        and (not terms.kind or listing.kind == terms.kind)
        and (not terms.channel or bool({*listing.channels()} & {*terms.channel}))
        and (not terms.who or not ages or terms.who in ages)
    )


@cache
def _listings(country: str) -> tuple[Listing, ...]:
    """The bundled listings of a country (``EU`` and ``ZZ``: the union, the world)."""
    return tuple(_listing(row) for row in services() if row.shown and row.country == country)


def _listing(row: Row) -> Listing:
    terms = {
        (term.taxonomy, term.code): TaxonomyTerm(id=term.uuid, taxonomy=term.taxonomy, code=term.code)
        for words in ALL
        for term in words.values()
    }
    service = Service(id=row.uuid, organization=Organization(name=row.organization, website=""))
    fill(service, row, terms)
    parts = (service.phones, service.urls, service.languages, service.service_areas, service.schedules,
             service.cost_options, service.attributes)  # fmt: skip
    for model in (service, service.organization, *(one for part in parts for one in part)):
        _default(model)
    return compose(service, lambda _place: None)


def _default(model: SiteModel) -> None:
    """What the database would have put where nothing was said."""
    for column in sa.inspect(type(model)).columns:
        default = column.default
        if default is not None and default.is_scalar and getattr(model, column.key) is None:
            setattr(model, column.key, default.arg)
