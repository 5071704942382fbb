"""Reading listings from the database. Each function asks one question, whatever the amount of data (B8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from support.site.directory.listing import Listing, decode
from support.site.directory.models import ChangeCounter, HoursPattern, ListingRow

CHUNK = 2_000


_SOME = select(ListingRow.number, ListingRow.body).where(
    ListingRow.number.in_(bindparam("numbers", expanding=True)), ListingRow.shown
)
_ONE = select(ListingRow.body).where(ListingRow.service_id == bindparam("service_id"), ListingRow.shown)


def listings(session: Session, numbers: Sequence[int]) -> list[Listing]:
    """The listings behind the index's keys, in their order; those that are gone by now are left out."""
    if not numbers:
        return []
    rows = session.connection().execute(_SOME, {"numbers": numbers}).all()
    bodies = {number: body for number, body in rows}  # noqa: C416  # rows are not pairs to mypy
    return [_read(bodies[number]) for number in numbers if number in bodies]


def listing(session: Session, service_id: UUID) -> Listing | None:
    """One listing, or None where there is none that the public may see."""
    body = session.connection().scalar(_ONE, {"service_id": service_id})
    return _read(body) if body is not None else None


@lru_cache(maxsize=1024)
def _read(body: str) -> Listing:
    """The same text is the same listing, so it is taken apart once."""
    return decode(body)


def hours_patterns(session: Session) -> dict[str, str]:
    """Every pattern of opening hours: signature to its text."""
    return dict(session.execute(select(HoursPattern.signature, HoursPattern.hours)).all())


def position(session: Session) -> int:
    """The number of the last change."""
    return session.scalar(select(ChangeCounter.value).where(ChangeCounter.id == 1)) or 0


def changed_since(session: Session, position: int, limit: int) -> list[tuple[int, int, bool, str]]:
    """The next changes after ``position``: sequence, number, whether shown, body."""
    asked = (
        select(ListingRow.sequence, ListingRow.number, ListingRow.shown, ListingRow.body)
        .where(ListingRow.sequence > position)
        .order_by(ListingRow.sequence)
        .limit(limit)
    )
    return [(sequence, number, shown, body) for sequence, number, shown, body in session.execute(asked)]


def all_shown(session: Session) -> Iterator[tuple[int, str]]:
    """Every listing that the public may see, in chunks: number and body."""
    last = 0
    while True:
        asked = (
            select(ListingRow.number, ListingRow.body)
            .where(ListingRow.number > last, ListingRow.shown)
            .order_by(ListingRow.number)
            .limit(CHUNK)
        )
        rows = session.execute(asked).all()
        if not rows:
            return
        yield from ((number, body) for number, body in rows)
        last = rows[-1][0]
