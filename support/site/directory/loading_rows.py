"""From a bundled row to a service with its parts."""

from __future__ import annotations

from uuid import UUID

from support.common.crisis.bundled import Service as Row
from support.common.crisis.dialling import TEXTED, WRITTEN_SO, plain_note
from support.site.directory.composing import WEEKDAYS
from support.site.directory.hours_reading import read_hours
from support.site.directory.models import (
    Attribute,
    CostOption,
    Language,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    TaxonomyTerm,
    Url,
)

CONCERN_OF = {
    "survivor": "survivor", "person_with_unwanted_attractions": "own_thoughts", "family": "family",
    "professional": "professional", "anyone_in_crisis": "anyone",
}  # fmt: skip
SOURCE_RANK = {
    "official_page": 12, "published_check": 10, "network_directory": 8, "third_party_page": 5, "public_lists": 5,
    "public_list": 2,
}  # fmt: skip
KIND_RANK = {
    "hotline": 20,
    "prevention_service": 20,
    "text_line": 16,
    "chat": 16,
    "victim_advocacy": 10,
    "reporting": -20,
}


def fill(service: Service, row: Row, terms: dict[tuple[str, str], TaxonomyTerm]) -> None:
    """Bring ``service`` to what ``row`` says; ``terms`` is the vocabulary by taxonomy and code."""
    hours = read_hours(row.hours, country=row.country, region=row.region)
    service.name, service.description, service.kind = row.name, row.description, row.kind
    service.country, service.url, service.status = row.country, row.url, "active"
    service.minimum_age = float(row.min_age) if row.min_age is not None else None
    service.confidence, service.held_because = row.confidence, row.held_because
    service.source_kind, service.source_url, service.source_note = row.source_kind, row.source_url, row.source_note
    service.hours_known = "always" if hours.hours.always else "weekly" if hours.hours.known else "unknown"
    service.hours_note, service.public_holidays = hours.note, hours.hours.public_holidays
    service.rank = _rank(row)
    service.phones = _phones(row)
    service.urls = [Url(label="chat", url=row.chat_url)] if row.chat_url else []
    service.languages = [Language(code=code, position=n) for n, code in enumerate(row.languages)]
    service.cost_options = [CostOption(option=_cost(row.cost), amount_description=row.cost)]
    service.service_areas = [_area(row)]
    service.schedules = [
        Schedule(
            channel=opening.channel, timezone=hours.hours.timezone, opens_at=opening.opens, closes_at=opening.closes,
            byday=",".join(WEEKDAYS[day] for day in sorted(opening.days)), position=n,
        )
        for n, opening in enumerate(hours.hours.openings)
    ]  # fmt: skip
    _attributes(service, row, terms)


def _rank(row: Row) -> int:
    """How far up it stands where nothing else decides, 0 to 100: sure sources and people who answer come first."""
    sure = {"high": 20, "medium": 5, "low": 0}[row.confidence]
    national = 0 if row.region else 8
    rank = (
        20
        + sure
        + SOURCE_RANK.get(row.source_kind, 0)
        + KIND_RANK.get(row.kind, 0)
        + national
        + (16 if row.band else 0)
    )
    return max(0, min(100, rank))


def _phones(row: Row) -> list[Phone]:
    phones = []
    if row.phone:
        said = WRITTEN_SO.search(row.phone_note)
        written = said[1] if said and said[2] == row.country else ""
        phones.append(Phone(type="voice", number=row.phone, written=written, description=plain_note(row.phone_note)))
    found = TEXTED.fullmatch(row.sms)
    if found:
        whatsapp = found[2] == "WhatsApp"
        keyword = "" if whatsapp else found[2] or ""
        phones.append(Phone(type="whatsapp" if whatsapp else "text", number=found[1], keyword=keyword, position=1))
    return phones


def _cost(words: str) -> str:
    if words == "free":
        return "free"
    if words in ("standard call rate", "local call", "mobile call") or words.startswith("call charged"):
        return "call_rate"
    if words.startswith(("paid", "may be charged")):
        return "paid"
    return "low" if words.startswith(("low cost", "reduced-fee")) else "unknown"


def _area(row: Row) -> ServiceArea:
    if row.country == "ZZ":
        return ServiceArea(extent_type="worldwide", extent="ZZ")
    if row.country == "EU":
        return ServiceArea(extent_type="union", extent="EU")
    if row.region:
        return ServiceArea(extent_type="region", extent=row.region)
    return ServiceArea(extent_type="country", extent=row.country)


def _attributes(service: Service, row: Row, terms: dict[tuple[str, str], TaxonomyTerm]) -> None:
    wanted: dict[UUID, tuple[TaxonomyTerm, str]] = {}
    for word in row.audience:
        key = ("concerns", CONCERN_OF[word]) if word in CONCERN_OF else ("who", word)
        wanted[terms[key].id] = (terms[key], "")
    answers = {
        "without_name": row.anonymous,
        "on_phone_bill": row.on_phone_bill,
        "confidentiality": row.confidentiality_note,
    }
    for code, answer in answers.items():
        if answer not in ("", "unknown"):
            wanted[terms["facts", code].id] = (terms["facts", code], answer)
    kept = {attribute.taxonomy_term_id: attribute for attribute in service.attributes}
    service.attributes = [
        kept.get(key) or Attribute(taxonomy_term_id=key, term=term, value=value)
        for key, (term, value) in wanted.items()
    ]
    for attribute in service.attributes:
        attribute.value = wanted[attribute.taxonomy_term_id][1]
