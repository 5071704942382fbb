"""Opening hours: the moments that other directories get wrong."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from support.site.directory.hours import (
    ALWAYS,
    UNKNOWN,
    Hours,
    Opening,
    SpecialDays,
    State,
    next_opening,
    state,
)

WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def weekly(*openings: Opening, zone: str = "Europe/London", **more: object) -> Hours:
    return Hours(True, timezone=zone, openings=openings, **more)  # type: ignore[arg-type]


OFFICE = weekly(Opening(WEEKDAYS, "09:00", "17:00"))
NIGHT = weekly(Opening(frozenset({6}), "22:00", "02:00"))


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        (OFFICE, utc(2026, 1, 5, 8, 59), State("closed", utc(2026, 1, 5, 9))),
        (OFFICE, utc(2026, 1, 5, 9), State("open", utc(2026, 1, 5, 17))),
        (OFFICE, utc(2026, 1, 5, 17), State("closed", utc(2026, 1, 6, 9))),
        (OFFICE, utc(2026, 1, 9, 20), State("closed", utc(2026, 1, 12, 9))),
        (OFFICE, utc(2026, 7, 6, 8), State("open", utc(2026, 7, 6, 16))),
        (NIGHT, utc(2026, 1, 4, 23), State("open", utc(2026, 1, 5, 2))),
        (NIGHT, utc(2026, 1, 5, 1), State("open", utc(2026, 1, 5, 2))),
        (NIGHT, utc(2026, 1, 5, 2), State("closed", utc(2026, 1, 11, 22))),
        (ALWAYS, utc(2026, 1, 1), State("open")),
        (UNKNOWN, utc(2026, 1, 1), State("unknown")),
        (weekly(), utc(2026, 1, 1), State("closed")),
        (weekly(Opening(EVERY_DAY, "00:00", "24:00")), utc(2026, 1, 1), State("open")),
    ],
)
def test_state(hours: Hours, at: datetime, expected: State) -> None:
    assert state(hours, at) == expected


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    at = datetime(2026, 1, 5, 14, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert state(OFFICE, at) == state(OFFICE, utc(2026, 1, 5, 9))


def test_clock_goes_back_the_opening_takes_the_first_and_the_closing_the_last() -> None:
    early = weekly(Opening(EVERY_DAY, "01:30", "03:00"))
    assert state(early, utc(2026, 10, 25, 0, 29)).until == utc(2026, 10, 25, 0, 30)
    late = weekly(Opening(EVERY_DAY, "00:00", "01:30"))
    assert state(late, utc(2026, 10, 25, 0, 45)).until == utc(2026, 10, 25, 1, 30)


def test_clock_goes_forward_a_skipped_time_moves_to_the_end_of_the_gap() -> None:
    hours = weekly(Opening(EVERY_DAY, "01:30", "03:00"))
    assert state(hours, utc(2026, 3, 29, 0, 59)) == State("closed", utc(2026, 3, 29, 1))
    skipped = weekly(Opening(EVERY_DAY, "01:10", "01:50"))
    assert state(skipped, utc(2026, 3, 29, 1)) == State("closed", utc(2026, 3, 30, 0, 10))


def test_a_special_day_does_not_cut_the_night_before_but_its_own_night_is_its_own() -> None:
    nightly = weekly(
        Opening(EVERY_DAY, "20:00", "04:00"), exceptions=(SpecialDays(date(2026, 12, 25), date(2026, 12, 25)),)
    )
    assert state(nightly, utc(2026, 12, 25, 1)) == State("open", utc(2026, 12, 25, 4))
    assert state(nightly, utc(2026, 12, 25, 21)) == State("closed", utc(2026, 12, 26, 20))
    assert state(nightly, utc(2026, 12, 26, 1)).kind == "closed"


def test_the_shorter_special_range_wins() -> None:
    season = SpecialDays(date(2026, 12, 20), date(2027, 1, 3))
    day = SpecialDays(date(2026, 12, 24), date(2026, 12, 24), (Opening(EVERY_DAY, "10:00", "12:00"),))
    hours = weekly(Opening(EVERY_DAY, "09:00", "17:00"), exceptions=(season, day))
    assert state(hours, utc(2026, 12, 24, 11)).kind == "open"
    assert state(hours, utc(2026, 12, 24, 12)) == State("closed", utc(2027, 1, 4, 9))


def test_until_sees_a_special_day_far_off() -> None:
    closed = SpecialDays(date(2026, 6, 1), date(2026, 6, 1))
    hours = weekly(Opening(EVERY_DAY, "00:00", "24:00"), exceptions=(closed,), zone="Asia/Kathmandu")
    assert state(hours, utc(2026, 3, 1)) == State("open", utc(2026, 5, 31, 18, 15))
    assert state(hours, utc(2026, 7, 1)) == State("open")


def test_public_holidays() -> None:
    christmas = utc(2026, 12, 25, 10)
    assert state(weekly(Opening(EVERY_DAY, "09:00", "17:00"), holidays_of="GB"), christmas).holiday
    usual = weekly(Opening(EVERY_DAY, "09:00", "17:00"), holidays_of="GB", public_holidays="usual")
    assert state(usual, christmas) == State("open", utc(2026, 12, 25, 17))
    closed = weekly(Opening(EVERY_DAY, "09:00", "17:00"), holidays_of="GB", public_holidays="closed")
    assert state(closed, christmas) == State("closed", utc(2026, 12, 27, 9))  # the 26th is one too


def test_a_region_has_holidays_of_its_own_and_an_unknown_one_its_countrys() -> None:
    second = utc(2026, 1, 2, 10)
    assert state(weekly(Opening(EVERY_DAY, "09:00", "17:00"), holidays_of="GB-SCT"), second).holiday
    assert not state(weekly(Opening(EVERY_DAY, "09:00", "17:00"), holidays_of="GB-ENG"), second).holiday
    assert state(weekly(Opening(EVERY_DAY, "09:00", "17:00"), holidays_of="BE-BRU"), utc(2026, 12, 25, 10)).holiday
    assert not state(weekly(Opening(EVERY_DAY, "09:00", "17:00"), holidays_of="XX"), second).holiday


def test_special_days_are_told_and_not_in_doubt() -> None:
    told = SpecialDays(date(2026, 12, 25), date(2026, 12, 25), (Opening(EVERY_DAY, "10:00", "12:00"),))
    hours = weekly(Opening(EVERY_DAY, "09:00", "17:00"), holidays_of="GB", exceptions=(told,))
    assert state(hours, utc(2026, 12, 25, 11)) == State("open", utc(2026, 12, 25, 12))


def test_channels() -> None:
    hours = weekly(Opening(EVERY_DAY, "00:00", "24:00", "phone"), Opening(EVERY_DAY, "16:00", "23:00", "chat"))
    at = utc(2026, 1, 5, 10)
    assert state(hours, at).kind == "open"
    assert state(hours, at, "phone") == State("open")
    assert state(hours, at, "chat") == State("closed", utc(2026, 1, 5, 16))
    assert state(hours, at, "text").kind == "unknown"
    assert state(OFFICE, at, "chat").kind == "open"


def test_a_phone_that_never_closes_is_not_put_in_doubt_by_a_holiday() -> None:
    hours = weekly(Opening(EVERY_DAY, "00:00", "24:00", "phone"), holidays_of="GB")
    assert state(hours, utc(2026, 12, 25, 10), "phone") == State("open")
    assert state(hours, utc(2026, 12, 25, 10), "chat") == State("unknown")


def test_a_holiday_is_a_day_of_the_listing_not_of_the_moment() -> None:
    hours = weekly(Opening(EVERY_DAY, "09:00", "17:00"), zone="Pacific/Auckland", holidays_of="NZ")
    assert state(hours, utc(2026, 12, 24, 20)).holiday
    assert not state(hours, utc(2026, 2, 6, 12)).holiday  # Waitangi Day is over there


def test_next_opening() -> None:
    assert next_opening(OFFICE, utc(2026, 1, 5, 10)) == utc(2026, 1, 5, 10)
    assert next_opening(OFFICE, utc(2026, 1, 10)) == utc(2026, 1, 12, 9)
    assert next_opening(UNKNOWN, utc(2026, 1, 10)) is None
    assert next_opening(ALWAYS, utc(2026, 1, 10)) == utc(2026, 1, 10)
    away = weekly(Opening(EVERY_DAY, "09:00", "17:00"), exceptions=(SpecialDays(date(2026, 1, 1), date(2026, 2, 28)),))
    assert next_opening(away, utc(2026, 1, 10)) is None
    assert state(away, utc(2026, 1, 10)).until == utc(2026, 3, 1, 9)
    assert next_opening(away, utc(2026, 2, 20)) == utc(2026, 3, 1, 9)


def test_the_holiday_tables_are_loaded_at_the_first_question_only() -> None:
    program = (
        "import sys; from datetime import datetime, UTC, date\n"
        "from support.site.directory.hours import Hours, Opening, state\n"
        "hours = Hours(True, timezone='Europe/London', openings=(Opening(frozenset({0}), '09:00', '17:00'),),"
        " holidays_of='GB')\n"
        "state(hours, datetime(2026, 1, 5, tzinfo=UTC), ask_holiday=False)\n"
        "assert 'holidays' not in sys.modules\n"
        "state(hours, datetime(2026, 1, 5, tzinfo=UTC))\n"
        "assert 'holidays' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
