"""The one way in which a listing changes: its parts, its document and its place in the sequence of changes together.

The caller commits. Whoever publishes holds the counter's row until then, so that sequence numbers become visible in
their order and an index that has read up to one of them has missed none before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from support.site.directory.composing import Locate, compose, shown
from support.site.directory.listing import check, encode
from support.site.directory.models import ChangeCounter, HoursPattern, ListingRow, Service


def publish(session: Session, services: Iterable[Service], locate: Locate, now: datetime) -> int:
    """Write the documents of ``services``; those that did not change are left alone. Returns how many changed."""
    session.flush()
    services = list(services)
    rows = _rows(session, [service.id for service in services])
    patterns = set(session.scalars(select(HoursPattern.signature)))
    changed = []
    for service in services:
        listing = compose(service, locate)
        check(listing)
        body, visible, row = encode(listing).decode(), shown(service), rows.get(service.id)
        if row is None or (row.body, row.shown) != (body, visible):
            service.last_modified = now
            changed.append((row or ListingRow(service_id=service.id), listing, body, visible))
    last = advance(session, len(changed))
    for number, (row, listing, body, visible) in enumerate(changed, start=last - len(changed) + 1):
        row.body, row.shown, row.hours_signature, row.sequence = body, visible, listing.hours_signature, number
        session.add(row)
        if listing.hours_signature not in patterns:
            session.add(HoursPattern(signature=listing.hours_signature, hours=listing.hours))
            patterns.add(listing.hours_signature)
    session.flush()
    return len(changed)


def advance(session: Session, steps: int) -> int:
    """Take the next ``steps`` numbers of the sequence of changes, after any other writer. Returns the last one."""
    step = update(ChangeCounter).where(ChangeCounter.id == 1).values(value=ChangeCounter.value + steps)
    number = session.scalar(step.returning(ChangeCounter.value))
    if number is None:
        session.add(ChangeCounter(id=1, value=steps))
        session.flush()
        return steps
    return number


def _rows(session: Session, ids: list[UUID]) -> dict[UUID, ListingRow]:
    found: dict[UUID, ListingRow] = {}
    for start in range(0, len(ids), 500):
        part = select(ListingRow).where(ListingRow.service_id.in_(ids[start : start + 500]))
        found |= {row.service_id: row for row in session.scalars(part)}
    return found
