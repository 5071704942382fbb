"""Opening hours in the reader's words: the week in grouped rows, and the state now in a sentence.

We do not know the reader's clock, so every time is the listing's own and says of which place. Dates, days and times
are written as CLDR writes them for the locale (Babel); the sentences go through gettext, each of them whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from babel import Locale
from babel.dates import format_date, format_time, get_day_names, get_timezone_location
from babel.lists import format_list
from flask_babel import force_locale, get_locale

from support.common.kernel.i18n import gettext
from support.site.directory.hours import State, state
from support.site.directory.hours_rules import CHANNELS, EVERY_DAY, Hours, Span, SpecialDays, WeekPlan

Row = tuple[str, str]
_FULL_DAY = (timedelta(0), timedelta(days=1))


def _(message: str, **values: str) -> str:
    return str(gettext(message, **values))


def week_rows(hours: Hours, locale: str | Locale) -> list[Row]:
    """(days, times) of the usual week, days with equal times grouped, in the locale's own order of the week.

    A channel with hours of its own has its own rows; days without any opening are said to be closed. Unknown hours
    have no rows.
    """
    spoken = _locale(locale)
    with _speaking(spoken):
        if hours.always:
            return [(_("Every day"), _("at all hours"))]
        return _rows(hours.plan, spoken) if hours.known else []


def special_rows(special: SpecialDays, locale: str | Locale) -> list[Row]:
    """(dates, times) of special days; where the times differ by weekday, the days follow as rows of their own."""
    spoken = _locale(locale)
    with _speaking(spoken):
        first, last = (format_date(day, "long", locale=spoken) for day in (special.valid_from, special.valid_to))
        dates = first if first == last else _("%(first)s to %(last)s", first=first, last=last)
        if not special.openings:
            return [(dates, _("closed"))]
        if first == last:
            day = frozenset({special.valid_from.weekday()})
            return [(dates, times) for _days, times in _rows(special.plan, spoken, day)] or [(dates, _("closed"))]
        return [(dates, _("other hours")), *_rows(special.plan, spoken)]


def zone_sentence(hours: Hours, locale: str | Locale) -> str:
    """Whose clock the rows are in; "" where no clock is needed."""
    if not hours.known or all(one.full_week for one in hours.openings):
        return ""
    spoken = _locale(locale)
    with _speaking(spoken):
        return _("These are local times in %(place)s.", place=_place(hours, spoken))


def state_sentence(hours: Hours, at: datetime, locale: str | Locale, channel: str = "any") -> str:
    """Whether the service answers at a moment (aware), until when or from when, in the listing's own time."""
    spoken = _locale(locale)
    found = state(hours, at, channel)
    with _speaking(spoken):
        sentence = _sentence(hours, found, at, spoken)
        if not found.holiday:
            return sentence
        caution = _("Today is a public holiday there, so the hours may differ.")
        return _("%(sentence)s %(caution)s", sentence=sentence, caution=caution)


def _sentence(hours: Hours, found: State, at: datetime, locale: Locale) -> str:
    if hours.always:
        return _("Open at all hours.")
    if found.kind == "unknown":
        return _("Hours not confirmed.")
    if found.until is None:
        return _("Open now.") if found.kind == "open" else _("Closed now. We know of no opening in the next weeks.")
    now, until = at.astimezone(hours.zone), found.until.astimezone(hours.zone)
    ahead = (until.date() - now.date()).days
    whole_days = found.kind == "open" and until.time() == time(0)
    named = until.date() - timedelta(days=whole_days)
    day = (
        get_day_names("wide", locale=locale)[named.weekday()]
        if ahead < 7
        else format_date(named, "long", locale=locale)
    )
    said = {"time": format_time(until.time(), "short", locale=locale), "place": _place(hours, locale), "day": day}
    if found.kind == "closed":
        return _opens_at(ahead, said)
    return _open_through(ahead, said) if whole_days else _open_until(ahead, said)


def _open_through(ahead: int, said: dict[str, str]) -> str:
    if ahead == 1:
        return _("Open now until midnight (time in %(place)s).", **said)
    return _("Open now until the end of %(day)s (time in %(place)s).", **said)


def _open_until(ahead: int, said: dict[str, str]) -> str:
    if ahead == 0:
        return _("Open now until %(time)s (time in %(place)s).", **said)
    if ahead == 1:
        return _("Open now until tomorrow at %(time)s (time in %(place)s).", **said)
    if ahead < 7:
        return _("Open now until %(day)s at %(time)s (time in %(place)s).", **said)
    return _("Open now until %(day)s, %(time)s (time in %(place)s).", **said)


def _opens_at(ahead: int, said: dict[str, str]) -> str:
    if ahead == 0:
        return _("Closed now. Opens today at %(time)s (time in %(place)s).", **said)
    if ahead == 1:
        return _("Closed now. Opens tomorrow at %(time)s (time in %(place)s).", **said)
    if ahead < 7:
        return _("Closed now. Opens on %(day)s at %(time)s (time in %(place)s).", **said)
    return _("Closed now. Opens on %(day)s, %(time)s (time in %(place)s).", **said)


def _rows(plan: WeekPlan, locale: Locale, among: frozenset[int] = EVERY_DAY) -> list[Row]:
    week = [(locale.first_week_day + step) % 7 for step in range(7)]
    found: list[tuple[int, int, Row]] = []
    for rank, channel in enumerate(CHANNELS):
        days_of: dict[tuple[Span, ...], set[int]] = {}
        for day in among:
            if spans := tuple(span for span in plan[day] if span.channel == channel):
                days_of.setdefault(spans, set()).add(day)
        for times, days in days_of.items():
            row = (_days_label(days, week, locale), _channel_label(channel, _times_label(times, locale)))
            found.append((min(map(week.index, days)), rank, row))
    if closed := {day for day in among if not plan[day]}:
        found.append((min(map(week.index, closed)), 0, (_days_label(closed, week, locale), _("closed"))))
    return [row for *_order, row in sorted(found)]


def _days_label(days: set[int], week: list[int], locale: Locale) -> str:
    if len(days) == 7:
        return _("Every day")
    names = get_day_names("wide", "stand-alone", locale=locale)
    begins = [day for day in days if (day - 1) % 7 not in days]
    if len(begins) == 1 and len(days) > 2:
        return _("%(first)s to %(last)s", first=names[begins[0]], last=names[(begins[0] + len(days) - 1) % 7])
    order = week if len(begins) > 1 else [(begins[0] + step) % 7 for step in range(7)]
    return format_list([names[day] for day in sorted(days, key=order.index)], locale=locale)


def _times_label(spans: tuple[Span, ...], locale: Locale) -> str:
    return format_list([_span_label(span, locale) for span in spans], locale=locale)


def _span_label(span: Span, locale: Locale) -> str:
    if (span.opens, span.closes) == _FULL_DAY:
        return _("all day")
    opens = _clock(span.opens, locale)
    if span.closes == timedelta(days=1):
        return _("%(opens)s to midnight", opens=opens)
    closes = _clock(span.closes, locale)
    if span.closes > timedelta(days=1):
        return _("%(opens)s to %(closes)s the next day", opens=opens, closes=closes)
    return _("%(opens)s to %(closes)s", opens=opens, closes=closes)


def _channel_label(channel: str, times: str) -> str:
    if channel == "phone":
        return _("Phone: %(times)s", times=times)
    if channel == "chat":
        return _("Chat: %(times)s", times=times)
    return _("Text message: %(times)s", times=times) if channel == "text" else times


def _clock(after_midnight: timedelta, locale: Locale) -> str:
    return format_time((datetime.min + after_midnight).time(), "short", locale=locale)


def _place(hours: Hours, locale: Locale) -> str:
    """The town whose clock it is: Babel's phrase for a whole country's time is wrong in some locales, towns are not."""
    if "/" not in hours.timezone:
        return hours.timezone
    return get_timezone_location(hours.zone, locale=locale, return_city=True)


def _locale(locale: str | Locale) -> Locale:
    return locale if isinstance(locale, Locale) else Locale.parse(locale.replace("-", "_"))


@contextmanager
def _speaking(locale: Locale) -> Iterator[None]:
    """Sentences in the same language as the dates in them, whichever the request has."""
    if get_locale() == locale:
        yield
        return
    with force_locale(locale):
        yield
