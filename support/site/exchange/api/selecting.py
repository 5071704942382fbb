"""Which services, places and organisations a question is about, as conditions on the tables. All stand on
``listing.shown``: what the public may not see is in no list, no count and no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, select
from sqlalchemy.orm import Session

from support.site.directory.engine import engine
from support.site.directory.models import (
    Attribute,
    ListingRow,
    Organization,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from support.site.directory.search_words import words
from support.site.directory.vocabulary import CONCERNS, KINDS
from support.site.exchange.api.asking import Asked
from support.site.exchange.api.matching import matching
from support.site.exchange.profile.terms import RECORD, TAXONOMIES, foreign_taxonomy

__all__ = ["conditions", "count", "found", "organizations", "page", "published", "words"]

KIND_OF = {term.uuid: code for code, term in KINDS.items()}
CODE_OF = {taxonomy.id: code for code, taxonomy in TAXONOMIES.items()}
Where = list[ColumnElement[bool]]


def conditions(session: Session, asked: Asked) -> Where:
    """What a published service has to fulfil, beside the words."""
    where: Where = [ListingRow.shown.is_(True)]
    if asked.taxonomy_term_id is not None:
        where.append(_with_term(asked.taxonomy_term_id))
    if asked.taxonomy_id is not None:
        where.append(_with_taxonomy(session, asked.taxonomy_id))
    if asked.concern:
        where.append(_with_term(CONCERNS[asked.concern].uuid))
    if asked.organization_id is not None:
        where.append(Service.organization_id == asked.organization_id)
    if asked.modified_after is not None:
        where.append(Service.last_modified >= asked.modified_after)
    return where


def _with_term(term_id: UUID) -> ColumnElement[bool]:
    if term_id in KIND_OF:
        return Service.kind == KIND_OF[term_id]
    return exists().where(Attribute.service_id == Service.id, Attribute.taxonomy_term_id == term_id)


def _with_taxonomy(session: Session, taxonomy_id: UUID) -> ColumnElement[bool]:
    name = CODE_OF.get(taxonomy_id)
    if name in ("kinds", RECORD):
        return literal(True)  # every service has a kind and says something of itself
    if name is None:
        names = session.scalars(select(TaxonomyTerm.taxonomy).distinct())
        name = next((one for one in names if foreign_taxonomy(one).id == taxonomy_id), None)
    if name is None:
        return literal(False)
    return exists().where(
        Attribute.service_id == Service.id,
        Attribute.taxonomy_term_id == TaxonomyTerm.id,
        TaxonomyTerm.taxonomy == name,
    )


def published(*columns: Any) -> Select[Any]:
    """Services with their listings, to be narrowed by :func:`conditions`."""
    return select(*columns).select_from(ListingRow).join(Service, Service.id == ListingRow.service_id)


def found(asked: Asked) -> list[int] | None:
    """The numbers of what the words find, best first; None where no words were given. Raises ``IndexUnavailable``."""
    return matching(engine().index, asked.search) if asked.search else None


def count(session: Session, query: Select[Any]) -> int:
    """How many rows a query has."""
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def page(session: Session, asked: Asked, per_page: int) -> tuple[list[int], int]:
    """The numbers of one page of services, and how many there are in all. Two questions, whatever the amount."""
    where, numbers = conditions(session, asked), found(asked)
    start = (asked.page - 1) * per_page
    if numbers is not None:
        kept = ranked(session, where, numbers)
        return kept[start : start + per_page], len(kept)
    query = published(ListingRow.number).where(*where)
    some = query.order_by(ListingRow.number).offset(start).limit(per_page)
    return list(session.scalars(some)), count(session, query)


def ranked(session: Session, where: Where, numbers: Sequence[int]) -> list[int]:
    """Those of ``numbers`` that fulfil the conditions, in their order."""
    asked = published(ListingRow.number).where(*where, ListingRow.number.in_(numbers))
    kept = set(session.scalars(asked)) if numbers else set()
    return [number for number in numbers if number in kept]


def stepping(session: Session, asked: Asked, step: int) -> Iterator[list[int]]:
    """The numbers of all services that a question is about, some at a time, by number or by how well they fit."""
    where, numbers = conditions(session, asked), found(asked)
    if numbers is not None:
        kept = ranked(session, where, numbers)
        yield from (kept[start : start + step] for start in range(0, len(kept), step))
        return
    last = 0
    while True:
        query = published(ListingRow.number).where(*where, ListingRow.number > last)
        some = list(session.scalars(query.order_by(ListingRow.number).limit(step)))
        if not some:
            return
        yield some
        last = some[-1]


def organizations(session: Session, asked: Asked) -> Select[Any]:
    """Organisations with at least one published service that fulfils the conditions."""
    where = [*conditions(session, asked), Service.organization_id == Organization.id]
    numbers = found(asked)
    if numbers is not None:
        where.append(ListingRow.number.in_(numbers))
    offered = exists().where(and_(ListingRow.service_id == Service.id, *where))
    return select(Organization).where(offered)


def places(session: Session, asked: Asked, more: Where) -> Select[Any]:
    """Services at places, of published services that fulfil the conditions."""
    where = [*conditions(session, asked), *more]
    numbers = found(asked)
    if numbers is not None:
        where.append(ListingRow.number.in_(numbers))
    return (
        select(ServiceAtLocation.id)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .join(ListingRow, ListingRow.service_id == Service.id)
        .where(*where)
    )
