"""Two hundred searches that every size is asked: words, kind, language, near a city, a beginning, a slip of the pen."""

from __future__ import annotations

from random import Random

from bench import words
from bench.places import Town, Towns
from support.site.directory.terms import Terms
from support.site.directory.vocabulary import KINDS

SEED = 7
COUNT = 200
COUNTRIES = ("GB", "US", "IN", "BR", "DE", "NG", "FR", "MX")
WORDS = [
    word.casefold()
    for text in (*words.MATTERS, *words.PEOPLE, *words.METHODS, *words.THEMES, *words.REMARKS)
    for word in text.split()
    if len(word) > 3
]
RADII = ("5", "10", "25", "50", "100")


def questions(seed: int = SEED, count: int = COUNT) -> list[Terms]:
    """``count`` searches, always the same; each of the eight sorts comes as often as the others."""
    random = Random(seed)
    towns = Towns().draw(random, count)
    sorts = (_one, _two, _three, _kind, _language, _near, _beginning, _slip)
    return [sorts[n % len(sorts)](random, town) for n, town in enumerate(towns)]


def _some(random: Random, count: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(count))


def _country(random: Random) -> str:
    return random.choice(COUNTRIES) if random.random() < 0.5 else ""


def _one(random: Random, town: Town) -> Terms:
    return Terms(q=town.name if random.random() < 0.2 else _some(random, 1), country=_country(random))


def _two(random: Random, town: Town) -> Terms:
    return Terms(
        q=f"{_some(random, 1)} {town.name}" if random.random() < 0.2 else _some(random, 2), country=_country(random)
    )


def _three(random: Random, _town: Town) -> Terms:
    return Terms(q=_some(random, 3), country=_country(random))


def _kind(random: Random, _town: Town) -> Terms:
    return Terms(
        kind=random.choice(list(KINDS)), country=_country(random), q=_some(random, 1) if random.random() < 0.3 else ""
    )


def _language(random: Random, _town: Town) -> Terms:
    return Terms(language=random.choice(("es", "fr", "de", "ar")), q=_some(random, 1), country=_country(random))


def _near(random: Random, town: Town) -> Terms:
    """Half of them in order of distance."""
    sort, kind = random.choice(("", "near")), random.choice(("", "therapist", "counselling"))
    return Terms(near=town.name, country=town.country, within=random.choice(RADII), kind=kind, sort=sort)


def _beginning(random: Random, _town: Town) -> Terms:
    word = random.choice([word for word in WORDS if len(word) > 5])
    return Terms(q=word[: random.randint(3, 5)], country=_country(random))


def _slip(random: Random, _town: Town) -> Terms:
    word = random.choice([word for word in WORDS if len(word) > 5])
    place = random.randrange(1, len(word) - 2)
    return Terms(q=word[:place] + word[place + 1] + word[place] + word[place + 2 :], country=_country(random))
