"""Which guide may lead where: the two concerns never cross (guides.md, rule 7; promise 5).

A guide for survivors and families leads to nothing that is only for people worried about their own thoughts, and the
other way round; a guide for the young leads to services for children and teenagers alone.
"""

from __future__ import annotations

from support.common.crisis.bundled import Service
from support.site.directory.terms import BOTH, HURT, OWN, SIDE_OF_AUDIENCE
from support.site.guides.articles.guide import (
    EVERYONE,
    FAMILY,
    FAMILY_WORRIED,
    OWN_THOUGHTS,
    PROFESSIONAL,
    SURVIVOR,
    YOUNG_WORRIED,
)

HURT_SIDE, OWN_SIDE = (SURVIVOR, FAMILY), (OWN_THOUGHTS, FAMILY_WORRIED)
WORRIED = "person_with_unwanted_attractions"
YOUNG_LINKS = ("now", "exit", "listing", "fact", "guide", "safety", "privacy")
LEADS_TO = {
    SURVIVOR: (SURVIVOR, FAMILY, EVERYONE, PROFESSIONAL),
    FAMILY: (SURVIVOR, FAMILY, EVERYONE, PROFESSIONAL),
    OWN_THOUGHTS: (OWN_THOUGHTS, FAMILY_WORRIED, YOUNG_WORRIED, EVERYONE, PROFESSIONAL),
    FAMILY_WORRIED: (OWN_THOUGHTS, FAMILY_WORRIED, FAMILY, EVERYONE, PROFESSIONAL),
    YOUNG_WORRIED: (EVERYONE,),
}


def listing_refused(audience: str, service: Service) -> str:
    """Why a guide for ``audience`` may not lead to a service; empty where it may."""
    if audience in HURT_SIDE and WORRIED in service.audience and "survivor" not in service.audience:
        return "is for people worried about their own thoughts."
    if audience in HURT_SIDE and service.kind == "prevention_service":
        return "is a prevention service."
    if audience in OWN_SIDE and "survivor" in service.audience and WORRIED not in service.audience:
        return "" if "anyone_in_crisis" in service.audience else "is for survivors."
    if audience == YOUNG_WORRIED and not {"child", "teen"} & set(service.audience):
        return "is not for children or teenagers."
    return ""


def guide_refused(audience: str, other: str) -> str:
    """Why a guide for ``audience`` may not lead to one for ``other``; empty where it may."""
    return "" if other in LEADS_TO.get(audience, (other,)) else f"is for another reader ({other})."


def search_refused(audience: str, asked: str) -> str:
    """Why a guide for ``audience`` may not lead to a search for ``asked``; empty where it may."""
    side = SIDE_OF_AUDIENCE.get(asked, HURT)
    if audience == YOUNG_WORRIED:
        return "A guide for the young leads to no search."
    if audience in HURT_SIDE and side != HURT:
        return "The list would show services for people worried about their own thoughts."
    if audience in OWN_SIDE and side != OWN:
        return "The list would show services for survivors: write audience = 'own_thoughts' or 'family_worried'."
    return "No list shows both concerns by itself." if side == BOTH else ""
