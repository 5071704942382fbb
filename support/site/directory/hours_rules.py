"""When a service answers: the rules themselves, without a clock.

The shapes follow HSDS 3: a weekly schedule, and second schedules with `valid_from` and `valid_to` for special days.
All times are wall clock times in the listing's own zone. Values put themselves into one canonical form when they are
made, so that equal hours compare equal and are stored as equal text. A rule that cannot be meant raises `ValueError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Literal, get_args
from zoneinfo import ZoneInfo

Channel = Literal["any", "phone", "chat", "text"]
PublicHolidays = Literal["usual", "closed", "unknown"]
CHANNELS: tuple[str, ...] = get_args(Channel)
PUBLIC_HOLIDAYS: tuple[str, ...] = get_args(PublicHolidays)
EVERY_DAY = frozenset(range(7))

_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_PLACE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


@dataclass(frozen=True)
class Span:
    """One opening on one day: how long after the local midnight it opens and closes (a close may pass 24 hours)."""

    opens: timedelta
    closes: timedelta
    channel: str


WeekPlan = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Opening:
    """The same hours on some days of the week; it belongs to the day on which it starts.

    `days`: 0 = Monday to 6 = Sunday. `opens`, `closes`: "HH:MM"; "24:00" may close. A close at or before the opening
    lies on the next day. `channel` says what answers: "phone", "chat", "text", or "any" for the service as a whole.
    """

    days: frozenset[int]
    opens: str
    closes: str
    channel: str = "any"

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", frozenset(self.days))
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError(f"days must be some of 0 (Monday) to 6 (Sunday), not {sorted(self.days)}")
        if not _CLOCK.fullmatch(self.opens):
            raise ValueError(f"an opening time is HH:MM from 00:00 to 23:59, not {self.opens!r}")
        if self.closes != "24:00" and not _CLOCK.fullmatch(self.closes):
            raise ValueError(f"a closing time is HH:MM from 00:00 to 24:00, not {self.closes!r}")
        if self.channel not in CHANNELS:
            raise ValueError(f"a channel is one of {', '.join(CHANNELS)}, not {self.channel!r}")
        if self.closes == "00:00":
            object.__setattr__(self, "closes", "24:00")

    @property
    def overnight(self) -> bool:
        """Whether it closes on the day after it opened (midnight itself does not count)."""
        return self.closes <= self.opens

    @property
    def full_week(self) -> bool:
        """Whether it means 24/7."""
        return self.opens == "00:00" and self.closes == "24:00" and self.days == EVERY_DAY

    @property
    def span(self) -> Span:
        """The opening measured from the local midnight of the day on which it starts."""
        closes = _after_midnight(self.closes)
        return Span(_after_midnight(self.opens), closes + timedelta(days=1) if self.overnight else closes, self.channel)


@dataclass(frozen=True)
class SpecialDays:
    """Dates with hours of their own, both ends included: no openings means closed.

    They stand in place of the weekly hours *and* of the rule for public holidays. Where two ranges meet, the shorter
    one holds, then the later one: a special day inside a special season.
    """

    valid_from: date
    valid_to: date
    openings: tuple[Opening, ...] = ()

    def __post_init__(self) -> None:
        if self.valid_to < self.valid_from:
            raise ValueError(f"special days end on {self.valid_to}, before they begin on {self.valid_from}")
        object.__setattr__(self, "openings", canonical_openings(self.openings))

    @cached_property
    def plan(self) -> WeekPlan:
        """The openings by weekday."""
        return _plan(self.openings)


@dataclass(frozen=True)
class Hours:
    """When a service can be reached. `known=False` is not the same as closed; `always` is at all hours, every day.

    `timezone`: IANA name, needed unless the hours are unknown or always. `public_holidays`: what holds on a public
    holiday of `holidays_of` (ISO 3166 country such as "GB", or region such as "GB-SCT"; "" = none): the usual
    hours, closed, or unknown (the usual hours, said with a caution).
    """

    known: bool
    always: bool = False
    timezone: str = ""
    openings: tuple[Opening, ...] = ()
    exceptions: tuple[SpecialDays, ...] = ()
    public_holidays: str = "unknown"
    holidays_of: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "openings", canonical_openings(self.openings))
        object.__setattr__(self, "exceptions", _canonical_exceptions(self.exceptions))
        if self.public_holidays not in PUBLIC_HOLIDAYS:
            raise ValueError(f"public holidays are {', '.join(PUBLIC_HOLIDAYS)}, not {self.public_holidays!r}")
        if self.holidays_of and not _PLACE.fullmatch(self.holidays_of):
            raise ValueError(f"holidays belong to a country (GB) or region (GB-SCT), not {self.holidays_of!r}")
        if self.always and not self.known:
            raise ValueError("hours cannot be unknown and at all hours together")
        if (self.always or not self.known) and (self.openings or self.exceptions):
            raise ValueError("hours that are unknown or at all hours have no openings and no special days")
        if self.timezone or (self.known and not self.always):
            _require_zone(self.timezone)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The listing's own zone; only for hours that have one."""
        return ZoneInfo(self.timezone)

    @cached_property
    def plan(self) -> WeekPlan:
        """The weekly openings by weekday."""
        return _plan(self.openings)

    def never_closes(self, channel: str) -> bool:
        """Whether the channel is said to answer at all hours, which no public holiday puts in doubt."""
        if self.always or self.exceptions or self.public_holidays == "closed":
            return self.always
        return any(one.full_week and (channel == "any" or one.channel in (channel, "any")) for one in self.openings)

    @cached_property
    def special_first(self) -> tuple[SpecialDays, ...]:
        """The special days in the order in which they win."""
        late_first = reversed(self.exceptions)
        return tuple(sorted(late_first, key=lambda one: one.valid_to - one.valid_from))


def canonical_openings(openings: Iterable[Opening]) -> tuple[Opening, ...]:
    """Openings with equal times and channel become one; the order does not depend on how they were given."""
    days: dict[tuple[str, str, str], frozenset[int]] = {}
    for one in openings:
        key = (one.channel, one.opens, one.closes)
        days[key] = days.get(key, frozenset()) | one.days
    merged = [Opening(found, opens, closes, channel) for (channel, opens, closes), found in days.items()]
    return tuple(sorted(merged, key=lambda one: (one.channel, sorted(one.days), one.opens, one.closes)))


def _canonical_exceptions(exceptions: Iterable[SpecialDays]) -> tuple[SpecialDays, ...]:
    ordered = sorted(set(exceptions), key=lambda one: (one.valid_from, one.valid_to))
    for one, following in pairwise(ordered):
        if (one.valid_from, one.valid_to) == (following.valid_from, following.valid_to):
            raise ValueError(f"two different rules for the special days {one.valid_from} to {one.valid_to}")
    return tuple(ordered)


def _plan(openings: tuple[Opening, ...]) -> WeekPlan:
    return tuple(
        tuple(sorted((one.span for one in openings if day in one.days), key=lambda span: (span.opens, span.closes)))
        for day in range(7)
    )


def _after_midnight(clock: str) -> timedelta:
    return timedelta(hours=int(clock[:2]), minutes=int(clock[3:]))


def _require_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"hours need the name of a time zone such as Europe/London, not {name!r}") from error


ALWAYS = Hours(known=True, always=True)
UNKNOWN = Hours(known=False)
