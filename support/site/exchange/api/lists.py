"""The items of each list, for a page or for a stream: constant questions for a page, some hundred items at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from support.site.directory.models import Attribute, ListingRow, Location, Organization, Service, ServiceAtLocation
from support.site.exchange.api import selecting
from support.site.exchange.api.asking import Asked
from support.site.exchange.out import gathering
from support.site.exchange.out.nesting import (
    at_location,
    listed,
    location,
    nested,
    organization,
    place,
)  # fmt: skip
from support.site.exchange.out.parts import Named, moment

STEP = 250
MOST_FULL_ORGANIZATIONS = 50
MOST_OF_ONE = 1_000


def light() -> tuple[ORMOption, ...]:
    """What an item of a plain list needs."""
    return selectinload(Service.organization), selectinload(Service.attributes).selectinload(Attribute.term)


def services(session: Session, numbers: Sequence[int], asked: Asked, named: Named) -> list[dict[str, Any]]:
    """The services behind these numbers, as the question wants them. Those gone meanwhile are left out."""
    if asked.minimal:
        rows = session.execute(
            selecting.published(ListingRow.number, Service.id, Service.last_modified).where(
                ListingRow.number.in_(numbers)
            )
        )
        found = {number: minimal(service_id, moment(modified)) for number, service_id, modified in rows}
        return [found[number] for number in numbers if number in found]
    options = gathering.parts() if asked.full else light()
    asked_for = selecting.published(ListingRow.number, Service).where(ListingRow.number.in_(numbers), ListingRow.shown)
    there = {number: service for number, service in session.execute(asked_for.options(*options))}  # noqa: C416  # as above
    some = (there[number] for number in numbers if number in there)
    return [nested(one, named) if asked.full else listed(one) for one in some]


def minimal(service_id: UUID, modified: str) -> dict[str, Any]:
    """HSDS calls it ``modified_date`` here and ``last_modified`` elsewhere."""
    return {"id": str(service_id), "last_modified": modified, "modified_date": modified}


def every_service(session: Session, asked: Asked, named: Named) -> Iterator[dict[str, Any]]:
    """All services that a question is about. No transaction stays open between two steps."""
    for numbers in selecting.stepping(session, asked, STEP):
        items = services(session, numbers, asked, named)
        session.rollback()
        yield from items


def organizations(session: Session, some: Sequence[Organization], asked: Asked, named: Named) -> list[dict[str, Any]]:
    """Organisations, with their published services where the question wants them."""
    if not (asked.full or asked.full_service):
        return [organization(one) for one in some]
    offered: dict[UUID, list[dict[str, Any]]] = {}
    ids = [one.id for one in some]
    query = (
        selecting.published(Service)
        .where(ListingRow.shown, Service.organization_id.in_(ids))
        .order_by(ListingRow.number)
        .limit(MOST_OF_ONE)
        .options(*(gathering.parts() if asked.full_service else light()))
    )
    for service in session.scalars(query):
        item = nested(service, named) if asked.full_service else listed(service)
        offered.setdefault(service.organization_id, []).append(item)
    return [organization(one) | {"services": offered.get(one.id, [])} for one in some]


def every_organization(session: Session, asked: Asked, named: Named) -> Iterator[dict[str, Any]]:
    """All organisations that a question is about."""
    last: UUID | None = None
    step = MOST_FULL_ORGANIZATIONS if asked.full or asked.full_service else STEP
    while True:
        query = selecting.organizations(session, asked).order_by(Organization.id).limit(step)
        some = list(session.scalars(query.where(Organization.id > last) if last else query))
        if not some:
            return
        last, items = some[-1].id, organizations(session, some, asked, named)
        session.rollback()
        yield from items


def places(session: Session, ids: Sequence[UUID], asked: Asked, named: Named) -> list[dict[str, Any]]:
    """Services at places, each with both."""
    return [_at(one, asked.full, named) for one in _loaded(session, ids, asked.full)]


def _loaded(session: Session, ids: Sequence[UUID], full: bool) -> list[ServiceAtLocation]:
    own = gathering.parts() if full else light()
    query = (
        select(ServiceAtLocation)
        .join(ListingRow, ListingRow.service_id == ServiceAtLocation.service_id)
        .where(ServiceAtLocation.id.in_(ids), ListingRow.shown)
        .options(
            selectinload(ServiceAtLocation.service).options(*own),  # type: ignore[arg-type]  # they are loads
            selectinload(ServiceAtLocation.location).options(
                selectinload(Location.addresses), selectinload(Location.accessibility)
            ),
        )
    )
    found = {one.id: one for one in session.scalars(query)}
    return [found[number] for number in ids if number in found]


def _at(one: ServiceAtLocation, full: bool, named: Named) -> dict[str, Any]:
    if not full:
        return at_location(one) | {"location": place(one.location), "service": listed(one.service)}
    service = nested(one.service, named)
    service.pop("service_at_locations", None)
    return at_location(one) | {"location": location(one.location), "service": service}


def every_place(session: Session, asked: Asked, more: selecting.Where, named: Named) -> Iterator[dict[str, Any]]:
    """All services at places that a question is about."""
    last: UUID | None = None
    while True:
        query = selecting.places(session, asked, more).order_by(ServiceAtLocation.id).limit(STEP)
        some = list(session.scalars(query.where(ServiceAtLocation.id > last) if last else query))
        if not some:
            return
        last, items = some[-1], places(session, some, asked, named)
        session.rollback()
        yield from items
