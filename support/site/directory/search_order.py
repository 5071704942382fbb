"""In which order listings stand where no words decide it: what fits best, what is nearest, what opens soonest."""

from __future__ import annotations

from tantivy import Occur, Query

from support.site.directory.index import area_tags, design
from support.site.directory.open_now import OpenNow
from support.site.directory.terms import Terms
from support.site.places.cells import rings
from support.site.places.place import Place

NEAR_BANDS = 5


def scores(terms: Terms, place: Place | None, opening: OpenNow | None, order: str) -> Query:
    """A query that matches everything and scores by the order ``best``, ``near`` or ``soonest``."""
    if order == "near" and place is not None:
        return _nearest(place, terms.radius)
    if order == "soonest" and opening is not None:
        return _soonest(opening)
    return _best(terms, place)


def _best(terms: Terms, place: Place | None) -> Query:
    """Without words: what is made for this reader first, then what rests on the surer source."""
    better = [(f"concern:{terms.audience}", 0.6), (f"who:{terms.who}", 0.8)]
    if place is not None and place.region:
        better.append((f"area:{place.region}", 0.4))
    shoulds = [(Occur.Should, _scored(tag, score)) for tag, score in better if not tag.endswith(":")]
    return Query.boolean_query([(Occur.Must, Query.const_score_query(Query.all_query(), 1.0)), *shoulds])


def _nearest(place: Place, radius: int) -> Query:
    """By rings of distance; then what serves the region, the country, the union and the world."""
    schema = design().schema
    around = [cells for _distance, cells in rings(place.latitude or 0.0, place.longitude or 0.0, radius)]
    ways = [
        Query.const_score_query(Query.term_set_query(schema, "cell", cells), 1000.0 - n)
        for n, cells in enumerate(_bands(around))
        if cells
    ]
    ways += [_scored(tag, 500.0 - n) for n, tag in enumerate(area_tags(place.country, place.region))]
    return Query.disjunction_max_query([*ways, Query.const_score_query(Query.all_query(), 1.0)])


def _bands(rings: list[list[str]]) -> list[list[str]]:
    """Rings taken together, the wider the farther out: each is one more question to the index, and far away a few
    kilometres more or less decide nothing."""
    bands, start, width = [], 0, 1
    while start < len(rings):
        bands.append([cell for ring in rings[start : start + width] for cell in ring])
        start, width = start + width, 1 if len(bands) < NEAR_BANDS else width + 1
    return bands


def _soonest(opening: OpenNow) -> Query:
    schema = design().schema
    ways = [
        Query.const_score_query(Query.term_set_query(schema, "tag", [f"hours:{name}" for name in names]), 1000.0 - n)
        for n, names in enumerate(opening.in_order)
    ]
    return Query.disjunction_max_query([*ways, Query.const_score_query(Query.all_query(), 1.0)])


def _scored(tag: str, score: float) -> Query:
    return Query.const_score_query(Query.term_query(design().schema, "tag", tag, "basic"), score)
