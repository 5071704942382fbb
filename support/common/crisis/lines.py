"""Which lines a reader sees: the band on every page, and everything that a country has.

Held in memory from the start of the process; neither the database nor the search index is asked (promise 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from support.common.crisis.bundled import ROLES, Emergency, Service, emergencies, services

WORLDWIDE = "ZZ"
EUROPEAN_UNION = "EU"
EU_MEMBERS = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)  # Treaty on European Union, members since 1 February 2020
KIND_ORDER = (
    "hotline", "text_line", "chat", "prevention_service", "victim_advocacy", "peer_support", "self_help",
    "shelter_finder", "therapist_finder", "legal_help", "image_removal", "reporting",
)  # fmt: skip


@dataclass(frozen=True)
class CountryLines:
    """What is known for a country: emergency numbers, the line of each role, and all shown services by kind."""

    country: str
    emergencies: tuple[Emergency, ...]
    banded: tuple[Service, ...]
    by_kind: tuple[tuple[str, tuple[Service, ...]], ...]


@cache
def lines_of(country: str) -> CountryLines:
    """Everything for ``country`` (ISO 3166, or ``ZZ`` for worldwide). An unknown country has nothing."""
    here = [service for service in services() if service.country == country and service.shown]
    banded = sorted((service for service in here if service.band), key=lambda service: ROLES.index(service.band))
    numbers = tuple(number for number in emergencies() if number.country == country and number.confidence != "low")
    return CountryLines(country, numbers, tuple(banded), _by_kind(here))


@cache
def countries() -> tuple[str, ...]:
    """The countries for which there is anything to show."""
    codes = {service.country for service in services() if service.shown} | {number.country for number in emergencies()}
    return tuple(sorted(codes - {WORLDWIDE, EUROPEAN_UNION}))


@cache
def service_by_uuid(uuid: str) -> Service | None:
    """The bundled service behind a listing's address, for when the database is away."""
    return next((service for service in services() if str(service.uuid) == uuid and service.shown), None)


def warm() -> None:
    """Read the files at the start: a broken row must stop the start, not a reader."""
    for country in (*countries(), WORLDWIDE, EUROPEAN_UNION):
        lines_of(country)


def _by_kind(here: list[Service]) -> tuple[tuple[str, tuple[Service, ...]], ...]:
    groups = []
    for kind in KIND_ORDER:
        of_kind = [service for service in here if service.kind == kind]
        of_kind.sort(key=lambda service: (not service.band, bool(service.region), service.name.casefold()))
        if of_kind:
            groups.append((kind, tuple(of_kind)))
    return tuple(groups)
