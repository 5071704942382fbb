"""Reads the opening hours that the bundled file states in free text.

Only a plain statement, understood from its first character to its last, becomes hours. Everything that carries a
doubt ("reported", "check site", "one list", an older year in brackets) or a condition ("Ukrainian 14:00-19:00") stays
unknown, with the words kept as a note: unknown is shown as unknown, and a wrong hour costs somebody a call that
nobody answers. Source of these rules: the notes that come with the file ("hours marked not verified are not hours").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from support.site.directory.hours_rules import ALWAYS, EVERY_DAY, UNKNOWN, Hours, Opening
from support.site.directory.hours_zones import CLOCK_LABELS, zone_of

# The file was compiled in November 2026: a year in brackets before that says that the hours may be old.
YEAR_OF_THE_FILE = 2026
# Where "weekdays" does not, or not surely, mean Monday to Friday (weekend data of CLDR).
_OTHER_WEEKENDS = "AE AF BD BH BN DJ DZ EG IL IQ IR JO KW LY MV MY NP OM PS QA SA SD SY UG YE"
OTHER_WEEKENDS = frozenset(_OTHER_WEEKENDS.split())
NO_COUNTRY = frozenset({"", "ZZ", "EU"})

_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = rf"(?:{'|'.join(_DAY_NAMES)})"
_DAY_ITEM = rf"{_DAY}(?:-{_DAY})?"
_DAYS = rf"(?:daily|weekdays|{_DAY_ITEM}(?:, {_DAY_ITEM})*)"
_CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
_SPAN = rf"{_CLOCK}-(?:{_CLOCK}|24:00)"
_TIMES = rf"(?:24 hours|{_SPAN}(?:(?:, | and ){_SPAN})*)"
_LABEL = r"(?: (?P<label>[a-z]+))?"
_GROUP = re.compile(
    rf"(?:(?P<days>{_DAYS}),? (?P<times>{_TIMES})|(?P<bare>{_TIMES})(?P<daily> daily)?)(?! daily){_LABEL}"
)
_CLAUSE = re.compile(r"(?:(?P<channel>phone|chat|text) )?(?P<rest>.+?)(?P<by_phone> by phone)?")
_HOLIDAYS = ", closed on public holidays"
_YEAR = re.compile(r" \(([0-9]{4})(?:-[0-9]{2})?\)")


@dataclass(frozen=True)
class Reading:
    """The hours that a text states, and the text itself as `note` where they stay unknown ("" where it is empty)."""

    hours: Hours
    note: str = ""


class _NotPlain(Exception):
    """The text is not a plain statement of hours."""


def read_hours(text: str, *, country: str, region: str = "") -> Reading:
    """The hours in a free text of a listing of this ISO 3166 country and region; never raises for a strange text.

    The zone is the one the text names ("Eastern"), else that of `hours_zones.zone_of`; without one only "24/7" holds.
    """
    try:
        return Reading(_read(_plain(text), country, region))
    except (_NotPlain, ValueError):
        return Reading(UNKNOWN, " ".join(text.split()))


def _plain(text: str) -> str:
    """Lower case, one kind of dash, single spaces; a year in brackets is dropped when it is not an old one."""
    plain = " ".join(text.lower().replace("\u2013", "-").split())
    year = _YEAR.search(plain)
    if year and int(year[1]) < YEAR_OF_THE_FILE:
        raise _NotPlain
    return _YEAR.sub("", plain)


def _read(text: str, country: str, region: str) -> Hours:
    if text in ("24/7", "online any time"):
        return ALWAYS
    closed_on_holidays = text.endswith(_HOLIDAYS)
    openings, labels = _openings(text.removesuffix(_HOLIDAYS), country)
    if all(one.channel == "any" and one.full_week for one in openings) and not closed_on_holidays:
        return ALWAYS
    return Hours(
        known=True,
        timezone=_zone(openings, labels, country, region),
        openings=tuple(openings),
        public_holidays="closed" if closed_on_holidays else "unknown",
        holidays_of="" if country in NO_COUNTRY else region or country,
    )


def _openings(text: str, country: str) -> tuple[list[Opening], list[str]]:
    """All openings of a text and, group by group, the clock label it names or ""."""
    openings: list[Opening] = []
    labels: list[str] = []
    round_the_clock = False
    for part in text.split("; "):
        clause = _CLAUSE.fullmatch(part)
        if clause is None or (clause["channel"] and clause["by_phone"]):
            raise _NotPlain
        channel = "phone" if clause["by_phone"] else clause["channel"] or "any"
        if clause["rest"] == "24/7":
            round_the_clock = True
            openings.append(Opening(EVERY_DAY, "00:00", "24:00", channel))
            continue
        for group in _groups(clause["rest"]):
            # "phone 24/7; chat 16:00-23:00": after 24/7, a channel without days means every day too.
            every_day = bool(group["daily"]) or (round_the_clock and channel != "any")
            days = _days(group["days"], country) if group["days"] else EVERY_DAY if every_day else None
            if days is None:
                raise _NotPlain
            openings += [Opening(days, *span, channel) for span in _spans(group["times"] or group["bare"])]
            labels.append(group["label"] or "")
    openings = _with_channels(openings)
    _refuse_overlaps(openings)
    return openings, labels


def _groups(text: str) -> list[re.Match[str]]:
    """The groups of days and times, which must fill the text but for the ", " between them."""
    groups: list[re.Match[str]] = []
    position = 0
    while position < len(text):
        group = _GROUP.match(text, position)
        if group is None:
            raise _NotPlain
        groups.append(group)
        position = group.end()
        if position < len(text):
            if not text.startswith(", ", position) or position + 2 == len(text):
                raise _NotPlain
            position += 2
    return groups


def _days(words: str, country: str) -> frozenset[int]:
    if words == "daily":
        return EVERY_DAY
    if words == "weekdays":
        if country in OTHER_WEEKENDS or country in NO_COUNTRY:
            raise _NotPlain
        return frozenset(range(5))
    days: set[int] = set()
    for item in words.split(", "):
        first, _, last = item.partition("-")
        begin, end = _DAY_NAMES.index(first), _DAY_NAMES.index(last or first)
        days |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
    return frozenset(days)


def _spans(words: str) -> list[tuple[str, str]]:
    if words == "24 hours":
        return [("00:00", "24:00")]
    spans = [tuple(clock.zfill(5) for clock in span.split("-")) for span in re.split(", | and ", words)]
    if any(opens == closes for opens, closes in spans):
        raise _NotPlain  # closed all day, or open all day: files mean either
    return [(opens, closes) for opens, closes in spans]


def _with_channels(openings: list[Opening]) -> list[Opening]:
    """Beside a chat with hours of its own, hours without a channel are those of the phone."""
    named = {one.channel for one in openings} - {"any"}
    if not named or all(one.channel != "any" for one in openings):
        return openings
    if "phone" in named:
        raise _NotPlain
    return [replace(one, channel="phone") if one.channel == "any" else one for one in openings]


def _refuse_overlaps(openings: list[Opening]) -> None:
    """Two openings of one channel that overlap contradict each other: one of them is not meant."""
    week = timedelta(days=7)
    busy = sorted(
        (one.channel, timedelta(days=day) + one.span.opens, timedelta(days=day) + one.span.closes)
        for one in openings
        for day in one.days
    )
    for index, (channel, _, closes) in enumerate(busy):
        same = [opens for other, opens, _ in busy[index + 1 :] if other == channel]
        first = next(opens for other, opens, _ in busy if other == channel)
        if closes > min(same, default=first + week):
            raise _NotPlain


def _zone(openings: list[Opening], labels: list[str], country: str, region: str) -> str:
    named = set(labels) - {""}
    if named:
        if len(named) > 1 or not labels[-1] or labels.count("") not in (0, len(labels) - 1):
            raise _NotPlain
        zone = CLOCK_LABELS.get((country, labels[-1]), "")
    else:
        zone = zone_of(country, region)
    if not zone and not named and all(one.full_week for one in openings):
        return "UTC"  # at all hours on these channels: no clock is needed to say so
    if not zone:
        raise _NotPlain
    return zone
