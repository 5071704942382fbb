"""Loads the bundled services into the tables: all of them, or none where a row is broken.

What a person has checked since is not overwritten. A row that left the file is no longer shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from support.common.crisis import bundled
from support.site.directory import changes, vocabulary
from support.site.directory.composing import Locate
from support.site.directory.loading_rows import fill
from support.site.directory.models import (
    Organization,
    Service,
    TaxonomyTerm,
)  # fmt: skip

PREFIX = "bundled:"


@dataclass(frozen=True)
class Loaded:
    """What a load did: how many services the file holds, how many listings changed, how many left."""

    read: int
    changed: int
    gone: int


def load(session: Session, rows: tuple[bundled.Service, ...], locate: Locate, now: datetime) -> Loaded:
    """Bring the tables to what ``rows`` say, in one transaction that the caller commits."""
    terms = sync_vocabulary(session)
    there = {service.source_key: service for service in session.scalars(_with_parts())}
    organizations = {found.source_key: found for found in session.scalars(select(Organization))}
    touched = []
    for row in rows:
        service = there.pop(PREFIX + row.id, None)
        if service is not None and service.assured_date is not None:
            continue
        if service is None:
            service = Service(id=row.uuid, source_key=PREFIX + row.id, last_modified=now)
            session.add(service)
        service.organization = _organization(session, organizations, row)
        fill(service, row, terms)
        touched.append(service)
    gone = [service for service in there.values() if service.assured_date is None and service.status == "active"]
    for service in gone:
        service.status = "inactive"
    changed = changes.publish(session, [*touched, *gone], locate, now)
    return Loaded(len(rows), changed, len(gone))


def sync_vocabulary(session: Session) -> dict[tuple[str, str], TaxonomyTerm]:
    """Every term of our own vocabulary as a row. Returns them by taxonomy and code."""
    rows = {(term.taxonomy, term.code): term for term in session.scalars(select(TaxonomyTerm))}
    for words in vocabulary.ALL:
        for term in words.values():
            row = rows.get((term.taxonomy, term.code))
            if row is None:
                row = rows[term.taxonomy, term.code] = TaxonomyTerm(
                    id=term.uuid, taxonomy=term.taxonomy, code=term.code
                )
                session.add(row)
            row.name = str(term.label)
            row.term_uri = f"openeligibility:{term.open_eligibility}" if term.open_eligibility else ""
    session.flush()
    return rows


def _with_parts() -> Select[Service]:
    parts = ("phones", "urls", "schedules", "languages", "cost_options", "service_areas", "attributes", "at_locations")
    return (
        select(Service)
        .where(Service.source_key.startswith(PREFIX))
        .options(selectinload(Service.organization), *(selectinload(getattr(Service, part)) for part in parts))
    )


def _organization(session: Session, known: dict[str | None, Organization], row: bundled.Service) -> Organization:
    key = f"{PREFIX}{row.country}:{row.organization}"[:200]
    if key not in known:
        known[key] = Organization(source_key=key, name=row.organization)
        session.add(known[key])
    return known[key]
