"""Our hours as HSDS schedules, and that they can be read back."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.site.directory.hours_rules import Opening
from support.site.directory.models import Schedule, Service
from support.site.exchange.out.schedules import closing, constant_offset, schedules_of
from support.site.exchange.profile.extents import extent_of, read_extent

CLOCK = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
LONDON = {"timezone": "Europe/London", "byday": "MO"}


def service(known: str, *rows: Schedule) -> Service:
    for row in rows:
        row.id = uuid.uuid4()
        row.channel = row.channel or "any"
    return Service(id=uuid.UUID(int=7), hours_known=known, schedules=list(rows))


def test_unknown_hours_have_no_schedule_and_always_has_one() -> None:
    assert schedules_of(service("unknown", Schedule(**LONDON, opens_at="09:00", closes_at="10:00"))) == []
    (always,) = schedules_of(service("always"))
    assert (always["opens_at"], always["closes_at"], always["byday"]) == ("00:00", "23:59", "MO,TU,WE,TH,FR,SA,SU")


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("Asia/Dubai", 4), ("Asia/Kolkata", 5.5), ("UTC", 0), ("Europe/London", None), ("Africa/Casablanca", None),
     ("", None), ("Nowhere/Town", None), ("../etc", None)],
)  # fmt: skip
def test_an_offset_is_told_only_where_it_holds_all_year(zone: str, hours: float | None) -> None:
    assert constant_offset(zone) == hours


def test_a_wrong_hour_is_never_told() -> None:
    (row,) = schedules_of(service("weekly", Schedule(**LONDON, opens_at="09:00", closes_at="17:00")))
    assert "timezone" not in row
    assert [(one["taxonomy_term"]["code"], one["value"]) for one in row["attributes"]] == [
        ("record:time_zone", "Europe/London")
    ]


@given(CLOCK, st.one_of(CLOCK, st.just("24:00")))
def test_a_closing_time_can_be_read_back(opens: str, closes: str) -> None:
    written = closing(opens, closes)
    assert written != "24:00"
    days = frozenset({0})
    read = "24:00" if (opens, written) == ("00:00", "23:59") else written
    meant = "24:00" if (opens, closes) == ("00:00", "23:59") else closes  # a minute that HSDS does not tell apart
    assert Opening(days, opens, read) == Opening(days, opens, meant)


@pytest.mark.parametrize(
    "area",
    [
        ("worldwide", "ZZ"),
        ("union", "EU"),
        ("country", "GB"),
        ("region", "GB-ENG"),
        ("place", "2644688"),
        ("place", "US:78701"),
    ],
)
def test_an_area_can_be_read_back(area: tuple[str, str]) -> None:
    assert read_extent(extent_of(*area)) == area


@pytest.mark.parametrize("text", ["", "gb", "Leeds", "geonames:x", "place:", "GB-", "POLYGON((0 0))", "geonames:²"])
def test_another_text_is_no_area_of_ours(text: str) -> None:
    assert read_extent(text) is None
