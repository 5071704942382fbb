"""Whether a listing may stand in somebody's list, and how well it fits. Pure.

The searches of the directory keep the two concerns apart already; here it is looked at once more, listing by listing,
and more narrowly: nobody under 18 is led to what is for adults only, and nobody who was hurt to a prevention service.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from support.site.directory.listing import Listing
from support.site.directory.terms import HURT, OWN
from support.site.guides.finder.needs import GROWN, TEEN, Need
from support.site.guides.telling.places import about_a_child

PREVENTION_KINDS = ("prevention_service", "prevention_therapist")
AFTER_HARM_KINDS = (
    "reporting", "police_unit", "image_removal", "victim_advocacy", "crisis_centre", "shelter", "safe_house",
    "shelter_finder", "forensic_exam", "compensation",
)  # fmt: skip
ON_REQUEST = ("reporting", "police_unit", "image_removal")  # shown where somebody needs just that
AGES, YOUNG_AGES, OF_AGE = {"child", "teen", "adult"}, {"child", "teen"}, 18
CHILD_KINDS = ("hotline", "victim_advocacy", "reporting", "family_support")
WORRY = {"family", "professional", "anyone"}
# made for some people only, by the descriptions, which are English in all bundled rows
NARROWER = re.compile(r"\b(older people|elder|suicid|missing|traffick|deaf|run away|runaway)", re.IGNORECASE)
CHILD = re.compile(r"\bchild(ren)?\b", re.IGNORECASE)
NARROW = ("women", "men", "lgbtq", "native", "military")
CONCERN = {"survivor": "survivor", "family": "family", "own_thoughts": "own_thoughts", "family_worried": "family",
           "professional": "professional", "anyone": "anyone"}  # fmt: skip


def fits(need: Need, listing: Listing) -> bool:
    """Whether the listing is for this need at all: side, kind and age; and whether it can be reached from here."""
    reached = bool(listing.contacts or listing.chat_url or listing.url or listing.email)
    return reached and _side_fits(need, listing) and _age_fits(need, listing)


def _side_fits(need: Need, listing: Listing) -> bool:
    if listing.kind in ON_REQUEST and listing.kind not in need.first:
        return False
    if need.about_child and listing.kind == "reporting":
        return listing.id in about_a_child()
    if need.side == OWN:
        return listing.side != "hurt" and listing.kind not in AFTER_HARM_KINDS
    if listing.side == "own" or listing.kind in PREVENTION_KINDS:
        return False
    return need.side == HURT or listing.side == "open" or "anyone" in listing.concerns


def _age_fits(need: Need, listing: Listing) -> bool:
    ages = AGES & set(listing.who)
    if need.age == TEEN:
        return bool(ages & YOUNG_AGES) and (listing.minimum_age is None or listing.minimum_age < OF_AGE)
    return need.age != GROWN or not ages or "adult" in ages


def in_region(listing: Listing, region: str) -> bool:
    """Whether it is not for some other region: ``region`` is where somebody is, empty where that is not known."""
    regions = {area.code for area in listing.areas if area.type == "region"}
    return not region or not regions or region in regions or len(regions) < len(listing.areas)


def regional(listing: Listing) -> bool:
    """Whether it serves parts of a country only."""
    return bool(listing.areas) and all(area.type in ("region", "place") for area in listing.areas)


def group(listing: Listing) -> str:
    """The one group of people whom it is for (``women``), empty where it is for more than one or for everybody."""
    named = [code for code in listing.who if code in NARROW]
    return named[0] if len(named) == 1 else ""


def made_for(need: Need, listing: Listing) -> bool:
    """Whether it is made for these people, and not for them among others."""
    if need.side == OWN:
        return "own_thoughts" in listing.concerns
    return bool(YOUNG_AGES & set(listing.who)) and "adult" not in listing.who


def narrower(listing: Listing) -> bool:
    """Whether it is made for fewer people than those who ask here: one group, one age, or one trouble."""
    return bool(group(listing) or NARROWER.search(f"{listing.name} {listing.description}"))


def later(need: Need, listing: Listing) -> bool:
    """Whether it comes after what is made for these people: it is narrower, or for both concerns at once."""
    return need.side != OWN and (narrower(listing) or listing.side == "both")


def child_first(need: Need, listing: Listing) -> int:
    """Where somebody asks for a child: 0 for lines for grown-ups who worry about one, 1 for other child lines."""
    if not need.about_child or listing.kind not in CHILD_KINDS or narrower(listing):
        return 2
    taken = listing.id in about_a_child()
    about = taken or CHILD.search(f"{listing.name} {listing.description}")
    return 0 if about and WORRY & set(listing.concerns) else 1 if taken else 2


def has_concern(need: Need, listing: Listing) -> bool:
    """Whether it says that it is for this concern; any does where the need names none."""
    concern = CONCERN.get(need.audience, "")
    return not concern or concern in listing.concerns


def last_order(need: Need, country: str, listing: Listing) -> tuple[int, ...]:
    """The order of a finished list, where what was found stays in its order else: the smaller the better."""
    far = bool(country) and listing.country != country
    hurt = need.side != HURT or "survivor" in listing.concerns
    return far, child_first(need, listing), later(need, listing), not has_concern(need, listing), not hurt


def order(need: Need, country: str, channels: Sequence[str], listing: Listing) -> tuple[int, ...]:
    """How well it fits, as a key to sort by: the smaller the better. ``channels``: how somebody wants to talk."""
    kind = need.first.index(listing.kind) if listing.kind in need.first else len(need.first)
    return (
        child_first(need, listing),
        not has_concern(need, listing),
        later(need, listing),
        bool(channels) and not set(channels) & set(listing.channels()),
        kind == len(need.first),
        bool(country) and listing.country != country,
        kind,
    )
