"""Open now? The state of a listing's hours at a moment, in the listing's own zone.

Wall clock times become moments in one way everywhere: a time that the clock skips moves forward to the first moment
after the gap; of a time that the clock shows twice, an opening takes the first and a closing the last. An opening
belongs to the day on which it starts, so a special day or a holiday neither cuts nor lengthens the night before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from support.site.directory.holidays_known import is_public_holiday
from support.site.directory.hours_record import from_json, signature, to_json
from support.site.directory.hours_rules import (
    ALWAYS,
    CHANNELS,
    EVERY_DAY,
    UNKNOWN,
    Hours,
    Opening,
    Span,
    SpecialDays,
)

__all__ = [
    "ALWAYS",
    "CHANNELS",
    "EVERY_DAY",
    "UNKNOWN",
    "Hours",
    "Opening",
    "SpecialDays",
    "State",
    "from_json",
    "next_opening",
    "signature",
    "state",
    "to_json",
]

LOOK_AHEAD = timedelta(days=15)
LONGEST_LOOK_AHEAD = timedelta(days=400)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class State:
    """Open, closed or unknown; `until` is the moment (UTC) at which that changes next.

    `until` is None where nothing changes: always, unknown, never, or not within 400 days. `holiday`: the local day is
    a public holiday and nobody told us what holds then (neither a rule nor special days), so it "may differ today";
    it is said of the local day of the moment asked, and can change at that day's end though `until` lies later.
    """

    kind: Literal["open", "closed", "unknown"]
    until: datetime | None = None
    holiday: bool = False


_OPEN_ALWAYS = State("open")
_UNKNOWN = State("unknown")


def state(hours: Hours, at: datetime, channel: str = "any", *, ask_holiday: bool = True) -> State:
    """The state at a moment (aware) for one channel; "any" is open when any channel is.

    A channel of which the hours say nothing is unknown, not closed. `ask_holiday=False` leaves `holiday` out, and with
    it the cost of the holiday tables, for callers that only filter. Raises `ValueError` for a naive moment or a
    channel that does not exist.
    """
    if at.tzinfo is None:
        raise ValueError("the moment must carry its time zone")
    if channel not in CHANNELS:
        raise ValueError(f"a channel is one of {', '.join(CHANNELS)}, not {channel!r}")
    if hours.never_closes(channel):
        return _OPEN_ALWAYS
    if not hours.known or not _speaks_of(hours, channel):
        return _UNKNOWN
    now = at.astimezone(UTC)
    today = now.astimezone(hours.zone).date()
    is_open, until = _open_and_until(hours, now, today, channel)
    return State("open" if is_open else "closed", until, ask_holiday and _doubtful_holiday(hours, today))


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """When the service next answers on any channel: `at` itself if it does now, else a moment within 15 days."""
    now = state(hours, at, ask_holiday=False)
    if now.kind == "open":
        return at
    if now.kind == "closed" and now.until is not None and now.until - at <= LOOK_AHEAD:
        return now.until
    return None


def _speaks_of(hours: Hours, channel: str) -> bool:
    if channel == "any" or not hours.openings:
        return True
    return any(
        one.channel in (channel, "any")
        for openings in (hours.openings, *(special.openings for special in hours.exceptions))
        for one in openings
    )


def _doubtful_holiday(hours: Hours, today: date) -> bool:
    if hours.public_holidays != "unknown" or not is_public_holiday(hours.holidays_of, today):
        return False
    return not any(one.valid_from <= today <= one.valid_to for one in hours.exceptions)


def _open_and_until(hours: Hours, now: datetime, today: date, channel: str) -> tuple[bool, datetime | None]:
    """Sweep the openings in the order in which they start, joining those that touch."""
    until: datetime | None = None
    last = today + _look_ahead(hours, today)
    day = today - _DAY
    while day <= last:
        for opens, closes in _moments(hours, day, channel):
            if until is None:
                if opens > now:
                    return False, opens
                if closes > now:
                    until = closes
            elif opens > until:
                return True, until
            else:
                until = max(until, closes)
        day += _DAY
    if until is not None and until < _opening_moment(hours.zone, datetime(last.year, last.month, last.day) + _DAY):
        return True, until
    return until is not None, None  # open or closed as far as we looked


def _look_ahead(hours: Hours, today: date) -> timedelta:
    """Weekly hours repeat, so two weeks show all of them; dates of their own may lie further off."""
    if hours.public_holidays == "closed" and hours.holidays_of:
        return LONGEST_LOOK_AHEAD
    if not hours.exceptions:
        return LOOK_AHEAD
    last = max(one.valid_to for one in hours.exceptions)
    return min(max(last - today, timedelta(0)) + LOOK_AHEAD, LONGEST_LOOK_AHEAD)


def _moments(hours: Hours, day: date, channel: str) -> Iterator[tuple[datetime, datetime]]:
    """The openings that start on a local day, in order, as moments."""
    midnight = datetime(day.year, day.month, day.day)
    for span in _spans(hours, day):
        if channel == "any" or span.channel in (channel, "any"):
            opens = _opening_moment(hours.zone, midnight + span.opens)
            closes = _closing_moment(hours.zone, midnight + span.closes)
            if opens < closes:
                yield opens, closes


def _spans(hours: Hours, day: date) -> tuple[Span, ...]:
    for special in hours.special_first:
        if special.valid_from <= day <= special.valid_to:
            return special.plan[day.weekday()]
    spans = hours.plan[day.weekday()]
    if spans and hours.public_holidays == "closed" and is_public_holiday(hours.holidays_of, day):
        return ()
    return spans


def _opening_moment(zone: ZoneInfo, wall: datetime) -> datetime:
    return _moment(zone, wall, last=False)


def _closing_moment(zone: ZoneInfo, wall: datetime) -> datetime:
    return _moment(zone, wall, last=True)


def _moment(zone: ZoneInfo, wall: datetime, *, last: bool) -> datetime:
    """A wall clock time as a moment; `fold` (PEP 495) gives two different ones just where the clock jumps."""
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if second < first:
        return _end_of_gap(zone, second, first)
    return second if last else first


def _end_of_gap(zone: ZoneInfo, inside_before: datetime, inside_after: datetime) -> datetime:
    """The moment of the jump between two moments on either side of it, to the second."""
    old = inside_before.astimezone(zone).utcoffset()
    while inside_after - inside_before > timedelta(seconds=1):
        middle = inside_before + timedelta(seconds=(inside_after - inside_before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old:
            inside_before = middle
        else:
            inside_after = middle
    return inside_after
