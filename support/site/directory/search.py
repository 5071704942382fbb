"""Finding listings: by words, by filters, near a place, open now; one implementation for every database.

Queries are put together from terms, never parsed, so that no sign somebody types means anything to the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tantivy import Occur, Query

from support.common.index.engine import LocalIndex
from support.site.directory.open_now import OpenNow
from support.site.directory.search_filters import filters
from support.site.directory.search_order import scores
from support.site.directory.search_words import any_of, words
from support.site.directory.terms import Terms
from support.site.places.place import Place

PAGE_SIZE = 20
LAST_PAGE = 50


@dataclass(frozen=True)
class Found:
    """A page of results: keys in order, how many in all, and whether only some of the words had to match."""

    keys: list[int]
    total: int
    loosened: bool = False

    @property
    def pages(self) -> int:
        """How many pages can be turned to; at least one."""
        return max(1, min(LAST_PAGE, -(-self.total // PAGE_SIZE)))


def search(index: LocalIndex, terms: Terms, place: Place | None, opening: OpenNow | None, page: int = 1) -> Found:
    """The listings for ``terms``. ``opening`` is needed for *open now* and *soonest*. Raises ``IndexUnavailable``."""
    searcher = index.searcher()
    asked = words(searcher, terms.q)
    order = _order(terms, place)
    found = _ask(index, terms, place, opening, page, asked, order)
    if found.total == 0 and len(asked) > 1:
        found = replace(_ask(index, terms, place, opening, page, [any_of(asked)], order), loosened=True)
    return found


def _ask(
    index: LocalIndex, terms: Terms, place: Place | None, opening: OpenNow | None, page: int, asked: list[Query],
    order: str,
) -> Found:  # fmt: skip
    musts = filters(terms, place, opening)
    if order == "words":
        musts += [(Occur.Must, word) for word in asked]
    else:
        musts += [(Occur.Must, Query.const_score_query(word, 0.0)) for word in asked]
        musts.append((Occur.Must, scores(terms, place, opening, order)))
    weight = "quality" if order in ("words", "best") else "tie"
    offset = (page - 1) * PAGE_SIZE
    hits = index.search(Query.boolean_query(musts), limit=PAGE_SIZE, offset=offset, weight_by_field=weight)
    return Found(hits.keys, hits.total)


def _order(terms: Terms, place: Place | None) -> str:
    if terms.sort == "soonest":
        return "soonest"
    if terms.sort == "near" and place is not None and place.latitude is not None:
        return "near"
    return "words" if terms.q and terms.sort != "near" else "best"
