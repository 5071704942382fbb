"""From a need and a place to at most five listings: the country first, wider where that is not enough.

Pure: what is looked up comes from a ``Shelf``, the index with the database behind it or the bundled files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from msgspec.structs import replace

from support.common.crisis.bundled import Service
from support.site.directory.listing import Listing
from support.site.directory.terms import HURT, OWN, Terms
from support.site.guides.finder.fitting import (
    fits,
    group,
    has_concern,
    in_region,
    last_order,
    made_for,
    order,
    regional,
)
from support.site.guides.finder.needs import GROWN, TEEN, Need
from support.site.guides.finder.questions import CALL, MAIL, VISIT, WRITE
from support.site.guides.telling import places as telling
from support.site.places.place import Place

MOST, ENOUGH, CHILD_LINES = 5, 3, 2
WORLDWIDE = "ZZ"
CHANNELS = {CALL: ("phone",), WRITE: ("chat", "text"), MAIL: ("web",), VISIT: ("visit",)}
CURATED = {"image_removal": telling.OWN_IMAGES, "reporting": telling.ONLINE}


class Shelf(Protocol):
    """Where listings are found."""

    def search(self, terms: Terms, place: Place | None) -> Sequence[Listing]:
        """The first listings for terms that this module made, the best first."""

    def known(self, ids: Sequence[str]) -> Sequence[Listing]:
        """The listings with these ids, in their order; those that may not be shown are left out."""


def terms_of(need: Need, country: str, near: str, talk: str) -> Terms:
    """The same as a search of the directory, for the link to all results."""
    who = {TEEN: "teen", GROWN: "adult"}.get(need.age, "")
    channel = CHANNELS.get(talk, ())
    return Terms(audience=need.audience, kind=need.kind, who=who, country=country, near=near, channel=channel)


def shortlist(need: Need, country: str, place: Place | None, talk: str, shelf: Shelf) -> list[Listing]:
    """At most ``MOST`` listings. ``country`` may be empty: then what works everywhere.

    What is for one group of people, or for a part of the country, fills the list up where there is little else.
    """
    found, spare = dict[str, Listing](), dict[str, Listing]()
    region, channels = place.region if place else "", CHANNELS.get(talk, ())
    for step in _steps(need, country, place, talk, shelf):
        fitting = [one for one in step.listings if fits(need, one) and in_region(one, region)]
        fitting.sort(key=lambda one: order(need, country, channels, one))
        broad = [one for one in fitting if not group(one) and (region or not regional(one))]
        found |= {one.id: one for one in broad[: step.most] if one.id not in found}
        spare |= {one.id: one for one in fitting if one not in broad and one.id not in spare}
        if len(found) >= step.enough:
            break
    together = _filled(need, country, list(found.values()), [one for one in spare.values() if one.id not in found])
    keeps = need.side == OWN or need.age == TEEN
    return together if keeps else sorted(together, key=lambda one: last_order(need, country, one))


def _filled(need: Need, country: str, found: list[Listing], spare: list[Listing]) -> list[Listing]:
    """The list filled up. What is for one group keeps a place where hardly anything here is for the concern."""
    here = [one for one in found[:MOST] if one.country == country and has_concern(need, one)]
    kept = [one for one in spare if one.country == country and has_concern(need, one) and not regional(one)]
    kept = kept[:1] if need.side == HURT and need.age != TEEN and len(here) < ENOUGH else []
    rest = [*found, *(one for one in spare if one not in kept)][: MOST - len(kept)]
    return [*rest, *kept]


@dataclass(frozen=True)
class Step:
    """One look: what was found, how many of it are taken at most, and how many in all are then enough."""

    listings: Sequence[Listing]
    most: int = MOST
    enough: int = MOST


def _steps(need: Need, country: str, place: Place | None, talk: str, shelf: Shelf) -> Iterator[Step]:
    """Where to look, the closest first. What is made for these people comes before the way they want to talk."""
    here = country or WORLDWIDE
    asked = terms_of(need, here, "", talk)
    if need.kind in CURATED:
        wanted = telling.places(CURATED[need.kind], country)
        some = (*wanted.national[:MOST], *wanted.wider)
        yield Step(_known(shelf, some), *((ENOUGH, MOST) if need.age == TEEN else (MOST, ENOUGH)))
    near = telling.places(telling.NOW, country)
    worry = [one for one in near.national if telling.for_adults_who_worry(one)]
    if need.about_child:
        yield Step(_known(shelf, worry or near.national))
    if need.age == TEEN and need.side == HURT:
        lines = _known(shelf, near.national) or _known(shelf, near.wider)
        yield Step([one for one in lines if made_for(need, one)], most=CHILD_LINES)
    any_way = _each(shelf, replace(asked, channel=()), need)
    if need.side == OWN or need.age == TEEN:
        yield Step([one for one in any_way if made_for(need, one)], most=ENOUGH)
    if place is not None:
        yield Step(_each(shelf, asked, need, place))
    yield Step(_each(shelf, asked, need))
    yield Step(any_way, enough=ENOUGH)
    for wider in _wider(need, here):
        yield Step(_each(shelf, wider, need), enough=ENOUGH)
    if country:
        for wider in (replace(asked, country=WORLDWIDE, channel=()), *_wider(need, WORLDWIDE)):
            yield Step(_each(shelf, wider, need), enough=1)


def _known(shelf: Shelf, rows: Sequence[Service]) -> Sequence[Listing]:
    return shelf.known([str(one.uuid) for one in rows])


def _wider(need: Need, country: str) -> Iterator[Terms]:
    """The same concern with less asked for; then lines that are for neither concern."""
    if need.side == OWN:
        yield Terms(audience="own_thoughts", country=country)
    else:
        yield Terms(audience="survivor" if need.side == "hurt" else "anyone", country=country)
    yield Terms(kind="hotline", country=country)


def _each(shelf: Shelf, terms: Terms, need: Need, place: Place | None = None) -> list[Listing]:
    """The listings for the terms; those for children as well as those for teenagers where somebody under 18 asks."""
    ages = ("teen", "child") if need.age == TEEN else ("adult",) if need.age == GROWN else ("",)
    return [one for who in ages for one in shelf.search(replace(terms, who=who), place)]
