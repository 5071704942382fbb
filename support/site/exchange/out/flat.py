"""The flat CSV: one line a listing, for spreadsheets (RFC 4180; guarded against formulas, safety.md S79).

Made from the listing as everybody sees it. What repeats is joined by ``; ``; what is not known is empty.
"""

# ruff: noqa: E501  -- a table: one thing a line

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

from support.site.directory.hours import from_json
from support.site.directory.hours_rules import EVERY_DAY, Opening
from support.site.directory.listing import Area, Contact, Listing, Site
from support.site.directory.vocabulary import FACTS
from support.site.exchange.out.formulas import guarded
from support.site.exchange.profile.extents import extent_of

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
BETWEEN = "; "
LINES_AT_ONCE = 500
COLUMNS = (
    "id", "name", "alternate_name", "organization", "kind", "concerns", "who", "country", "areas", "phone", "phone_note",
    "text", "other_numbers", "chat_url", "url", "email", "hours", "time_zone", "hours_note", "languages", "cost",
    "cost_words", "minimum_age", "maximum_age", "how_to_get_in", "who_can_come", "alert", "description",
    "description_language", "addresses", "latitude", "longitude", "address_withheld", "source_kind", "source_url",
    "source_note", "confidence", "checked_on", "checked_how", "next_check", *(f"fact_{code}" for code in FACTS),
)  # fmt: skip


def lines(listings: Iterable[Listing]) -> Iterator[str]:
    """The file in pieces of some hundred lines. The header comes with the first of them, so that a piece is never
    sent before the first listing could be read."""
    rest = iter(listings)
    yield _written([COLUMNS, *(line(one) for one in islice(rest, LINES_AT_ONCE))])
    while some := list(islice(rest, LINES_AT_ONCE)):
        yield _written(line(one) for one in some)


def line(listing: Listing) -> list[str]:
    """The cells of a listing."""
    found = _contacts(listing) | _places(listing) | _source(listing) | _rest(listing)
    return [guarded(found.get(column, "").replace("\x00", "")) for column in COLUMNS]


def _written(rows: Iterable[Iterable[str]]) -> str:
    page = io.StringIO()
    csv.writer(page, lineterminator="\r\n").writerows(rows)
    return page.getvalue()


def _rest(one: Listing) -> dict[str, str]:
    hours = from_json(one.hours)
    facts = {
        f"fact_{fact.code}": _with(fact.value, fact.jurisdiction, fact.as_of.isoformat() if fact.as_of else "")
        for fact in one.facts
        if fact.value != "unknown"
    }
    return facts | {
        "id": one.id, "name": one.name, "alternate_name": one.alternate_name, "organization": one.organization,
        "kind": one.kind, "concerns": BETWEEN.join(one.concerns), "who": BETWEEN.join(one.who), "country": one.country,
        "areas": BETWEEN.join(_area(area) for area in one.areas), "chat_url": one.chat_url, "url": one.url,
        "email": one.email, "time_zone": hours.timezone, "hours_note": one.hours_note,
        "hours": "24/7" if hours.always else BETWEEN.join(_opening(row) for row in hours.openings),
        "languages": BETWEEN.join(_with(one.code, one.channel if one.channel != "any" else "", one.note) for one in one.languages),
        "cost": one.cost if one.cost != "unknown" else "", "cost_words": one.cost_words,
        "minimum_age": _number(one.minimum_age), "maximum_age": _number(one.maximum_age),
        "how_to_get_in": one.application_process, "who_can_come": one.eligibility, "alert": one.alert,
        "description": one.description, "description_language": one.description_language if one.description else "",
    }  # fmt: skip


def _contacts(one: Listing) -> dict[str, str]:
    voice = next((contact for contact in one.contacts if contact.type == "voice"), None)
    text = next((contact for contact in one.contacts if contact.type in ("text", "whatsapp")), None)
    others = [contact for contact in one.contacts if contact not in (voice, text)]
    return {
        "phone": voice.number if voice else "",
        "phone_note": voice.note if voice else "",
        "text": _number_of(text) if text else "",
        "other_numbers": BETWEEN.join(f"{contact.type} {_number_of(contact)}" for contact in others),
    }


def _number_of(contact: Contact) -> str:
    word = "WhatsApp" if contact.type == "whatsapp" else contact.keyword
    return f"{contact.number} ({word})" if word else contact.number


def _places(one: Listing) -> dict[str, str]:
    public = [place for place in one.places if not place.withheld]
    first = next((place for place in public if place.latitude is not None), None)
    return {
        "addresses": BETWEEN.join(filter(None, map(_address, public))),
        "latitude": _number(first.latitude) if first else "",
        "longitude": _number(first.longitude) if first else "",
        "address_withheld": "yes" if one.withheld else "",
    }


def _address(place: Site) -> str:
    return ", ".join(part for part in (place.name, *place.lines, place.country) if part)


def _source(one: Listing) -> dict[str, str]:
    source = one.source
    return {
        "source_kind": source.kind, "source_url": source.url, "source_note": source.note,
        "confidence": source.confidence, "checked_how": source.checked_how,
        "checked_on": source.checked_on.isoformat() if source.checked_on else "",
        "next_check": source.next_check.isoformat() if source.next_check else "",
    }  # fmt: skip


def _area(area: Area) -> str:
    code = extent_of(area.type, area.code)
    return f"{area.name} ({code})" if area.name else code


def _opening(row: Opening) -> str:
    days = "Mo-Su" if row.days == EVERY_DAY else ",".join(DAYS[day] for day in sorted(row.days))
    return _with(f"{days} {row.opens}-{row.closes}", row.channel if row.channel != "any" else "")


def _with(value: str, *remarks: str) -> str:
    more = ", ".join(remark for remark in remarks if remark)
    return f"{value} ({more})" if more else value


def _number(value: float | None) -> str:
    return "" if value is None else str(int(value)) if float(value).is_integer() else str(value)
