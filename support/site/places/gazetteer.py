"""The gazetteer: from a text that a person typed to the place they mean, on this machine and without a trace."""

from __future__ import annotations

from pathlib import Path

import tantivy

from support.common.index.engine import UNREADABLE, IndexUnavailable
from support.site.places import ranking, shelf
from support.site.places.asking import Asked, readings
from support.site.places.folding import key
from support.site.places.matching import Matcher
from support.site.places.place import Lookup, Place
from support.site.places.postcodes import postcode_ids
from support.site.places.ranking import Home, Match

__all__ = ["Gazetteer", "IndexUnavailable", "Lookup", "Place"]

SHORTEST_BEGINNING = 3
LONGEST_ID = 40
MOST_NEAR_READINGS = 2


class Gazetteer:
    """Looks places up in an index of its own in ``folder``. Safe to share between threads, cheap to make."""

    def __init__(self, folder: Path) -> None:
        self._matcher = Matcher(folder)

    def build(self) -> int:
        """Builds the index anew from the files that ship with the feature. Returns the number of places."""
        return self._matcher.index.rebuild(shelf.documents, position=0)

    def ready(self) -> bool:
        """Whether an index of this version and these data is there and can be read."""
        try:
            return self._matcher.index.searcher().num_docs > 0
        except (IndexUnavailable, *UNREADABLE):
            return False

    def by_id(self, place_id: str) -> Place | None:
        """The place of an id, None for any other text. Raises IndexUnavailable when the index was not built."""
        if not place_id.isascii() or not 0 < len(place_id) <= LONGEST_ID:
            return None
        found = self._matcher.by_ids([place_id], [])
        return found[0].place if found else None

    def find(self, text: str, *, country: str = "", limit: int = 8) -> Lookup:
        """What ``text`` may mean, for a reader in ``country`` (ISO 3166-1 alpha-2, may be empty).

        Any text is allowed; one that cannot be a place finds nothing. ``others`` and ``suggestions`` hold at most
        ``limit`` places each. Raises IndexUnavailable when the index was not built.
        """
        home = Home.of(country)
        ways = readings(text)
        for asked in ways:
            matches = self._exact(asked, home)
            if matches and not ranking.is_far_fetched(matches, home):
                return _answer(asked, matches, home, limit)
        return Lookup(suggestions=tuple(self._near(ways, home, limit)))

    def _exact(self, asked: Asked, home: Home) -> list[Match]:
        within, wanted = self._within(asked), key(asked.name)
        if within is None or not wanted:
            return []
        found = self._matcher.by_ids(postcode_ids(asked.name), within)
        found = found or self._matcher.named(wanted, within, home)
        if not found and not asked.narrowed_by:
            found = self._matcher.coded(wanted, home)
        if asked.late and any(match.place.kind in ranking.AREAS for match in found):
            return []
        return self._close_to_named_towns(asked, found)

    def _within(self, asked: Asked) -> list[tantivy.Query] | None:
        """The regions and countries that narrow the search; None if words were taken for one that is none."""
        areas = [self._matcher.area(key(part)) for part in asked.narrowed_by if key(part)]
        if None in areas and not asked.sure:
            return None
        return [area for area in areas if area is not None]

    def _close_to_named_towns(self, asked: Asked, found: list[Match]) -> list[Match]:
        """``Soho, London``: of several places of the name, those close to a town named behind it, if there are any."""
        if len(found) < 2 or not asked.sure:
            return found
        for part in asked.narrowed_by:
            if key(part) and self._matcher.area(key(part)) is None:
                anchors = self._matcher.named(key(part), [], Home())
                found = [match for match in found if ranking.is_close(match, anchors)] or found
        return found

    def _near(self, ways: list[Asked], home: Home, limit: int) -> list[Place]:
        """Places whose names are near: the same name elsewhere, then small slips, then the beginning of a name."""
        if not ways:
            return []
        wanted = key(ways[0].name)
        found: list[Match] = self._matcher.named(wanted, [], home) if ways[0].narrowed_by else []
        ways_within = [(way, self._within(way)) for way in ways if not way.late]
        for way, within in [each for each in ways_within if each[1] is not None][:MOST_NEAR_READINGS]:
            found += self._matcher.slips(key(way.name), within or [], home, limit)
        if len(found) < limit and len(wanted) >= SHORTEST_BEGINNING:
            found += self._matcher.beginning(wanted, home, limit)
        return ranking.nearest(found, home)[:limit]


def _answer(asked: Asked, matches: list[Match], home: Home, limit: int) -> Lookup:
    chosen, others = ranking.choose(matches, home)
    if chosen.kind == "postcode" and not asked.narrowed_by and _is_foreign_number(chosen, home):
        return Lookup(suggestions=(chosen, *others)[:limit])
    return Lookup(chosen, tuple(others[:limit]))


def _is_foreign_number(postcode: Place, home: Home) -> bool:
    """Five digits are a postcode in many countries, most of which are not at hand: not to be taken for another's."""
    return bool(home.country) and postcode.country != home.country and postcode.id[-1].isdigit()
