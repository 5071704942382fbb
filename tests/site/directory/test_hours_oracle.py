"""Opening hours against a naive clock: every minute of some days, shown on the wall, asked one by one.

The oracle shares no step with the code: it never turns a wall clock time into a moment, it only reads the wall clock
of each passing minute and notes at which minutes an opening begins and ends.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.site.directory.hours import Hours, Opening, SpecialDays, next_opening, state

MINUTE = timedelta(minutes=1)
DAYS_AROUND = 4

# A zone with a day on which its clock jumps (or a day is missing), so that the window holds the jump.
JUMPS = [
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kathmandu", date(2026, 6, 1)),
    ("America/St_Johns", date(2026, 3, 8)),
    ("America/St_Johns", date(2010, 11, 7)),  # at 00:01 back into the day before
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("Pacific/Apia", date(2011, 12, 30)),  # a whole day that never was
    ("Pacific/Apia", date(2021, 4, 4)),
    ("America/Santiago", date(2026, 9, 6)),  # midnight itself is skipped
]


@lru_cache(maxsize=32)
def walls(zone: str, around: date) -> list[tuple[datetime, datetime]]:
    """(moment, wall clock) of every minute from some days before to some days after."""
    start = datetime(around.year, around.month, around.day, tzinfo=UTC) - timedelta(days=DAYS_AROUND)
    moments = [start + count * MINUTE for count in range(2 * DAYS_AROUND * 24 * 60)]
    tz = ZoneInfo(zone)
    return [(moment, moment.astimezone(tz).replace(tzinfo=None)) for moment in moments]


def rule_of(hours: Hours, day: date, holidays: frozenset[date]) -> tuple[Opening, ...]:
    covering = [one for one in hours.exceptions if one.valid_from <= day <= one.valid_to]
    if covering:
        shortest = min((one.valid_to - one.valid_from) for one in covering)
        return max(
            (one for one in covering if one.valid_to - one.valid_from == shortest), key=lambda one: one.valid_from
        ).openings
    if hours.public_holidays == "closed" and day in holidays:
        return ()
    return hours.openings


def open_minutes(
    hours: Hours, minutes: list[tuple[datetime, datetime]], channel: str, holidays: frozenset[date]
) -> bytearray:
    """For each minute, whether any opening that has begun has not yet ended."""
    shown_last = {wall: index for index, (_, wall) in enumerate(minutes)}
    ordered_reach: list[datetime] = []
    for _, wall in minutes:
        ordered_reach.append(max(wall, ordered_reach[-1]) if ordered_reach else wall)

    def first_reaching(wall: datetime) -> int:
        low, high = 0, len(minutes)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if ordered_reach[middle] < wall else (low, middle)
        return low

    opened = bytearray(len(minutes))
    first, last = minutes[0][1].date(), minutes[-1][1].date()
    for count in range((last - first).days + 2):
        day = first - timedelta(days=1) + timedelta(days=count)
        for one in rule_of(hours, day, holidays):
            if day.weekday() not in one.days or (channel != "any" and one.channel not in (channel, "any")):
                continue
            begins = at_clock(day, one.opens)
            ends = at_clock(day, one.closes)
            if ends <= begins:
                ends += timedelta(days=1)
            begin = first_reaching(begins)
            end = shown_last.get(ends, first_reaching(ends))
            opened[begin:end] = b"\x01" * max(0, end - begin)
    return opened


def at_clock(day: date, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)


# Times near the jumps and midnight are drawn often: that is where it goes wrong.
NEAR_JUMPS = "00:00 00:01 00:30 01:00 01:30 01:45 02:00 02:15 02:30 03:00 09:00 12:30 17:00 22:00 23:00 23:01 23:59"
clocks = st.sampled_from(NEAR_JUMPS.split()) | st.integers(0, 1439).map(lambda one: f"{one // 60:02d}:{one % 60:02d}")
days = st.frozensets(st.integers(0, 6), min_size=1)
openings = st.lists(
    st.builds(Opening, days, clocks, clocks | st.just("24:00"), st.sampled_from(["any", "phone", "chat"])), max_size=4
).map(tuple)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Hours, date]:
    zone, around = draw(st.sampled_from(JUMPS))
    specials: dict[tuple[int, int], SpecialDays] = {}
    for _ in range(draw(st.integers(0, 3))):
        begin, length = draw(st.integers(-3, 3)), draw(st.integers(0, 3))
        first = around + timedelta(days=begin)
        specials[begin, length] = SpecialDays(first, first + timedelta(days=length), draw(openings))
    rule = draw(st.sampled_from(["usual", "closed", "unknown"]))
    return Hours(True, False, zone, draw(openings), tuple(specials.values()), rule, "ZZ"), around


def check(hours: Hours, around: date, channel: str, picks: list[int], holidays: frozenset[date]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "support.site.directory.hours.is_public_holiday", lambda place, day: bool(place) and day in holidays
        )
        check_minutes(hours, around, channel, picks, holidays if hours.holidays_of else frozenset())


def check_minutes(hours: Hours, around: date, channel: str, picks: list[int], holidays: frozenset[date]) -> None:
    minutes = walls(hours.timezone, around)
    opened = open_minutes(hours, minutes, channel, holidays)
    # Openings from before the window are not seen by the oracle, so its first two days are not asked.
    asked = range(2 * 1440, len(minutes) - 1440)
    changes = [index for index in asked if opened[index] != opened[index - 1]]
    chosen = {asked[pick % len(asked)] for pick in picks}
    chosen |= {index + shift for index in changes for shift in (-1, 0) if index + shift in asked}
    spoken = not hours.openings or any(
        one.channel in (channel, "any") or channel == "any"
        for group in (hours.openings, *(one.openings for one in hours.exceptions))
        for one in group
    )
    never_closes = not hours.exceptions and any(
        (len(one.days), one.opens, one.closes) == (7, "00:00", "24:00")
        and (channel == "any" or one.channel in (channel, "any"))
        for one in hours.openings
    )
    for index in chosen:
        moment, wall = minutes[index]
        found = state(hours, moment, channel)
        if not spoken:
            assert found.kind == "unknown"
            continue
        assert found.kind == ("open" if opened[index] else "closed"), (moment, wall)
        told = never_closes or any(one.valid_from <= wall.date() <= one.valid_to for one in hours.exceptions)
        assert found.holiday == (hours.public_holidays == "unknown" and wall.date() in holidays and not told)
        expected = next((later for later in range(index, len(minutes)) if opened[later] != opened[index]), None)
        if expected is not None and expected < len(minutes) - 1440:
            assert found.until == minutes[expected][0], (moment, wall)
        elif found.until is not None:
            assert found.until >= minutes[-1440][0]
        if channel == "any" and opened[index]:
            assert next_opening(hours, moment) == moment


def usual(zone: str, opens: str, closes: str, around: date) -> tuple[Hours, date]:
    return Hours(True, False, zone, (Opening(frozenset(range(7)), opens, closes),), (), "usual", ""), around


NIGHTS = (Opening(frozenset(range(7)), "20:00", "04:00"),)
NO_NIGHT = Hours(
    True, False, "Asia/Kathmandu", NIGHTS, (SpecialDays(date(2026, 6, 1), date(2026, 6, 1)),), "closed", "ZZ"
)
KNOWN_TRAPS = [
    usual("Europe/London", "22:00", "01:30", date(2026, 10, 25)),  # closes at a time shown twice
    usual("Europe/London", "01:30", "03:00", date(2026, 10, 25)),  # opens at one
    usual("Europe/London", "01:15", "01:45", date(2026, 3, 29)),  # opens and closes in the hour that is skipped
    usual("Australia/Lord_Howe", "01:45", "01:50", date(2026, 4, 5)),  # half an hour only
    usual("America/St_Johns", "23:30", "00:00", date(2010, 11, 7)),  # midnight shown twice
    usual("Pacific/Apia", "22:00", "06:00", date(2011, 12, 30)),  # ends on a day that never was
    (NO_NIGHT, date(2026, 6, 1)),  # neither cuts the night before nor begins one
]


@settings(max_examples=120, deadline=None)
@given(
    case=cases(),
    channel=st.sampled_from(["any", "phone", "chat"]),
    picks=st.lists(st.integers(0, 1 << 20), max_size=20),
    closed_offsets=st.frozensets(st.integers(-2, 2), max_size=2),
)
def test_every_minute_is_as_on_the_wall(
    case: tuple[Hours, date], channel: str, picks: list[int], closed_offsets: frozenset[int]
) -> None:
    check(*case, channel, picks, frozenset(case[1] + timedelta(days=offset) for offset in closed_offsets))


@pytest.mark.parametrize("case", KNOWN_TRAPS)
def test_known_traps(case: tuple[Hours, date]) -> None:
    check(*case, "any", [3, 4000], frozenset({case[1] + timedelta(days=1)}))
