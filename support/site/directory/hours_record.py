"""Opening hours as stored text: compact, canonical JSON, and a short signature that groups equal hours."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from support.site.directory.hours_rules import Hours, Opening, SpecialDays

_KEYS = {"known", "always", "timezone", "openings", "special", "public_holidays", "holidays_of"}


def to_json(hours: Hours) -> str:
    """The hours as one line of JSON; equal hours give equal text. What stands at its default is left out."""
    record: dict[str, Any] = {"known": hours.known}
    if hours.always:
        record["always"] = True
    if hours.timezone:
        record["timezone"] = hours.timezone
    if hours.openings:
        record["openings"] = _opening_rows(hours.openings)
    if hours.exceptions:
        record["special"] = [
            [one.valid_from.isoformat(), one.valid_to.isoformat(), _opening_rows(one.openings)]
            for one in hours.exceptions
        ]
    if hours.public_holidays != "unknown":
        record["public_holidays"] = hours.public_holidays
    if hours.holidays_of:
        record["holidays_of"] = hours.holidays_of
    return json.dumps(record, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Hours:
    """The hours that `to_json` wrote. Anything else raises `ValueError` with what is wrong."""
    record = json.loads(text)
    if not isinstance(record, dict) or not isinstance(record.get("known"), bool) or record.keys() - _KEYS:
        raise ValueError("not a record of opening hours")
    try:
        return Hours(
            known=record["known"],
            always=bool(record.get("always", False)),
            timezone=record.get("timezone", ""),
            openings=_openings(record.get("openings", [])),
            exceptions=tuple(
                SpecialDays(date.fromisoformat(first), date.fromisoformat(last), _openings(rows))
                for first, last, rows in record.get("special", [])
            ),
            public_holidays=record.get("public_holidays", "unknown"),
            holidays_of=record.get("holidays_of", ""),
        )
    except (TypeError, AttributeError) as error:
        raise ValueError(f"not a record of opening hours: {error}") from error


def signature(hours: Hours) -> str:
    """A short stable name for one pattern of hours: "always", "unknown", or 16 hexadecimal digits."""
    if hours.always:
        return "always"
    if not hours.known:
        return "unknown"
    return sha256(to_json(hours).encode()).hexdigest()[:16]


def _opening_rows(openings: Iterable[Opening]) -> list[list[str]]:
    return [["".join(map(str, sorted(one.days))), one.opens, one.closes, one.channel] for one in openings]


def _openings(rows: Iterable[tuple[str, str, str, str]]) -> tuple[Opening, ...]:
    return tuple(Opening(frozenset(map(int, days)), opens, closes, channel) for days, opens, closes, channel in rows)
