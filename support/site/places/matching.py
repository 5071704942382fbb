"""The questions the gazetteer puts to its index, and the matches that come back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import tantivy

from support.common.index.engine import UNREADABLE, IndexUnavailable, LocalIndex
from support.site.places import shelf
from support.site.places.ranking import Home, Match

MOST_READ = 24
SHORTEST_NEAR, SHORTEST_TWO_SLIPS = 4, 6
FEW = 3
LONGEST_NEAR = 40  # a longer name is found when it is written right


class Matcher:
    """Finds places by key in the index of ``folder``, largest first."""

    def __init__(self, folder: Path) -> None:
        self.index = LocalIndex(folder, shelf.design())
        self._schema = self.index.design.schema

    def by_ids(self, ids: list[str], within: list[tantivy.Query]) -> list[Match]:
        """The places of these ids, in their order."""
        found = self._search(_all([self._any(("id",), ids), *within]), MOST_READ) if ids else []
        return sorted(found, key=lambda match: ids.index(match.place.id))

    def named(self, wanted: str, within: list[tantivy.Query], home: Home) -> list[Match]:
        """Places of exactly this key, the reader's own country's among them however small."""
        return self._with_home(_all([self._any(("name",), [wanted]), *within]), MOST_READ, wanted, home)

    def coded(self, wanted: str, home: Home) -> list[Match]:
        """Regions and countries of this code (``tx``, ``gb``)."""
        return self._with_home(self._any(("short",), [wanted]), MOST_READ, wanted, home)

    def area(self, wanted: str) -> tantivy.Query | None:
        """Narrows to the region or country of this key (``tx``, ``england``); None if there is none."""
        kinds = self._any(("kind",), ["region", "country"])
        query = _all([self._any(("name", "short"), [wanted]), kinds])
        known = self._search(query, MOST_READ, wanted)
        return _either([self._any((match.place.kind,), [match.place.id]) for match in known]) if known else None

    def slips(self, wanted: str, within: list[tantivy.Query], home: Home, enough: int) -> list[Match]:
        """Places whose key is one edit away, or two if the name is long and one edit found few."""
        if not SHORTEST_NEAR <= len(wanted) <= LONGEST_NEAR:
            return []
        found = self._fuzzy(wanted, 1, within, home, enough)
        if len(found) < FEW and len(wanted) >= SHORTEST_TWO_SLIPS:
            found += self._fuzzy(wanted, 2, within, home, enough)
        return found

    def beginning(self, wanted: str, home: Home, enough: int) -> list[Match]:
        """Places whose key begins so."""
        return self._fuzzy(wanted, 0, [], home, enough, beginning=True)

    # inside

    def _fuzzy(
        self, wanted: str, slips: int, within: list[tantivy.Query], home: Home, enough: int, *, beginning: bool = False
    ) -> list[Match]:
        near = tantivy.Query.fuzzy_term_query(self._schema, "name", wanted, slips, True, beginning)
        return self._with_home(_all([near, *within]), max(1, enough) * 4, wanted, home)

    def _with_home(self, query: tantivy.Query, limit: int, wanted: str, home: Home) -> list[Match]:
        """The largest that match; if there are more, also the largest of the reader's own country."""
        found = self._search(query, limit, wanted)
        if len(found) == limit and home.country:
            found += self._search(_all([query, self._at(home)]), limit, wanted)
        return found

    def _search(self, query: tantivy.Query, limit: int, wanted: str = "") -> list[Match]:
        searcher = self.index.searcher()
        try:
            hits = searcher.search(query, limit=limit, count=False, order_by_field="population").hits
            read = [shelf.read(searcher.doc(address)) for _population, address in hits]
        except UNREADABLE as error:
            raise IndexUnavailable(str(error)) from error
        return [Match(place, wanted, known) for place, known in read]

    def _at(self, home: Home) -> tantivy.Query:
        return self._any(("region",), [home.region]) if home.region else self._any(("country",), [home.country])

    def _any(self, fields: tuple[str, ...], values: Iterable[str]) -> tantivy.Query:
        terms = [(field, value) for field in fields for value in values]
        return _either([tantivy.Query.term_query(self._schema, field, value) for field, value in terms])


def _either(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _all(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
