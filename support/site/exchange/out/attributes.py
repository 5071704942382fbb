"""What HSDS has no field for, as attributes: terms of our profile with the value that holds for a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from support.site.directory.models import Attribute, Service, TaxonomyTerm
from support.site.directory.vocabulary import KINDS
from support.site.exchange.profile.terms import (
    OF_VOCABULARY,
    PROFILE_ID,
    PROFILE_VERSION,
    RECORD,
    RECORD_TERMS,
    Term,
    foreign_taxonomy,
    own_terms,
)

PROFILE = f"stillwater/{PROFILE_VERSION}"
LINK_TYPES = {"concerns": "concern", "facts": "fact", "kinds": "kind"}
AUDIENCE = ("kind", "concern")


def said(**values: Any) -> dict[str, Any]:
    """The values that are known. HSDS wants what is not known left out, never null."""
    return {name: value for name, value in values.items() if value is not None and value != "" and value != []}


def attributes_of(service: Service) -> list[dict[str, Any]]:
    """Kind, concerns, people and facts of a service, then what is to be said of the record itself."""
    kind = own_terms()[KINDS[service.kind].uuid]
    rows = [_attribute(uuid5(PROFILE_ID, f"{service.id}:kind"), kind, "kind")]
    known = [row for row in service.attributes if not (row.term.taxonomy == "facts" and row.value in ("", "unknown"))]
    rows += [_held(row) for row in sorted(known, key=lambda row: (row.term.taxonomy, row.term.code))]
    rows += [told(service.id, code, value) for code, value in _record(service) if value]
    return rows


def audience_of(service: Service) -> list[dict[str, Any]]:
    """Kind and concerns alone: what a list has to say of each of its items."""
    return [one for one in attributes_of(service) if one["link_type"] in AUDIENCE]


def told(about: UUID, code: str, value: str) -> dict[str, Any]:
    """One thing that is to be said of a record or a part of it."""
    return _attribute(uuid5(PROFILE_ID, f"{about}:{code}"), RECORD_TERMS[code], RECORD, value)


def _record(service: Service) -> Iterator[tuple[str, str]]:
    yield "profile", PROFILE
    yield "source_kind", service.source_kind
    yield "source_url", service.source_url
    yield "source_note", service.source_note
    yield "confidence", service.confidence
    yield "checked_how", service.assured_how
    yield "next_check", service.next_check.isoformat() if service.next_check else ""
    yield "country", service.country
    yield "description_language", service.description_language if service.description else ""
    yield "hours_known", service.hours_known
    yield "hours_note", service.hours_note
    yield "public_holidays", service.public_holidays if service.public_holidays != "unknown" else ""


def _held(row: Attribute) -> dict[str, Any]:
    label = " ".join(part for part in (row.jurisdiction, row.as_of.isoformat() if row.as_of else "") if part)
    link_type = LINK_TYPES.get(row.term.taxonomy, row.term.taxonomy)
    return _attribute(row.id, published(row.term), link_type, row.value, label)


def published(row: TaxonomyTerm) -> Term:
    """A term as it is published: ours as the vocabulary has it now, another's as it came."""
    own = own_terms().get(row.id)
    if own is not None:
        return own
    code, taxonomy = f"{row.taxonomy}:{row.code}", foreign_taxonomy(row.taxonomy)
    description = row.name if row.taxonomy not in OF_VOCABULARY else f"{row.name} (no longer used)"
    return Term(row.id, code, row.name, description, taxonomy, row.term_uri)


def term_of(term: Term) -> dict[str, Any]:
    """A term as HSDS writes it."""
    return said(
        id=str(term.id),
        code=term.code,
        name=term.name,
        description=term.description or term.name,
        taxonomy=term.taxonomy.name,
        language="en",
        taxonomy_id=str(term.taxonomy.id),
        term_uri=term.term_uri if ":" in term.term_uri else None,
    )


def _attribute(number: UUID, term: Term, link_type: str, value: str = "", label: str = "") -> dict[str, Any]:
    return said(id=str(number), link_type=link_type, value=value, label=label, taxonomy_term=term_of(term))
