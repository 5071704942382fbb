"""Listings of no real service, made from a seed: everyday words, real towns, numbers reserved for fiction."""

from __future__ import annotations

import random
import uuid

from support.site.directory.hours import ALWAYS, EVERY_DAY, UNKNOWN, Hours, Opening, signature, to_json
from support.site.directory.listing import Area, Contact, Fact, Listing, Site, Source, Spoken
from support.site.directory.vocabulary import CONCERNS, COSTS, KINDS, WHO

TOWNS = {  # name: country, region, latitude, longitude (GeoNames, rounded)
    "Leeds": ("GB", "GB-ENG", 53.7965, -1.5478),
    "Bradford": ("GB", "GB-ENG", 53.7939, -1.7521),
    "York": ("GB", "GB-ENG", 53.9576, -1.0827),
    "Glasgow": ("GB", "GB-SCT", 55.8651, -4.2576),
    "Austin": ("US", "US-TX", 30.2672, -97.7431),
    "Berlin": ("DE", "DE-BE", 52.5244, 13.4105),
}
WORDS = [
    "river",
    "garden",
    "window",
    "bridge",
    "candle",
    "mountain",
    "kettle",
    "blanket",
    "harvest",
    "lantern",
    "meadow",
    "pebble",
]
EVENINGS = Hours(True, openings=(Opening(EVERY_DAY, "18:00", "02:00"),), timezone="Europe/London")
OFFICE = Hours(True, openings=(Opening(frozenset(range(5)), "09:00", "17:00"),), timezone="Europe/Berlin")
HOURS = (ALWAYS, UNKNOWN, EVENINGS, OFFICE)


def listings(count: int, seed: int = 1) -> list[Listing]:
    """``count`` listings; the same seed gives the same ones."""
    chance = random.Random(seed)
    return [_listing(chance) for _n in range(count)]


def _listing(chance: random.Random) -> Listing:
    town = chance.choice(list(TOWNS))
    country, region, latitude, longitude = TOWNS[town]
    hours = chance.choice(HOURS)
    kind_of_reach = chance.choice(["place", "withheld", "region", "country", "world", "union"])
    near = (latitude + chance.uniform(-0.8, 0.8), longitude + chance.uniform(-0.8, 0.8))
    place = Site(
        name="House", lines=("1 Example Road",), city=town, country=country, latitude=near[0], longitude=near[1]
    )
    return Listing(
        id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        name=" ".join(chance.sample(WORDS, 2)).title(),
        organization=chance.choice(WORDS).title(),
        kind=chance.choice(list(KINDS)),
        country="ZZ" if kind_of_reach == "world" else country,
        hours=to_json(hours),
        hours_signature=signature(hours),
        source=Source(kind="official_page", url="https://example.org/"),
        description_language="en",
        description=" ".join(chance.sample(WORDS, 3)),
        concerns=tuple(sorted(chance.sample(list(CONCERNS), chance.randint(0, 3)))),
        who=tuple(sorted(chance.sample(list(WHO), chance.randint(0, 3)))),
        contacts=(Contact("voice", "+441632960123"),) if chance.random() < 0.7 else (),
        chat_url="https://example.org/chat" if chance.random() < 0.3 else "",
        url="https://example.org/" if chance.random() < 0.8 else "",
        languages=tuple(Spoken(code) for code in chance.sample(["en", "es", "de", "cy"], chance.randint(1, 2))),
        cost=chance.choice(list(COSTS)),
        areas=_areas(kind_of_reach, country, region, town),
        places={"place": (place,), "withheld": (Site(withheld=True),)}.get(kind_of_reach, ()),
        facts=(Fact("without_name", chance.choice(["yes", "no"])),) if chance.random() < 0.5 else (),
        rank=chance.randint(0, 100),
    )


def _areas(reach: str, country: str, region: str, town: str) -> tuple[Area, ...]:
    if reach == "withheld":
        return (Area("place", "1", town, latitude=TOWNS[town][2], longitude=TOWNS[town][3]),)
    return {
        "region": (Area("region", region, region),),
        "country": (Area("country", country),),
        "world": (Area("worldwide", "ZZ"),),
        "union": (Area("union", "EU"),),
    }.get(reach, ())
