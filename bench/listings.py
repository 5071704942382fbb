"""Invented listings from a seed, made through the product's own documents: as many as asked for, always the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from bench import words
from bench.places import Town, Towns
from support.site.directory.hours import ALWAYS, UNKNOWN, Hours, Opening, signature, to_json
from support.site.directory.listing import Area, Contact, Fact, Listing, Site, Source, Spoken
from support.site.directory.vocabulary import KINDS, WHO

SEED = 20261124
BATCH = 10_000
MOST_ZONES = 40
COMMON_KINDS = {
    "therapist": 30, "counselling": 22, "support_group": 12, "trauma_therapist": 8, "mental_health_clinic": 8,
    "hotline": 5, "shelter": 4, "crisis_centre": 4, "legal_help": 4, "peer_support": 4, "family_support": 4,
}  # fmt: skip
CONCERNS = (
    (("survivor",), 52), (("survivor", "family"), 12), (("anyone",), 14), (("family",), 8), (("own_thoughts",), 7),
    (("professional",), 3), (("survivor", "own_thoughts"), 1), ((), 3),
)  # fmt: skip
COSTS = {"free": 35, "paid": 25, "low": 15, "call_rate": 5, "unknown": 20}
LANGUAGES = (
    "en", "es", "fr", "de", "ar", "pt", "hi", "zh", "ru", "pl", "tr", "it", "uk", "fa", "ur", "bn", "vi", "nl", "ro", "so",
)  # fmt: skip
FICTION_GB = ("+441632960{:03d}", "+442079460{:03d}")  # Ofcom, numbers for drama use
WEEKS = (
    ((0, 1, 2, 3, 4), "09:00", "17:00"), ((0, 1, 2, 3, 4), "08:30", "16:30"), ((0, 1, 2, 3), "10:00", "18:00"),
    ((0, 1, 2, 3, 4, 5), "09:00", "20:00"), ((0, 1, 2, 3, 4, 5, 6), "18:00", "23:00"), ((1, 3), "13:00", "19:00"),
    ((0, 1, 2, 3, 4, 5, 6), "20:00", "08:00"), ((5, 6), "10:00", "16:00"), ((0, 2, 4), "09:00", "12:30"),
)  # fmt: skip


@dataclass(frozen=True)
class Invented:
    """One listing, with whose it is and its number in the database."""

    number: int
    organization: UUID
    listing: Listing


class Inventor:
    """Makes listings. The n-th is the same whatever the size, as long as the seed and the lists are."""

    def __init__(self, towns: Towns, seed: int = SEED) -> None:
        self.random = Random(seed)
        self.towns = towns
        self.patterns: dict[str, str] = {}
        self._zones: dict[str, list[tuple[str, str]]] = {}
        self._fixed = [self._pattern(ALWAYS), self._pattern(UNKNOWN)]
        self._kinds = {kind: COMMON_KINDS.get(kind, 1) for kind in KINDS}
        self._organization = (UUID(int=0), "")

    def listings(self, size: int) -> Iterator[Invented]:
        """``size`` listings, numbered from 1."""
        number = 0
        while number < size:
            for town in self.towns.draw(self.random, BATCH)[: size - number]:
                number += 1
                yield self._one(number, town)

    def _one(self, number: int, town: Town) -> Invented:
        random = self.random
        if number == 1 or random.random() < 0.4:
            self._organization = (UUID(int=random.getrandbits(128)), organization(random))
        kind = random.choices(list(self._kinds), list(self._kinds.values()))[0]
        mark, hours = self._hours(town)
        withheld = kind in ("shelter", "safe_house") or random.random() < 0.01
        concerns = random.choices([codes for codes, _n in CONCERNS], [n for _codes, n in CONCERNS])[0]
        name = f"{random.choice(words.THEMES)} {random.choice(words.FIGURES)} {town.name}"
        listing = Listing(
            id=str(UUID(int=random.getrandbits(128))),
            name=name if random.random() < 0.6 else f"{coined(random)} {random.choice(words.FIGURES)}",
            organization=self._organization[1],
            kind=kind,
            country=town.country,
            hours=hours,
            hours_signature=mark,
            source=_source(random),
            description=description(random),
            description_language="en",
            concerns=concerns,
            who=tuple(sorted(random.sample(list(WHO), random.choices((0, 1, 2), (50, 35, 15))[0]))),
            contacts=_contacts(random, town),
            chat_url=f"https://chat.example/{number}" if random.random() < 0.08 else "",
            url=f"https://service-{number}.example/" if random.random() < 0.8 else "",
            email=f"office@service-{number}.example" if random.random() < 0.5 else "",
            languages=_languages(random),
            cost=random.choices(list(COSTS), list(COSTS.values()))[0],
            areas=_areas(random, town, withheld),
            places=_places(random, town, withheld),
            facts=_facts(random),
            minimum_age=random.choice((None, None, None, 16.0, 18.0)),
            rank=random.randint(20, 90),
        )
        return Invented(number, self._organization[0], listing)

    def _hours(self, town: Town) -> tuple[str, str]:
        chance = self.random.random()
        if chance < 0.3:
            return self._fixed[chance < 0.24]
        zone = self._zones.get(town.timezone)
        if zone is None:
            if len(self._zones) >= MOST_ZONES:
                return self._fixed[1]
            weeks = [Hours(True, timezone=town.timezone, openings=(Opening(frozenset(d), o, c),)) for d, o, c in WEEKS]
            zone = self._zones[town.timezone] = [self._pattern(hours) for hours in weeks]
        return self.random.choice(zone)

    def _pattern(self, hours: Hours) -> tuple[str, str]:
        mark, text = signature(hours), to_json(hours)
        self.patterns[mark] = text
        return mark, text


def coined(random: Random) -> str:
    """An invented name such as *Hazelbrook*."""
    return random.choice(words.BEGINNINGS) + random.choice(words.ENDINGS)


def organization(random: Random) -> str:
    """The name of whoever runs services."""
    return f"{coined(random)} {random.choice(words.THEMES)} {random.choice(words.FIGURES)}"


def description(random: Random) -> str:
    """Two to four plain sentences."""
    opening, people, matter = (random.choice(some) for some in (words.OPENINGS, words.PEOPLE, words.MATTERS))
    first = opening.format(people=people, matter=matter)
    more = [f"We work with {random.choice(words.METHODS)}"] if random.random() < 0.4 else []
    return ". ".join([first, *more, *random.sample(words.REMARKS, random.randint(1, 2))]) + "."


def _source(random: Random) -> Source:
    checked = date(2026, 1, 1) + timedelta(days=random.randrange(320)) if random.random() < 0.3 else None
    return Source(
        kind=random.choice(("official_page", "network_directory", "public_list")),
        url="https://lists.example/services",
        confidence=random.choice(("high", "medium")),
        checked_on=checked,
        checked_how="by phone" if checked else "",
        next_check=checked + timedelta(days=180) if checked else None,
    )


def _contacts(random: Random, town: Town) -> tuple[Contact, ...]:
    """Numbers that are reserved for fiction, so that no one is ever called by mistake."""
    voice = random.choice(FICTION_GB).format(random.randrange(1000))
    if town.country in ("US", "CA"):
        voice = f"+1{random.randrange(201, 990)}55501{random.randrange(100):02d}"
    found = [Contact("voice", voice)] if random.random() < 0.92 else []
    if random.random() < 0.1:
        found.append(Contact("text", random.choice(FICTION_GB).format(random.randrange(1000))))
    return tuple(found)


def _languages(random: Random) -> tuple[Spoken, ...]:
    count = random.choices((0, 1, 2, 3), (15, 50, 25, 10))[0]
    codes = (LANGUAGES[min(int(random.expovariate(0.25)), 19)] for _ in range(count))
    return tuple(Spoken(code) for code in dict.fromkeys(codes))


def _areas(random: Random, town: Town, withheld: bool) -> tuple[Area, ...]:
    """The town for a withheld place; else a town, region, country, and now and then the world."""
    chance = random.random()
    if withheld or chance < 0.55:
        return (Area("place", town.id, town.name, latitude=town.latitude, longitude=town.longitude),)
    if chance < 0.85 and town.region:
        return (Area("region", town.region, town.region_name),)
    return (Area("worldwide", "ZZ"),) if chance > 0.998 else (Area("country", town.country),)


def _places(random: Random, town: Town, withheld: bool) -> tuple[Site, ...]:
    if withheld:
        return (Site(withheld=True),)
    if random.random() < 0.35:
        return ()
    street = f"{random.randrange(1, 200)} {random.choice(words.STREETS)} Street"
    north, east = town.latitude + random.uniform(-0.04, 0.04), town.longitude + random.uniform(-0.04, 0.04)
    place = Site(
        lines=(street, town.name),
        city=town.name,
        country=town.country,
        latitude=round(min(90, max(-90, north)), 5),
        longitude=round(min(180, max(-180, east)), 5),
    )
    return (place,)


def _facts(random: Random) -> tuple[Fact, ...]:
    codes = ("calls_back", "referral_needed", "step_free", "without_name")
    return tuple(Fact(code, random.choice(("yes", "no"))) for code in codes if random.random() < 0.35)
