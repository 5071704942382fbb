"""The parts of a service as HSDS writes them: numbers, addresses on the web, languages, costs, areas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import uuid5

from werkzeug.urls import iri_to_uri

from support.common.kernel.i18n import country_name, language_name
from support.site.directory.models import (
    Accessibility,
    Address,
    CostOption,
    Language,
    Phone,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Url,
)
from support.site.exchange.out.attributes import said, told
from support.site.exchange.profile.extents import EXTENT_TYPE, extent_of, uri_of
from support.site.exchange.profile.terms import PROFILE_ID

PHONE_TYPES = {"tty": "textphone"}  # RFC 6350; ours are its words otherwise, and whatsapp
NAMES = {"ZZ": "Worldwide", "EU": "European Union"}
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"{}|\\^`]+")
Part = TypeVar("Part", Accessibility, Address, CostOption, ServiceArea, ServiceAtLocation, Url)
Named = Callable[[str], str]
"""The name of a region or town of the gazetteer by its id, empty where it is not known."""


def by_id(parts: Iterable[Part]) -> list[Part]:
    """Parts that have no order of their own, always in the same one: the same content gives the same text."""
    return sorted(parts, key=lambda part: str(part.id))


def phone(one: Phone) -> dict[str, Any]:
    """A number, with how it is written where it is dialled."""
    plain = one.extension.isascii() and one.extension.isdigit() and not one.extension.startswith("0")
    more = (("number_written", one.written), ("keyword", one.keyword), ("extension", "" if plain else one.extension))
    return said(
        id=str(one.id),
        service_id=str(one.service_id),
        number=one.number,
        extension=int(one.extension) if plain else None,
        type=PHONE_TYPES.get(one.type, one.type),
        description=one.description,
        attributes=[told(one.id, code, value) for code, value in more if value],
    )


def url(one: Url) -> dict[str, Any]:
    """A further address on the web."""
    return said(id=str(one.id), label=one.label, url=uri(one.url), service_id=str(one.service_id))


def language(one: Language) -> dict[str, Any]:
    """A language, with its English name."""
    channel = [told(one.id, "channel", one.channel)] if one.channel not in ("any", "") else []
    return said(
        id=str(one.id),
        service_id=str(one.service_id),
        name=language_name(one.code, "en"),
        code=one.code,
        note=one.note,
        attributes=channel,
    )


def cost(one: CostOption) -> dict[str, Any]:
    """What it costs."""
    return said(
        id=str(one.id),
        service_id=str(one.service_id),
        option=one.option,
        currency=one.currency if one.amount is not None else None,
        amount=number(one.amount),
        amount_description=one.amount_description,
    )


def areas(service: Service, named: Named) -> list[dict[str, Any]]:
    """Where the service reaches. One whose place is withheld always says a town, a region, or at least its country."""
    if service.service_areas or all(at.location.visibility == "public" for at in service.at_locations):
        return [_area(one, service, named) for one in by_id(service.service_areas)]
    wide = {"ZZ": "worldwide", "EU": "union"}.get(service.country, "country")
    made = ServiceArea(id=uuid5(PROFILE_ID, f"{service.id}:area"), extent_type=wide, extent=service.country)
    return [_area(made, service, named)]


def _area(one: ServiceArea, service: Service, named: Named) -> dict[str, Any]:
    return said(
        id=str(one.id),
        service_id=str(service.id),
        name=one.name or _name(one, named),
        description=one.description,
        extent=extent_of(one.extent_type, one.extent),
        extent_type=EXTENT_TYPE,
        uri=uri_of(one.extent_type, one.extent),
    )


def _name(one: ServiceArea, named: Named) -> str:
    if one.extent_type in ("place", "region"):
        return named(one.extent) or one.extent
    return NAMES.get(one.extent) or country_name(one.extent, "en")


def uri(text: str) -> str | None:
    """The address as ASCII, or None where it is none: HSDS takes no others."""
    try:
        found = iri_to_uri(text)
    except (ValueError, UnicodeError):
        return None
    return found if found.isascii() and _URI.fullmatch(found) else None


def email(text: str) -> str | None:
    """The address, or None where it is none."""
    return text if "@" in text and " " not in text else None


def number(value: float | None) -> float | int | None:
    """A number without a needless point."""
    return int(value) if value is not None and float(value).is_integer() else value


def moment(value: datetime) -> str:
    """RFC 3339 in UTC."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
