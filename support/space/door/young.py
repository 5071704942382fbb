"""Which services the kind page for somebody under 18 shows: made for children or teens, and for their concern alone."""

from __future__ import annotations

from support.common.crisis.band import beyond, finders
from support.common.crisis.bundled import Service
from support.common.crisis.lines import lines_of

TALKING = ("hotline", "text_line", "chat", "peer_support")
KINDS = {"survivors": TALKING, "prevention": (*TALKING, "prevention_service")}
OWN_THOUGHTS, HARMED = "person_with_unwanted_attractions", "survivor"
MADE_FOR_YOUNG = frozenset(("child", "teen"))
MOST = 8


def services_for_young(part: str, country: str) -> tuple[Service, ...]:
    """Services for a young reader in ``country`` (ISO 3166, empty for unknown): the child line first, at most eight.

    The two concerns of the directory are never mixed in one list (DESIGN section 4). Where a country has nothing,
    the worldwide finders are left.
    """
    places = (*((lines_of(country),) if country else ()), *beyond(country))
    found = [one for place in places for _kind, group in place.by_kind for one in group]
    fitting = [one for one in found if _fits(one, part)]
    fitting.sort(key=lambda one: _order(one, country))
    return tuple(fitting[:MOST]) or tuple(finders())


def _order(service: Service, country: str) -> tuple[bool, ...]:
    """The reader’s own country first, and in it the child line, then what is made for this concern."""
    made_for_it = service.kind == "prevention_service"
    return service.country != country, service.band != "child", not made_for_it, "adult" in service.audience


def _fits(service: Service, part: str) -> bool:
    """Whether a service talks with the young, in the whole country, about what this space is for."""
    if service.region or not MADE_FOR_YOUNG & set(service.audience):
        return False
    if service.band == "child":
        return True
    others = HARMED if part == "prevention" else OWN_THOUGHTS
    return service.kind in KINDS[part] and others not in service.audience
