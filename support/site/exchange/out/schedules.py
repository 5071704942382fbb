"""Our hours as HSDS schedules. Wall-clock times of the named zone; a day without times is a closed day.

HSDS gives ``schedule.timezone`` as one offset from UTC. Half of the world's zones have two in a year, and an offset
that is wrong for half of it would send somebody to a closed line: it is given only where it holds all year. The IANA
name always stands in an attribute. A close at or before the opening lies on the next day, as in our own hours; a whole
day is written 00:00 to 23:59, as HSDS publishers do, midnight otherwise 00:00.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from support.site.directory.composing import WEEKDAYS
from support.site.directory.models import Schedule, Service
from support.site.exchange.out.attributes import said, told
from support.site.exchange.profile.terms import PROFILE_ID

EVERY_DAY = ",".join(WEEKDAYS)
MIDNIGHTS = ("24:00", "00:00")


def schedules_of(service: Service) -> list[dict[str, Any]]:
    """The schedules of a service: none where its hours are not known."""
    if service.hours_known == "always":
        return [always(service.id)]
    if service.hours_known != "weekly":
        return []
    return [_row(row, service) for row in service.schedules]


def always(service_id: UUID) -> dict[str, Any]:
    """At all hours of every day."""
    return {
        "id": str(uuid5(PROFILE_ID, f"{service_id}:always")), "service_id": str(service_id),
        "freq": "WEEKLY", "byday": EVERY_DAY, "description": "24 hours a day, every day",
        "opens_at": "00:00", "closes_at": "23:59",
    }  # fmt: skip


def _row(row: Schedule, service: Service) -> dict[str, Any]:
    closed = not row.opens_at
    return said(
        id=str(row.id),
        service_id=str(service.id),
        valid_from=row.valid_from.isoformat() if row.valid_from else None,
        valid_to=(row.valid_to or row.valid_from).isoformat() if row.valid_to or row.valid_from else None,  # type: ignore[union-attr]  # one of the two is there
        timezone=constant_offset(row.timezone),
        freq="WEEKLY" if row.byday else None,
        byday=row.byday,
        description="Closed" if closed else None,
        opens_at=row.opens_at,
        closes_at=None if closed else closing(row.opens_at, row.closes_at),
        attending_type=row.channel if row.channel != "any" else None,
        attributes=[told(row.id, "time_zone", row.timezone)] if row.timezone else [],
    )


def closing(opens: str, closes: str) -> str:
    """The closing time as HSDS writes it: there is no 24:00."""
    if closes not in MIDNIGHTS:
        return closes
    return "23:59" if opens == "00:00" else "00:00"


@lru_cache(maxsize=1024)
def constant_offset(zone: str) -> float | None:
    """Hours from UTC, where the zone keeps them the whole year; None where it does not, or is not known."""
    try:
        here = ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
    year = datetime.now(UTC).year
    offsets = {datetime(year, month, 15, 12, tzinfo=UTC).astimezone(here).utcoffset() for month in range(1, 13)}
    only = offsets.pop() if here and len(offsets) == 1 else None
    if only is None:
        return None
    hours = only.total_seconds() / 3600
    return int(hours) if hours.is_integer() else hours
