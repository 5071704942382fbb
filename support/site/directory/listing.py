"""A listing: what a person finds, a service with its contacts, its places and its facts, as one document.

``changes.py`` writes it from the tables; every page and the index read it. Unknown is an empty value, never a guess.
"""

from __future__ import annotations

from datetime import date

import msgspec

from support.site.directory.vocabulary import CONCERNS, KINDS


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number: ``type`` voice, text, whatsapp, tty or fax; ``written`` is how its country writes it."""

    type: str
    number: str
    written: str = ""
    keyword: str = ""
    note: str = ""


class Spoken(msgspec.Struct, frozen=True):
    """A language (BCP 47), by which channel, and a remark."""

    code: str
    channel: str = "any"
    note: str = ""


class Area(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where it reaches. ``latitude`` and ``longitude`` are those of the named town, never of the service."""

    type: str
    code: str
    name: str = ""
    description: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Site(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place where it is offered. A withheld place has a name at most."""

    withheld: bool = False
    name: str = ""
    lines: tuple[str, ...] = ()
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    transportation: str = ""
    accessibility: tuple[str, ...] = ()
    description: str = ""


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer to one of the questions of the vocabulary's ``FACTS``, with the law it rests on and its date."""

    code: str
    value: str
    jurisdiction: str = ""
    as_of: date | None = None


class Source(msgspec.Struct, frozen=True):
    """What the listing rests on, and who checked it, how and when (promise 7)."""

    kind: str = ""
    url: str = ""
    note: str = ""
    confidence: str = "medium"
    checked_on: date | None = None
    checked_how: str = ""
    next_check: date | None = None


class Listing(msgspec.Struct, frozen=True, omit_defaults=True):
    """The document. ``hours`` is the canonical text of ``hours_record.to_json``.

    Only empty values may be defaults here: they are left out when written, and msgspec knows a default by its identity.
    """

    id: str
    name: str
    organization: str
    kind: str
    country: str
    hours: str
    hours_signature: str
    source: Source
    description_language: str
    cost: str
    alternate_name: str = ""
    website: str = ""
    description: str = ""
    concerns: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    chat_url: str = ""
    url: str = ""
    email: str = ""
    languages: tuple[Spoken, ...] = ()
    cost_words: str = ""
    hours_note: str = ""
    areas: tuple[Area, ...] = ()
    places: tuple[Site, ...] = ()
    facts: tuple[Fact, ...] = ()
    minimum_age: float | None = None
    maximum_age: float | None = None
    application_process: str = ""
    eligibility: str = ""
    alert: str = ""
    rank: int = 0

    @property
    def side(self) -> str:
        """Which of the two concerns it belongs to: ``hurt``, ``own``, ``both``, or ``open`` to everybody."""
        hurt, own = "survivor" in self.concerns, "own_thoughts" in self.concerns
        return "both" if hurt and own else "hurt" if hurt else "own" if own else "open"

    @property
    def withheld(self) -> bool:
        """Whether any of its places is kept private."""
        return any(place.withheld for place in self.places)

    def fact(self, code: str) -> Fact | None:
        """The answer to a question, or None where it is not known."""
        return next((fact for fact in self.facts if fact.code == code), None)

    def channels(self) -> tuple[str, ...]:
        """The ways to reach it, as codes of the vocabulary."""
        types = {contact.type for contact in self.contacts}
        ways = (
            ("phone", "voice" in types),
            ("text", bool(types & {"text", "whatsapp", "tty"})),
            ("chat", bool(self.chat_url)),
            ("web", bool(self.url)),
            ("visit", any(not place.withheld for place in self.places)),
        )
        return tuple(code for code, there in ways if there)


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Listing).decode


def check(listing: Listing) -> None:
    """Raise ``ValueError`` where a code is not of the vocabulary, or a withheld place would tell where it is."""
    if listing.kind not in KINDS:
        raise ValueError(f"unknown kind {listing.kind}")
    if not set(listing.concerns) <= set(CONCERNS):
        raise ValueError("unknown concern")
    for place in listing.places:
        if place.withheld and (place.lines or place.city or place.latitude is not None or place.transportation):
            raise ValueError("a withheld place with an address")
