"""Opening hours as values: one canonical form, their stored text, and what cannot be meant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.site.directory.hours import (
    ALWAYS,
    UNKNOWN,
    Hours,
    Opening,
    SpecialDays,
    from_json,
    signature,
    state,
    to_json,
)

WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def weekly(*openings: Opening, zone: str = "Europe/London", **more: object) -> Hours:
    return Hours(True, timezone=zone, openings=openings, **more)  # type: ignore[arg-type]


OFFICE = weekly(Opening(WEEKDAYS, "09:00", "17:00"))


def test_canonical_form() -> None:
    one = weekly(Opening(frozenset({1, 0}), "18:00", "00:00"), Opening(frozenset({2}), "09:00", "12:00"))
    other = weekly(
        Opening(frozenset({2}), "09:00", "12:00"),
        Opening(frozenset({1}), "18:00", "24:00"),
        Opening(frozenset({0}), "18:00", "24:00"),
    )
    assert one == other
    assert to_json(one) == to_json(other)
    assert signature(one) == signature(other)
    assert to_json(one) == (
        '{"known":true,"openings":[["01","18:00","24:00","any"],["2","09:00","12:00","any"]],'
        '"timezone":"Europe/London"}'
    )


def test_signatures_tell_hours_apart() -> None:
    opening = Opening(WEEKDAYS, "09:00", "17:00")
    different = [
        OFFICE,
        weekly(opening, zone="Europe/Dublin"),
        weekly(Opening(WEEKDAYS, "09:00", "17:00", "phone")),
        weekly(opening, Opening(WEEKDAYS, "09:00", "17:00", "chat")),
        weekly(opening, holidays_of="GB"),
        weekly(opening, public_holidays="closed"),
        weekly(opening, exceptions=(SpecialDays(date(2026, 1, 1), date(2026, 1, 1)),)),
        ALWAYS,
        UNKNOWN,
    ]
    assert len({signature(hours) for hours in different}) == len(different)
    assert (signature(ALWAYS), signature(UNKNOWN)) == ("always", "unknown")


clocks = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")
any_openings = st.lists(
    st.builds(
        Opening,
        st.frozensets(st.integers(0, 6), min_size=1),
        clocks,
        clocks | st.just("24:00"),
        st.sampled_from(["any", "phone", "chat", "text"]),
    ),
    max_size=5,
)


@given(any_openings, st.dictionaries(st.dates(), any_openings, max_size=3), st.randoms())
def test_stored_text_comes_back_and_does_not_depend_on_order(
    openings: list[Opening],
    special: dict[date, list[Opening]],
    chance: object,
) -> None:
    days = [SpecialDays(day, day, tuple(given)) for day, given in special.items()]
    hours = weekly(*openings, exceptions=tuple(days), holidays_of="GB-SCT", public_holidays="usual")
    assert from_json(to_json(hours)) == hours
    chance.shuffle(openings)  # type: ignore[attr-defined]
    again = weekly(*openings, exceptions=tuple(reversed(days)), holidays_of="GB-SCT", public_holidays="usual")
    assert to_json(again) == to_json(hours)


@pytest.mark.parametrize("hours", [ALWAYS, UNKNOWN, OFFICE])
def test_stored_text_of_plain_hours(hours: Hours) -> None:
    assert from_json(to_json(hours)) == hours


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Opening(frozenset(), "09:00", "17:00"), "days must be"),
        (lambda: Opening(frozenset({7}), "09:00", "17:00"), "days must be"),
        (lambda: Opening(WEEKDAYS, "9:00", "17:00"), "opening time"),
        (lambda: Opening(WEEKDAYS, "24:00", "17:00"), "opening time"),
        (lambda: Opening(WEEKDAYS, "09:00", "24:01"), "closing time"),
        (lambda: Opening(WEEKDAYS, "09:00", "17:00", "fax"), "channel"),
        (lambda: SpecialDays(date(2026, 2, 1), date(2026, 1, 1)), "before they begin"),
        (lambda: Hours(True, openings=OFFICE.openings), "time zone"),
        (lambda: weekly(zone="Europe/Nowhere"), "time zone"),
        (lambda: weekly(zone="../etc/passwd"), "time zone"),
        (lambda: Hours(False, True), "cannot be unknown"),
        (lambda: Hours(False, openings=OFFICE.openings), "no openings"),
        (lambda: Hours(True, True, openings=OFFICE.openings), "no openings"),
        (lambda: weekly(public_holidays="maybe"), "public holidays are"),
        (lambda: weekly(holidays_of="Scotland"), "country"),
        (
            lambda: weekly(
                exceptions=(
                    SpecialDays(date(2026, 1, 1), date(2026, 1, 1)),
                    SpecialDays(date(2026, 1, 1), date(2026, 1, 1), OFFICE.openings),
                )
            ),
            "two different rules",
        ),
        (lambda: state(OFFICE, datetime(2026, 1, 1)), "time zone"),
        (lambda: state(OFFICE, utc(2026, 1, 1), "fax"), "channel"),
        (lambda: from_json("[]"), "not a record"),
        (lambda: from_json("{}"), "not a record"),
        (lambda: from_json('{"known":true,"more":1}'), "not a record"),
        (lambda: from_json('{"known":true,"timezone":"UTC","openings":[[1,2,3,4]]}'), "not a record"),
        (lambda: from_json('{"known":true,"timezone":5}'), "."),
        (lambda: from_json("{"), "."),
    ],
)
def test_a_rule_that_cannot_be_meant_says_what_is_wrong(make: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()  # type: ignore[operator]
