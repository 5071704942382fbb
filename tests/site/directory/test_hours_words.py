"""Opening hours in words: grouped rows and whole sentences, in the listing's own time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from support.site.directory.hours import ALWAYS, UNKNOWN, Hours, Opening, SpecialDays
from support.site.directory.hours_words import special_rows, state_sentence, week_rows, zone_sentence

WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))


def weekly(*openings: Opening, zone: str = "Europe/London", **more: object) -> Hours:
    return Hours(True, timezone=zone, openings=openings, **more)  # type: ignore[arg-type]


SPLIT = weekly(Opening(WEEKDAYS, "09:00", "12:00"), Opening(WEEKDAYS, "13:00", "17:00"))
NIGHT = weekly(Opening(EVERY_DAY, "20:00", "02:00"), zone="Europe/Madrid")
SUNDAY_TO_THURSDAY = weekly(Opening(frozenset({6, 0, 1, 2, 3}), "08:00", "20:00"), zone="Asia/Amman")


@pytest.mark.parametrize(
    ("hours", "locale", "rows"),
    [
        (ALWAYS, "en-GB", [("Every day", "at all hours")]),
        (UNKNOWN, "en-GB", []),
        (
            SPLIT,
            "en-GB",
            [("Monday to Friday", "09:00 to 12:00 and 13:00 to 17:00"), ("Saturday and Sunday", "closed")],
        ),
        (NIGHT, "en-GB", [("Every day", "20:00 to 02:00 the next day")]),
        (
            SUNDAY_TO_THURSDAY,
            "en-GB",
            [("Sunday to Thursday", "08:00 to 20:00"), ("Friday and Saturday", "closed")],
        ),
        (
            weekly(Opening(frozenset({5}), "09:00", "12:00"), Opening(frozenset({6}), "10:00", "11:00")),
            "en-US",
            [
                ("Sunday", "10:00\u202fAM to 11:00\u202fAM"),
                ("Monday to Friday", "closed"),
                ("Saturday", "9:00\u202fAM to 12:00\u202fPM"),
            ],
        ),
        (
            SUNDAY_TO_THURSDAY,
            "en-US",
            [("Sunday to Thursday", "8:00\u202fAM to 8:00\u202fPM"), ("Friday and Saturday", "closed")],
        ),
        (
            weekly(Opening(EVERY_DAY, "00:00", "24:00", "phone"), Opening(frozenset({0, 2}), "16:00", "24:00", "chat")),
            "en-GB",
            [("Every day", "Phone: all day"), ("Monday and Wednesday", "Chat: 16:00 to midnight")],
        ),
        (weekly(), "en-GB", [("Every day", "closed")]),
    ],
)
def test_week_rows(hours: Hours, locale: str, rows: list[tuple[str, str]]) -> None:
    assert week_rows(hours, locale) == rows


@pytest.mark.parametrize(
    ("hours", "at", "sentence"),
    [
        (ALWAYS, "2026-01-05T10:00", "Open at all hours."),
        (UNKNOWN, "2026-01-05T10:00", "Hours not confirmed."),
        (SPLIT, "2026-01-05T10:00", "Open now until 12:00 (time in London)."),
        (SPLIT, "2026-01-05T12:10", "Closed now. Opens today at 13:00 (time in London)."),
        (SPLIT, "2026-07-06T18:00", "Closed now. Opens tomorrow at 09:00 (time in London)."),
        (SPLIT, "2026-01-09T18:00", "Closed now. Opens on Monday at 09:00 (time in London)."),
        (NIGHT, "2026-01-05T23:30", "Open now until 02:00 (time in Madrid)."),
        (NIGHT, "2026-01-05T22:30", "Open now until tomorrow at 02:00 (time in Madrid)."),
        (
            weekly(Opening(WEEKDAYS, "08:00", "24:00")),
            "2026-01-05T23:30",
            "Open now until midnight (time in London).",
        ),
        (
            weekly(Opening(WEEKDAYS, "00:00", "24:00")),
            "2026-01-05T23:30",
            "Open now until the end of Friday (time in London).",
        ),
        (
            weekly(Opening(EVERY_DAY, "00:00", "24:00"), exceptions=(SpecialDays(date(2026, 3, 2), date(2026, 3, 2)),)),
            "2026-01-05T23:30",
            "Open now until the end of 1 March 2026 (time in London).",
        ),
        (
            weekly(Opening(EVERY_DAY, "09:00", "17:00"), exceptions=(SpecialDays(date(2026, 1, 1), date(2026, 3, 1)),)),
            "2026-01-05T23:30",
            "Closed now. Opens on 2 March 2026, 09:00 (time in London).",
        ),
        (
            weekly(Opening(WEEKDAYS, "00:00", "24:00"), Opening(frozenset({5}), "00:00", "06:30")),
            "2026-01-05T23:30",
            "Open now until Saturday at 06:30 (time in London).",
        ),
        (weekly(Opening(EVERY_DAY, "00:00", "24:00")), "2026-01-05T23:30", "Open now."),
        (weekly(), "2026-01-05T23:30", "Closed now. We know of no opening in the next weeks."),
        (
            weekly(Opening(EVERY_DAY, "09:00", "17:00"), holidays_of="GB"),
            "2026-12-25T10:00",
            "Open now until 17:00 (time in London). Today is a public holiday there, so the hours may differ.",
        ),
    ],
)
def test_state_sentence(hours: Hours, at: str, sentence: str) -> None:
    assert state_sentence(hours, datetime.fromisoformat(at).replace(tzinfo=UTC), "en-GB") == sentence


def test_one_channel_in_a_sentence() -> None:
    hours = weekly(Opening(EVERY_DAY, "00:00", "24:00", "phone"))
    assert state_sentence(hours, datetime(2026, 1, 5, tzinfo=UTC), "en-GB", "chat") == "Hours not confirmed."


def test_words_of_the_locale() -> None:
    assert week_rows(SPLIT, "de")[-1][0] == "Samstag und Sonntag"
    assert "Lissabon" in zone_sentence(weekly(Opening(WEEKDAYS, "09:00", "17:00"), zone="Europe/Lisbon"), "de")
    assert week_rows(SPLIT, "ar-EG")


def test_whose_clock_the_rows_are_in() -> None:
    assert zone_sentence(SPLIT, "en-GB") == "These are local times in London."
    assert zone_sentence(ALWAYS, "en-GB") == zone_sentence(UNKNOWN, "en-GB") == ""
    assert zone_sentence(weekly(Opening(EVERY_DAY, "00:00", "24:00", "phone"), zone="UTC"), "en-GB") == ""


def test_special_rows() -> None:
    closed = SpecialDays(date(2026, 12, 25), date(2026, 12, 26))
    assert special_rows(closed, "en-GB") == [("25 December 2026 to 26 December 2026", "closed")]
    short = SpecialDays(date(2026, 12, 24), date(2026, 12, 24), (Opening(EVERY_DAY, "10:00", "12:00"),))
    assert special_rows(short, "en-GB") == [("24 December 2026", "10:00 to 12:00")]
    season = SpecialDays(date(2026, 12, 1), date(2026, 12, 31), (Opening(EVERY_DAY, "10:00", "12:00"),))
    assert special_rows(season, "en-GB") == [
        ("1 December 2026 to 31 December 2026", "other hours"),
        ("Every day", "10:00 to 12:00"),
    ]
