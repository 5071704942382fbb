"""Every plain statement of opening hours that the bundled file makes, with the hours it must become."""

from __future__ import annotations

import pytest

from support.site.directory.hours import ALWAYS, Hours, Opening
from support.site.directory.hours_reading import read_hours
from support.site.directory.hours_zones import ZONE_OF_REGION, zone_of

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAILY = "mon tue wed thu fri sat sun"
WEEKDAYS = "mon tue wed thu fri"


def on(days: str, *spans: str, channel: str = "any") -> list[Opening]:
    chosen = frozenset(NAMES.index(day) for day in days.split())
    return [Opening(chosen, span[:5], span[6:], channel) for span in spans]


def phone(days: str, *spans: str) -> list[Opening]:
    return on(days, *spans, channel="phone")


def chat(days: str, *spans: str) -> list[Opening]:
    return on(days, *spans, channel="chat")


PLAIN: list[tuple[str, str, str, list[Opening]]] = [
    # text, country or region, zone, openings
    ("14:00-18:00 daily", "BQ", "America/Kralendijk", on(DAILY, "14:00-18:00")),
    ("7:00-19:00 daily", "CO-DC", "America/Bogota", on(DAILY, "07:00-19:00")),
    ("daily 07:00-19:00", "PH", "Asia/Manila", on(DAILY, "07:00-19:00")),
    ("daily 07:00-22:00", "DE", "Europe/Berlin", on(DAILY, "07:00-22:00")),
    ("daily 08:00-20:00", "NA", "Africa/Windhoek", on(DAILY, "08:00-20:00")),
    ("daily 08:00-20:00", "RO", "Europe/Bucharest", on(DAILY, "08:00-20:00")),
    ("daily 09:00-17:00", "BA", "Europe/Sarajevo", on(DAILY, "09:00-17:00")),
    ("daily 09:00-23:00", "FR", "Europe/Paris", on(DAILY, "09:00-23:00")),
    ("daily 09:00-24:00", "IT", "Europe/Rome", on(DAILY, "09:00-24:00")),
    ("daily 10:00-22:00", "CN", "Asia/Shanghai", on(DAILY, "10:00-22:00")),
    ("daily 11:00-21:00", "NL", "Europe/Amsterdam", on(DAILY, "11:00-21:00")),
    ("daily 11:00-23:00", "LT", "Europe/Vilnius", on(DAILY, "11:00-23:00")),
    ("daily 12:00-20:00", "SI", "Europe/Ljubljana", on(DAILY, "12:00-20:00")),
    ("daily 12:00-24:00", "MY", "Asia/Kuala_Lumpur", on(DAILY, "12:00-24:00")),
    ("daily 14:00-22:00", "NO", "Europe/Oslo", on(DAILY, "14:00-22:00")),
    ("daily 15:00-23:00", "FR", "Europe/Paris", on(DAILY, "15:00-23:00")),
    ("daily 15:30-00:30", "PT", "Europe/Lisbon", on(DAILY, "15:30-00:30")),
    ("daily 16:00-21:00", "JP", "Asia/Tokyo", on(DAILY, "16:00-21:00")),
    ("daily 18:00-21:00", "NZ", "Pacific/Auckland", on(DAILY, "18:00-21:00")),
    ("phone daily 09:00-05:00", "DK", "Europe/Copenhagen", phone(DAILY, "09:00-05:00")),
    ("weekdays 09:00-17:00", "IE", "Europe/Dublin", on(WEEKDAYS, "09:00-17:00")),
    ("weekdays 09:00-18:00", "BE", "Europe/Brussels", on(WEEKDAYS, "09:00-18:00")),
    ("Mon-Fri 08:00-17:00", "LS", "Africa/Maseru", on(WEEKDAYS, "08:00-17:00")),
    ("Mon-Fri 08:00-23:00", "PT", "Europe/Lisbon", on(WEEKDAYS, "08:00-23:00")),
    ("Mon-Fri 09:00-20:00", "HR", "Europe/Zagreb", on(WEEKDAYS, "09:00-20:00")),
    ("Mon-Fri 09:00-21:00", "GR", "Europe/Athens", on(WEEKDAYS, "09:00-21:00")),
    ("Mon-Fri 10:00-18:00", "SG", "Asia/Singapore", on(WEEKDAYS, "10:00-18:00")),
    ("Mon-Fri 10:00-19:00", "FR", "Europe/Paris", on(WEEKDAYS, "10:00-19:00")),
    ("Mon-Fri 10:00-22:00 Eastern", "US", "America/New_York", on(WEEKDAYS, "10:00-22:00")),
    ("Mon-Fri 10:00-22:00 Eastern", "CA", "America/Toronto", on(WEEKDAYS, "10:00-22:00")),
    ("Mon-Fri 9:00-18:00", "MX-CMX", "America/Mexico_City", on(WEEKDAYS, "09:00-18:00")),
    ("Mon-Sat 09:00-21:00", "HK", "Asia/Hong_Kong", on(WEEKDAYS + " sat", "09:00-21:00")),
    ("Mon-Sat 14:00-20:00", "DE", "Europe/Berlin", on(WEEKDAYS + " sat", "14:00-20:00")),
    ("Mon-Sat, 24 hours", "MW", "Africa/Blantyre", on(WEEKDAYS + " sat", "00:00-24:00")),
    (
        "Mon, Tue, Thu, Fri 16:00-22:00; Wed, Sat 14:00-22:00",
        "BE",
        "Europe/Brussels",
        on("mon tue thu fri", "16:00-22:00") + on("wed sat", "14:00-22:00"),
    ),
    (
        "Mon, Wed, Sat 17:00-22:00; Tue, Thu, Fri 14:00-22:00",
        "LU",
        "Europe/Luxembourg",
        on("mon wed sat", "17:00-22:00") + on("tue thu fri", "14:00-22:00"),
    ),
    (
        "Mon-Fri 12:00-20:00; Sat 09:30-14:00",
        "CY",
        "Asia/Nicosia",
        on(WEEKDAYS, "12:00-20:00") + on("sat", "09:30-14:00"),
    ),
    (
        "Mon-Fri 8:00-20:00, Sat-Sun 9:00-19:00",
        "UY",
        "America/Montevideo",
        on(WEEKDAYS, "08:00-20:00") + on("sat sun", "09:00-19:00"),
    ),
    (
        "Mon-Thu 08:00-16:30; Fri 08:00-13:00",
        "SZ",
        "Africa/Mbabane",
        on("mon tue wed thu", "08:00-16:30") + on("fri", "08:00-13:00"),
    ),
    (
        "Sun-Thu 08:00-20:00; Fri-Sat 09:00-17:00",
        "JO",
        "Asia/Amman",
        on("sun mon tue wed thu", "08:00-20:00") + on("fri sat", "09:00-17:00"),
    ),
    (
        "phone 24/7; chat 16:00-23:00",
        "AT",
        "Europe/Vienna",
        phone(DAILY, "00:00-24:00") + chat(DAILY, "16:00-23:00"),
    ),
    ("24/7; chat 12:00-20:00", "LV", "Europe/Riga", phone(DAILY, "00:00-24:00") + chat(DAILY, "12:00-20:00")),
    (
        "Mon-Fri 10:00-18:00; chat Mon-Fri 10:00-16:30",
        "SG",
        "Asia/Singapore",
        phone(WEEKDAYS, "10:00-18:00") + chat(WEEKDAYS, "10:00-16:30"),
    ),
    (
        "phone daily 11:00-23:00; chat daily 11:00-22:30",
        "NZ",
        "Pacific/Auckland",
        phone(DAILY, "11:00-23:00") + chat(DAILY, "11:00-22:30"),
    ),
    (
        "phone Mon 14:00-16:00, Wed 17:00-19:00, Fri 10:00-12:00; chat Mon 14:00-16:00",
        "BE-BRU",
        "Europe/Brussels",
        phone("mon", "14:00-16:00")
        + phone("wed", "17:00-19:00")
        + phone("fri", "10:00-12:00")
        + chat("mon", "14:00-16:00"),
    ),
    ("24/7 by phone", "BR", "UTC", phone(DAILY, "00:00-24:00")),
    # not in the file as such, but of the same shapes
    ("Mon-Fri 9:00-11:00 and 13:00-15:00", "GB", "Europe/London", on(WEEKDAYS, "09:00-11:00", "13:00-15:00")),
    ("Mon\u2013Fri  9:00\u201317:00 (2026-10)", "GB", "Europe/London", on(WEEKDAYS, "09:00-17:00")),
    ("Mon-Fri 8:00-17:00", "US-NY", "America/New_York", on(WEEKDAYS, "08:00-17:00")),
    ("Mon-Fri 8:00-17:00", "ES-CN", "Atlantic/Canary", on(WEEKDAYS, "08:00-17:00")),
]


@pytest.mark.parametrize(("text", "place", "zone", "openings"), PLAIN)
def test_a_plain_statement_becomes_hours(text: str, place: str, zone: str, openings: list[Opening]) -> None:
    country, _, _ = place.partition("-")
    reading = read_hours(text, country=country, region=place if "-" in place else "")
    assert reading.hours == Hours(True, timezone=zone, openings=tuple(openings), holidays_of=place)
    assert reading.note == ""


def test_closed_on_public_holidays() -> None:
    assert read_hours("Mon-Fri 08:00-24:00, closed on public holidays", country="CL").hours == Hours(
        True,
        timezone="America/Santiago",
        openings=tuple(on(WEEKDAYS, "08:00-24:00")),
        public_holidays="closed",
        holidays_of="CL",
    )


@pytest.mark.parametrize("text", ["24/7", "online any time", " 24/7 ", "daily 24 hours"])
@pytest.mark.parametrize("country", ["US", "GB", "ZZ", "EU"])
def test_at_all_hours_needs_no_zone(text: str, country: str) -> None:
    assert read_hours(text, country=country).hours == ALWAYS


def test_every_zone_of_a_region_exists() -> None:
    assert all(Hours(True, timezone=zone).zone for zone in ZONE_OF_REGION.values())
    assert zone_of("FR", "FR-RE") == ""
    assert zone_of("XX") == ""
