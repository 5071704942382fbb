"""Which of several places of a name is meant, and which misspelling is nearest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from support.site.places.cells import distance_km
from support.site.places.place import Place
from support.site.places.spelling import edits

ALIAS_SHARE = 10  # another name counts as a tenth of the place's inhabitants
HOME_TOWN = 15_000  # from this size the reader's own country goes first …
HOME_SHARE = 100  # … and from a hundredth of the largest place of the name
TOWN_BEFORE_REGION = 20_000  # New York is the city before the state, when the city is at least so large
CITY_SHARE = 4  # … or, known by another name, at least a quarter of the region
NOTABLE = 10_000
WELL_KNOWN = 100_000
MOST_EDITS = 2
BEGUN = 1  # the beginning of a name is as near as one edit
CLOSE_KM = 60
AREAS = ("region", "country")
OUTLYING = ("AS", "GU", "MP", "PR", "VI")  # ISO 3166-1 knows them as countries; here they are the United States'


@dataclass(frozen=True)
class Home:
    """Where the reader is: a country, and a region only for the outlying areas of the United States."""

    country: str = ""
    region: str = ""

    @classmethod
    def of(cls, country: str) -> Home:
        """Home from an ISO 3166-1 code, which may be empty or nonsense."""
        code = country.upper() if len(country) == 2 and country.isascii() and country.isalpha() else ""
        return cls("US", f"US-{code}") if code in OUTLYING else cls(code)

    def holds(self, place: Place) -> bool:
        """Whether a place lies at home."""
        return bool(self.country) and place.country == self.country and self.region in ("", place.region)


@dataclass(frozen=True)
class Match:
    """A place, the key it was looked for by, and the keys it is known by: its own name's first."""

    place: Place
    wanted: str
    known: list[str]

    @property
    def by_name(self) -> bool:
        """Whether it was found by its own name and not by another."""
        return self.wanted == self.known[0] or self.wanted not in self.known

    @property
    def weight(self) -> float:
        """Inhabitants, fewer if it is not the place's own name."""
        return self.place.population if self.by_name else self.place.population / ALIAS_SHARE

    @cached_property
    def distance(self) -> float:
        """Edits to the nearest name, and some more if that is not the place's own: people name large towns so."""
        more = 0.5 if self.place.population >= WELL_KNOWN else 1.0
        return min([self.own_distance, *(self._edits(name) + more for name in self.known[1:])])

    @cached_property
    def own_distance(self) -> int:
        """Edits to the place's own name, of which it may also be the beginning."""
        return BEGUN if self.known[0].startswith(self.wanted) else self._edits(self.known[0])

    def _edits(self, name: str) -> int:
        return edits(self.wanted, name) if abs(len(name) - len(self.wanted)) <= MOST_EDITS else MOST_EDITS + 1


def choose(matches: list[Match], home: Home) -> tuple[Place, list[Place]]:
    """The place to use, and the others of its name, largest first."""
    ordered = sorted(_once(matches), key=lambda match: match.weight, reverse=True)
    best = _town_before_region(_home_first(ordered, home), ordered)
    rest = [match for match in ordered if match.place.id != best.place.id and _is_other(match)]
    return best.place, [match.place for match in sorted(rest, key=lambda match: match.place.population, reverse=True)]


def is_far_fetched(matches: list[Match], home: Home) -> bool:
    """Whether all there is are small places abroad that are only also known by this name: a slip is likelier."""
    return bool(home.country) and all(
        not match.by_name and match.weight < NOTABLE / ALIAS_SHARE and not home.holds(match.place) for match in matches
    )


def nearest(matches: list[Match], home: Home) -> list[Place]:
    """Suggestions: fewest edits first, then the reader's country, then the largest."""

    def order(match: Match) -> tuple[int, bool, float]:
        share = 1 if match.own_distance <= match.distance else ALIAS_SHARE
        return int(match.distance), not home.holds(match.place), -match.place.population / share

    return [match.place for match in sorted(_once(matches), key=order)]


def is_close(match: Match, anchors: list[Match]) -> bool:
    """Whether a place lies close to one of the towns."""
    return any(_apart(match.place, anchor.place) <= CLOSE_KM for anchor in anchors)


def _apart(one: Place, other: Place) -> float:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return math.inf
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _home_first(ordered: list[Match], home: Home) -> Match:
    largest = ordered[0]
    for match in ordered:
        if home.holds(match.place) and match.weight >= min(HOME_TOWN, largest.weight / HOME_SHARE):
            return match
    return largest


def _town_before_region(best: Match, ordered: list[Match]) -> Match:
    if best.place.kind not in AREAS:
        return best
    for match in ordered:
        inside = match.place.country == best.place.country and best.place.region in ("", match.place.region)
        large = match.place.kind == "town" and match.place.population >= TOWN_BEFORE_REGION
        main = match.place.population * CITY_SHARE >= best.place.population
        if inside and large and (match.by_name or not best.by_name or main):
            return match
    return best


def _is_other(match: Match) -> bool:
    return match.by_name or match.weight >= NOTABLE


def _once(matches: list[Match]) -> list[Match]:
    return list({match.place.id: match for match in matches}.values())
