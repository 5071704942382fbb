"""``/tell``: where to tell what somebody found or went through, by country."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from support.common.crisis.band import Tile, emergency_numbers, tile
from support.common.crisis.bundled import Service
from support.common.crisis.lines import countries, lines_of
from support.common.kernel.access import anyone
from support.common.kernel.i18n import country_name, page, reading
from support.common.kernel.i18n import gettext as _
from support.common.kernel.text import fold
from support.site.directory.own_pages import rests_on
from support.site.directory.words import source_kind
from support.site.guides.articles.reading import shelf
from support.site.guides.facts.facts import fact
from support.site.guides.telling.places import NEEDS_THE_ADDRESS_ONLY, places
from support.site.guides.telling.state import Told, seal, typed, unseal
from support.site.guides.telling.words import advice, by_name, dated, questions

telling = Blueprint("telling", __name__, url_prefix="/<tag:tag>/tell")


@dataclass(frozen=True)
class Row:
    """One place: the service, its ways of contact, whether it asks for a name, and what the row rests on.

    ``date`` is in the reader's words, ``note`` in the words of the source (English); either can be empty.
    """

    service: Service
    tile: Tile
    name_asked: str
    rests_on: str
    date: str
    note: str


@telling.get("")
@anyone
def ask() -> tuple[str, int]:
    """The two questions; with ``s``, where to tell it."""
    token = request.args.get("s")
    told = unseal(token) if token is not None else Told(country=reading().country)
    problems = [("found", _("Choose what it is about."))] if token is not None and not told.found else []
    if not told.found:
        body = render_template(
            "guides/telling/ask.html", told=told, problems=problems, questions=questions(), countries=_countries(told)
        )
        return body, 422 if problems else 200
    return _answered(told), 200


@telling.post("")
@anyone
def take() -> Response:
    """Take the answers and go to the places, so that none of it is left in the history (safety.md S11, S12)."""
    told = typed(request.form.get("found", "")[:40], request.form.get("country", "")[:40])
    return redirect(page(f"/tell?s={seal(told)}"), 303)


def _answered(told: Told) -> str:
    how, found, say = reading(), places(told.found, told.country), advice(told.found)
    lines = lines_of(told.country)
    return render_template(
        "guides/telling/places.html",
        told=told,
        name=country_name(told.country, how.language) if told.country else "",
        say=say,
        emergencies=emergency_numbers(lines, how.country) if told.country else (),
        national=[_row(one) for one in found.national],
        regional=[_row(one) for one in found.regional],
        wider=[_row(one) for one in found.wider],
        sources=list({(one.source_title, one.source_date): one for one in map(fact, say.facts)}.values()),
        guide=(say.guide, shelf().heading(say.guide, how.language)),
        questions=questions(),
        countries=_countries(told),
        problems=[],
    )


def _row(service: Service) -> Row:
    kind = rests_on(service.source_kind, service.url, service.source_url)
    return Row(service, tile(service, reading()), _name_asked(service), source_kind(kind), *dated(service.source_note))


def _name_asked(service: Service) -> str:
    """Empty where the row does not say it, but a fact of the guides does."""
    told_by_the_guide = service.anonymous == "unknown" and service.id in NEEDS_THE_ADDRESS_ONLY
    return "" if told_by_the_guide else by_name(service.anonymous)


def _countries(told: Told) -> list[tuple[str, str]]:
    codes = set(countries()) | ({told.country} if told.country else set())
    named = ((code, country_name(code, reading().language)) for code in codes)
    return [("", _("No country")), *sorted(named, key=lambda pair: fold(pair[1]))]
