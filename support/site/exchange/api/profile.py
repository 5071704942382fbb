"""Our profile of HSDS as a document: what we add to the standard, and how we use its fields."""

# ruff: noqa: E501  -- a table: one thing a line

from __future__ import annotations

from typing import Any

from support.site.exchange.api.addresses import address, of_api
from support.site.exchange.out.licence import ATTRIBUTION, LICENCE, SOURCES
from support.site.exchange.profile.terms import PROFILE_ID, PROFILE_VERSION, TAXONOMIES, own_terms

USES = {
    "service.status": "Only active services are published.",
    "service.assured_date": "The day on which the publisher confirmed the record. Missing: nobody has confirmed it yet.",
    "organization.description": "Where there is none, the name stands here: HSDS wants a text.",
    "taxonomy_term.code": "taxonomy:code, unique over all taxonomies.",
    "attribute.link_type": "kind, concern, who, fact, record, or the name of a taxonomy that came with an import.",
    "attribute.label": "Of a fact: the place of law and the date of the answer, where they are known.",
    "location": "Where the attribute record:address_withheld says yes there is no address and no position, on purpose.",
    "address": "A line that is not known is an empty text.",
    "service_area.extent": "ZZ, EU, an ISO 3166-1 or 3166-2 code, geonames:<number>, or place:<id>. extent_type is text.",
    "phone.number": "E.164, or a short code as it is dialled, also with * and #.",
    "phone.type": "voice, text, whatsapp, textphone or fax.",
    "schedule": "Wall-clock times in the zone of the attribute record:time_zone. A close at or before the opening lies on "
    "the next day; a whole day is 00:00 to 23:59, midnight otherwise 00:00. A row with valid_from stands in place of the "
    "weekly ones on those days; one without times means closed.",
    "schedule.timezone": "Hours from UTC, only where the zone keeps them the whole year.",
    "schedule.attending_type": "phone, chat or text, where the hours are those of one way only.",
    "cost_option.option": "free, call_rate, low, paid or unknown.",
    "csv": "Times have seconds. Cells that a spreadsheet would take for a formula begin with one more quote mark.",
}  # fmt: skip


def document() -> dict[str, Any]:
    """The profile with its taxonomies and terms."""
    return {
        "id": f"urn:uuid:{PROFILE_ID}",
        "name": "Stillwater profile of HSDS",
        "version": PROFILE_VERSION,
        "hsds_version": "3.1",
        "url": of_api("/profile.json"),
        "documentation": address("/en/data"),
        "openapi_url": of_api("/openapi.json"),
        "license": LICENCE,
        "sources": SOURCES,
        "attribution": ATTRIBUTION,
        "uses": USES,
        "taxonomies": [
            {
                "id": str(one.id), "code": one.code, "name": one.name, "description": one.description,
                "terms": [
                    {"id": str(term.id), "code": term.code, "name": term.name, "description": term.description}
                    for term in own_terms().values() if term.taxonomy == one
                ],
            }
            for one in TAXONOMIES.values()
        ],
    }  # fmt: skip
