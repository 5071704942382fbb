"""Reads published services with all their parts, some hundred at a time: as many questions for ten as for all of
them in one chunk. Between two chunks no transaction stays open, so that a slow reader holds up nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from support.common.index.engine import IndexUnavailable
from support.site.directory.composing import Locate
from support.site.directory.models import Attribute, ListingRow, Location, Service, ServiceAtLocation
from support.site.exchange.out.parts import Named

CHUNK = 250
MOST_NAMES = 20_000


def parts() -> tuple[ORMOption, ...]:
    """Everything that a nested service needs, each with one question."""
    own = ("organization", "phones", "urls", "schedules", "languages", "cost_options", "service_areas")
    there = selectinload(Service.at_locations).selectinload(ServiceAtLocation.location)
    return (
        *(selectinload(getattr(Service, name)) for name in own),
        selectinload(Service.attributes).selectinload(Attribute.term),
        there.selectinload(Location.addresses),
        there.selectinload(Location.accessibility),
    )


def every(session: Session, kinds: Sequence[str] = (), parts: Callable[[], tuple[ORMOption, ...]] = parts,
          chunk: int = CHUNK) -> Iterator[list[Service]]:  # fmt: skip
    """All that the public may see, in the order of their numbers."""
    last = 0
    while True:
        asked = (
            select(ListingRow.number, Service)
            .join(Service, Service.id == ListingRow.service_id)
            .where(ListingRow.shown, ListingRow.number > last)
            .order_by(ListingRow.number)
            .limit(chunk)
            .options(*parts())
        )
        rows = session.execute(asked.where(Service.kind.in_(kinds)) if kinds else asked).all()
        if not rows:
            return
        last = rows[-1][0]
        yield [service for _number, service in rows]
        session.rollback()


def numbered(session: Session, numbers: Sequence[int], chunk: int = CHUNK) -> Iterator[list[Service]]:
    """Those with these numbers of their listings, in this order; what is not public by now is left out."""
    for start in range(0, len(numbers), chunk):
        some = list(numbers[start : start + chunk])
        asked = (
            select(ListingRow.number, Service)
            .join(Service, Service.id == ListingRow.service_id)
            .where(ListingRow.number.in_(some), ListingRow.shown)
            .options(*parts())
        )
        found = {number: service for number, service in session.execute(asked)}  # noqa: C416  # rows are not pairs to mypy
        yield [found[number] for number in some if number in found]
        session.rollback()


def one(session: Session, service_id: UUID) -> Service | None:
    """One service, or None where there is none that the public may see."""
    asked = (
        select(Service)
        .join(ListingRow, ListingRow.service_id == Service.id)
        .where(Service.id == service_id, ListingRow.shown)
        .options(*parts())
    )
    return session.scalar(asked)


def naming(locate: Locate) -> Named:
    """Names of regions and towns, each asked for once; empty where there is no gazetteer."""
    known: dict[str, str] = {}

    def named(place_id: str) -> str:
        if place_id not in known:
            if len(known) >= MOST_NAMES:
                known.clear()
            try:
                place = locate(place_id)
            except IndexUnavailable:
                return ""
            known[place_id] = place.name if place else ""
        return known[place_id]

    return named
