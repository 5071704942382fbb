"""From a listing to what a page says of it, for this reader and this moment. No page makes up words of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from support.common.crisis import dialling
from support.common.crisis.dialling import Number, TextLine
from support.common.kernel.i18n import Reading, country_name, language_name, reading
from support.common.kernel.i18n import gettext as _
from support.site.directory import words
from support.site.directory.hours import from_json, state
from support.site.directory.hours_words import special_rows, state_sentence, week_rows, zone_sentence
from support.site.directory.listing import Contact, Fact, Listing
from support.site.directory.own_pages import rests_on
from support.site.directory.terms import BOTH, HURT, OWN
from support.site.directory.vocabulary import CONCERNS, COSTS, FACT_ANSWERS, FACTS, KINDS, WHO

OTHER_CONCERN = {HURT: "own_thoughts", OWN: "survivor"}
CORE_FACTS = (
    "without_name", "must_report", "confidentiality", "on_phone_bill", "sees_number", "calls_back", "recordings",
    "youngest_alone", "police_report_needed",
)  # fmt: skip
CHAT_FACTS = ("chat_script", "chat_login", "chat_email")
THERAPY_KINDS = (
    "therapist",
    "trauma_therapist",
    "therapist_finder",
    "prevention_therapist",
    "prevention_service",
    "counselling",
)


@dataclass(frozen=True)
class Ways:
    """How to make contact: numbers to call, lines to write to, a chat and a page."""

    calls: tuple[tuple[Number, str], ...]
    texts: tuple[tuple[TextLine, str], ...]
    chat_url: str
    url: str


@dataclass(frozen=True)
class Card:
    """One listing among the results."""

    listing: Listing
    kind: str
    state: str
    state_kind: str
    ways: Ways
    where: str
    who_for: str
    cost: str
    languages: str
    what_it_is: str
    confirmed: bool


def card(listing: Listing, now: datetime, side: str) -> Card:
    """The card of a listing in a list of ``side``: a service for both concerns appears with that list's words."""
    how = reading()
    sentence, kind = state_now(listing, now)
    return Card(
        listing=listing,
        kind=_label(KINDS[listing.kind].label, how.language),
        state=sentence,
        state_kind=kind,
        ways=ways(listing, how),
        where=where(listing, how),
        who_for=who_for(listing, side),
        cost=_label(COSTS[listing.cost].label, how.language),
        languages=", ".join(how_spoken(spoken.code, how) for spoken in listing.languages[:6]),
        what_it_is=words.what_it_is(listing.kind),
        confirmed=listing.source.checked_on is not None,
    )


def state_now(listing: Listing, now: datetime) -> tuple[str, str]:
    """What the hours say at this minute: a sentence, and open, closed or unknown."""
    how = reading()
    return _state(listing.hours, now.replace(second=0, microsecond=0), how.language, how.country)


def presented(listing: Listing, now: datetime) -> dict[str, object]:
    """Everything that a listing's own page shows."""
    how = reading()
    hours = from_json(listing.hours)
    return {
        "listing": listing,
        "card": card(listing, now, BOTH),
        "week": week_rows(hours, how.babel),
        "special": [row for special in hours.exceptions for row in special_rows(special, how.babel)],
        "zone": zone_sentence(hours, how.babel),
        "known_facts": known_facts(listing),
        "unknown_facts": unknown_facts(listing),
        "languages": [(how_spoken(s.code, how), s.channel, s.note) for s in listing.languages],
        "source": words.source_kind(rests_on(listing.source.kind, listing.url, listing.source.url)),
        "bill": listing.fact("on_phone_bill"),
        "now": now,
    }


def ways(listing: Listing, how: Reading) -> Ways:
    """The contacts as this reader dials them."""
    calls, texts = [], []
    for contact in listing.contacts:
        if contact.type == "voice":
            calls.append((_number(contact, listing.country, how.country), contact.note))
        else:
            line = _text(contact, listing.country, how.country)
            if line:
                texts.append((line, contact.note))
    return Ways(tuple(calls), tuple(texts), listing.chat_url, listing.url)


def known_facts(listing: Listing) -> list[tuple[str, str, str]]:
    """Question, answer, and what the answer rests on: everything that is known, the most asked first."""
    first = _asked(listing)
    found = sorted(
        (fact for fact in listing.facts if fact.value not in ("", "unknown") and fact.code in FACTS),
        key=lambda fact: (first.index(fact.code) if fact.code in first else len(first), fact.code),
    )
    return [(str(FACTS[fact.code].label), _answer(fact), _rests_on(fact)) for fact in found]


def unknown_facts(listing: Listing) -> list[str]:
    """The questions that every listing answers, and to which nobody knows this one's answer: unknown is said."""
    known = {fact.code for fact in listing.facts if fact.value not in ("", "unknown")}
    return [str(FACTS[code].label) for code in _asked(listing) if code not in known]


def _asked(listing: Listing) -> tuple[str, ...]:
    chat = CHAT_FACTS if listing.chat_url else ()
    therapy = ("sees_not_offended",) if listing.kind in THERAPY_KINDS and listing.side != HURT else ()
    return (*CORE_FACTS, *chat, *therapy)


def _answer(fact: Fact) -> str:
    return str(FACT_ANSWERS.get(fact.value, fact.value))


def _rests_on(fact: Fact) -> str:
    return ", ".join(part for part in (fact.jurisdiction, fact.as_of.isoformat() if fact.as_of else "") if part)


def who_for(listing: Listing, side: str) -> str:
    """Whom it is for, without the other concern in a list that keeps it out."""
    concerns = [code for code in listing.concerns if code != OTHER_CONCERN.get(side)]
    labels = [CONCERNS[code].label for code in concerns] + [WHO[code].label for code in listing.who]
    return ", ".join(str(label) for label in labels)


def where(listing: Listing, how: Reading) -> str:
    """Where it reaches or is, in a few words."""
    if any(area.type == "worldwide" for area in listing.areas):
        return _("Worldwide")
    if any(area.type == "union" for area in listing.areas):
        return _("European Union")
    country = country_name(listing.country, how.language)
    cities = list(dict.fromkeys(place.city for place in listing.places if place.city))
    named = cities[:2] or [area.name or area.code for area in listing.areas if area.type in ("region", "place")]
    return ", ".join([*named, country])


def how_spoken(code: str, how: Reading) -> str:
    """A language's name; many languages, or a code nobody knows, are said as such."""
    return _("many languages") if code == "mul" else language_name(code, how.language)


@lru_cache(maxsize=4096)
def _state(hours: str, minute: datetime, _language: str, _country: str) -> tuple[str, str]:
    read = from_json(hours)
    return state_sentence(read, minute, reading().babel), state(read, minute, ask_holiday=False).kind


@lru_cache(maxsize=1024)
def _label(label: object, _language: str) -> str:
    return str(label)


def _number(contact: Contact, country: str, reader_country: str) -> Number:
    note = f"Dial {contact.written} in {country}" if contact.written else ""
    return dialling.number(contact.number, country, reader_country, note)


def _text(contact: Contact, country: str, reader_country: str) -> TextLine | None:
    word = "WhatsApp" if contact.type == "whatsapp" else contact.keyword
    return dialling.text_line(f"{contact.number} ({word})" if word else contact.number, country, reader_country)
