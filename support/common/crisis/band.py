"""What the crisis band says for a reader: emergency numbers first, then a line a role, in the same order everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from flask import Flask, current_app, request

from support.common.crisis import dialling
from support.common.crisis.bundled import Emergency, Service
from support.common.crisis.dialling import Number, TextLine
from support.common.crisis.lines import EU_MEMBERS, EUROPEAN_UNION, WORLDWIDE, CountryLines, lines_of
from support.common.kernel.i18n import Reading, country_name, page, reading
from support.common.kernel.i18n import gettext as _

YOUNGEST_TO_NAME = 12  # below that, nobody who reads this is kept out


@dataclass(frozen=True)
class Tile:
    """One box of the band: what it is for, who answers, and the ways to reach them."""

    role: str
    name: str
    call: Number | None
    text: TextLine | None
    chat_url: str
    url: str
    remarks: tuple[str, ...]
    listing: str = ""


@dataclass(frozen=True)
class Band:
    """The band for one reader. ``country_name`` is empty where no country is known."""

    country: str
    country_name: str
    emergencies: tuple[tuple[str, Number, str], ...]
    tiles: tuple[Tile, ...]


def band() -> Band:
    """The band of the present request."""
    return band_for(reading())


def band_for(how: Reading) -> Band:
    """The band for a way of reading: the country's own lines, and the worldwide finders where it has none."""
    lines = lines_of(how.country) if how.country else lines_of(WORLDWIDE)
    services = lines.banded or tuple(finders())
    return Band(
        country=how.country,
        country_name=country_name(how.country, how.language) if how.country else "",
        emergencies=emergency_numbers(lines, how.country),
        tiles=tuple(tile(service, how) for service in services),
    )


def emergency_numbers(lines: CountryLines, reader_country: str) -> tuple[tuple[str, Number, str], ...]:
    """What each emergency number reaches, the number, and how deaf people reach it: the common number first."""
    if not lines.emergencies and lines.country in EU_MEMBERS:
        return ((_("Emergency"), dialling.number("112", lines.country, reader_country), ""),)
    sure_first = sorted(lines.emergencies, key=lambda item: item.confidence != "high")
    shown = [item for item in sure_first if "all" in item.reaches and item.confidence == "high"] or sure_first
    return tuple(
        (_named(item), dialling.number(item.number, item.country, reader_country), item.text_or_deaf) for item in shown
    )


def reaches(codes: tuple[str, ...]) -> str:
    """What an emergency number reaches, in words."""
    names = {"all": _("Emergency"), "police": _("Police"), "ambulance": _("Ambulance"), "fire": _("Fire")}
    return ", ".join(names[code] for code in codes)


def _named(item: Emergency) -> str:
    """What a number reaches; and that it is not yet confirmed, where the sources are not sure."""
    said = reaches(item.reaches)
    return said if item.confidence == "high" else f"{said} ({_('not yet confirmed')})"


def finders() -> list[Service]:
    """Worldwide pages that name a line for each country: what is left where a country has no line of its own."""
    found = [service for kind, group in lines_of(WORLDWIDE).by_kind for service in group if kind == "hotline"]
    return sorted(found, key=lambda service: "child" in service.audience)[:3]


def beyond(country: str) -> tuple[CountryLines, ...]:
    """What also serves a country: the lines of the European Union, and those for the whole world."""
    wider = (lines_of(EUROPEAN_UNION),) if country in EU_MEMBERS else ()
    return (*wider, lines_of(WORLDWIDE))


def hotlines() -> list[tuple[Service, Tile]]:
    """The lines that answer in the reader's country, or the worldwide finders."""
    how = reading()
    talking = ("hotline", "text_line", "chat")  # never what is for one's own thoughts: nobody asked for both (4)
    here = [
        service
        for kind, group in lines_of(how.country).by_kind
        for service in group
        if kind in talking and not _only_own_thoughts(service)
    ]
    return [(service, tile(service, how)) for service in here or finders()]


def suits_here(service: Service) -> bool:
    """Whether a line belongs on the pages of this application: in the survivors' space none that is not for them."""
    return current_app.config["PART"] != "survivors" or not _only_own_thoughts(service)


def _only_own_thoughts(service: Service) -> bool:
    return "person_with_unwanted_attractions" in service.audience and "survivor" not in service.audience


def tile(service: Service, how: Reading) -> Tile:
    """A service as a box with its ways of contact."""
    return Tile(
        role=role_words(service),
        name=service.name,
        call=dialling.number(service.phone, service.country, how.country, service.phone_note)
        if service.phone
        else None,
        text=dialling.text_line(service.sms, service.country, how.country),
        chat_url=service.chat_url,
        url=service.url,
        remarks=tuple(remarks(service)),
        listing=str(service.uuid),
    )


def role_words(service: Service) -> str:
    """What the line is for. Some countries have only a line beside the role, and the words say which it is."""
    if service.band == "general":
        return _("Any crisis")
    if service.band == "sexual_violence":
        return _("Any crime") if service.kind == "victim_advocacy" else _("Sexual violence")
    if service.band == "child":
        return _("A child at risk") if service.kind == "reporting" else _("Children and teens")
    return _("Find a line")


def remarks(service: Service) -> list[str]:
    """Short words that keep somebody from calling a line that is not for them, or from trusting it too far."""
    said = []
    if "women" in service.audience and "men" not in service.audience:
        said.append(_("listed for women"))
    if "men" in service.audience and "women" not in service.audience and "adult" not in service.audience:
        said.append(_("listed for men"))
    if service.band == "sexual_violence" and service.country == "GB":
        said.append(_("England and Wales"))
    if service.band and service.min_age is not None and service.min_age >= YOUNGEST_TO_NAME:
        said.append(_("from age %(age)s", age=service.min_age))
    if service.confidence != "high":
        said.append(_("not yet confirmed"))
    return said


def last_resort(status: int) -> str:
    """A bare page with the lines, for when even the layout cannot be made: no style, no template."""
    how = reading()
    here = band_for(how)
    ways = [(label, number.href, number.text) for label, number, _deaf in here.emergencies]
    for one in here.tiles:
        name = f"{one.role}: {one.name}" + (f" ({'; '.join(one.remarks)})" if one.remarks else "")
        ways.append((name, one.call.href if one.call else one.url, one.call.text if one.call else one.url))
    items = "".join(f"<li>{escape(name)}: {_way(target, text)}</li>" for name, target, text in ways)
    exit_words, root = escape(_("Exit this page")), escape(request.script_root)
    leave = f'<p><a href="{root}/leave" rel="nofollow noreferrer">{exit_words}</a></p>'
    title = escape(_("Something went wrong on our side"))
    return (
        f'<!doctype html><html lang="{how.language}" dir="{how.direction}"><head><meta charset="utf-8">'
        f"<title>{title} – {escape(current_app.config['SITE_NAME'])}</title></head><body>{leave}{leave}"
        f'<section aria-labelledby="band-title"><h2 id="band-title">{escape(_("Help right now"))}</h2><ul>{items}</ul>'
        f'<p><a href="{escape(page("/now"))}">{escape(_("All crisis lines"))}</a></p></section>'
        f"<main><h1>{title} ({status})</h1>"
        f"<p>{escape(_('We are sorry. The numbers on this page still hold. Please try again in a few minutes.'))}</p>"
        "</main></body></html>"
    )


def _way(target: str, text: str) -> str:
    return f'<a href="{escape(target)}" rel="noreferrer">{escape(text)}</a>' if target else escape(text)


def show(app: Flask) -> None:
    """Give every template the band, and the list of lines that a failing page can still show."""
    app.jinja_env.globals |= {"band": band, "hotlines": hotlines, "reaches": reaches}
