"""One search from its terms to what the page shows: check, find the place, ask the index, read the rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from support.common.index.engine import IndexUnavailable
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.kernel.errors import Unavailable
from support.common.kernel.i18n import reading
from support.site.directory import queries
from support.site.directory.engine import Engine, engine
from support.site.directory.listing import Listing
from support.site.directory.open_now import OpenNow
from support.site.directory.search import Found, search
from support.site.directory.terms import Problem, Terms, problems
from support.site.places.cells import distance_km
from support.site.places.place import Lookup, Place

LONGEST_REGION = 6
OTHERS = 5
FAR_KM = 100_000.0


@dataclass(frozen=True)
class Answer:
    """What a results page is made of. ``suggestions`` are places to choose from where the typed one is unclear."""

    listings: list[Listing]
    total: int
    pages: int
    now: datetime
    place: Place | None = None
    suggestions: tuple[Place, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    loosened: bool = False


def answer(terms: Terms, page: int) -> Answer:
    """The results for ``terms``. A problem at a field gives no results, but the way on. Raises ``Unavailable``."""
    now, tools = clock.now(), engine()
    try:
        wrong = problems(terms, languages(tools), _regions(tools, terms))
        looked = (
            tools.gazetteer.find(terms.near, country=terms.country or reading().country) if terms.near else Lookup()
        )
        if terms.near and looked.place is None:
            wrong.append(Problem("near", "unknown"))
        if [problem for problem in wrong if problem.what != "too_long"]:
            return Answer([], 0, 1, now, suggestions=looked.suggestions, problems=wrong)
        found = search(tools.index, terms, looked.place, _opening(tools, terms, now), page)
    except IndexUnavailable as error:
        raise Unavailable from error
    return _answered(found, looked, wrong, now, terms.sort)


def _answered(found: Found, looked: Lookup, wrong: list[Problem], now: datetime, sort: str) -> Answer:
    listings = queries.listings(db.session(), found.keys)
    if sort == "near" and looked.place is not None:
        listings.sort(key=lambda listing: away(listing, looked.place) or FAR_KM)
    return Answer(
        listings,
        found.total,
        found.pages,
        now,
        place=looked.place,
        suggestions=looked.others[:OTHERS],
        problems=wrong,
        loosened=found.loosened,
    )


def away(listing: Listing, place: Place | None) -> float | None:
    """Kilometres from a place to the nearest public place of a listing; None where it has none."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    spots = ((site.latitude, site.longitude) for site in listing.places if not site.withheld)
    here = (place.latitude, place.longitude)
    return min(
        (distance_km(*here, lat, lon) for lat, lon in spots if lat is not None and lon is not None), default=None
    )


def _opening(tools: Engine, terms: Terms, now: datetime) -> OpenNow | None:
    if not terms.open_now and terms.sort != "soonest":
        return None
    used = tools.index.searcher().terms_with_prefix("tag", "hours:")
    signatures = frozenset(name.removeprefix("hours:") for name, _count in used) - {"unknown"}
    if tools.patterns.missing(signatures):
        tools.patterns.learn(queries.hours_patterns(db.session()))
    return tools.patterns.at(now)


def languages(tools: Engine) -> frozenset[str]:
    """The languages in which any listing can be used, as the index knows them."""
    searcher = tools.index.searcher()
    if tools.languages[0] != searcher.num_docs:
        found = searcher.terms_with_prefix("tag", "language:")
        tools.languages = (searcher.num_docs, frozenset(name.removeprefix("language:") for name, _count in found))
    return tools.languages[1]


def _regions(tools: Engine, terms: Terms) -> frozenset[str] | None:
    if not terms.region:
        return None
    place = tools.gazetteer.by_id(terms.region) if len(terms.region) <= LONGEST_REGION else None
    return frozenset({terms.region}) if place is not None and place.kind == "region" else frozenset()
