"""Which services take what somebody found or went through, in a country. Pure: from the bundled rows alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from support.common.crisis.bundled import Service, services
from support.common.crisis.lines import EU_MEMBERS, EUROPEAN_UNION, WORLDWIDE

NOW, ONLINE, OWN_IMAGES, LONG_AGO = "now", "online", "own", "past"
FOUND = (NOW, ONLINE, OWN_IMAGES, LONG_AGO)
# reporting lines that take material or acts online, by their own descriptions; the others are about a child nearby
TAKES_MATERIAL = frozenset(
    [
        "au-accce", "au-crime-stoppers", "au-esafety", "ca-cybertip", "cl-134-pdi", "fr-3018-e-enfance", "gb-ceop",
        "gb-iwf-report", "ma-emc-helpline", "mx-089-denuncia-anonima", "nl-offlimits-helpwanted", "us-fbi-tips",
        "us-know2protect-tipline", "us-ncmec-cybertipline",
    ]
)  # fmt: skip
# those of them that look at web pages themselves (facts RP02, RP03, RP08)
TAKES_PAGES = frozenset(("au-esafety", "ca-cybertip", "gb-iwf-report", "us-ncmec-cybertipline"))
NEEDS_THE_ADDRESS_ONLY = frozenset(("gb-iwf-report",))  # fact RP02; the guide on found material says so
NOT_A_CHILD_NEARBY = frozenset(("us-safesport", "gt-alba-keneth"))  # one sport body; missing children
MOST_NATIONAL = 12
WORRIED = "person_with_unwanted_attractions"


@dataclass(frozen=True)
class Places:
    """Where it can be told: in the country, in its regions, and from anywhere."""

    national: tuple[Service, ...]
    regional: tuple[Service, ...]
    wider: tuple[Service, ...]

    @property
    def everything(self) -> tuple[Service, ...]:
        return (*self.national, *self.regional, *self.wider)


@cache
def places(found: str, country: str) -> Places:
    """The services for one of ``FOUND`` in a country (ISO 3166; empty: nowhere in particular)."""
    takes = TAKES[found]
    of_country = [one for one in services() if one.shown and country and one.country == country and takes(one)]
    national = _sorted(found, (one for one in of_country if not one.region))
    wide = (EUROPEAN_UNION, WORLDWIDE) if country in EU_MEMBERS else (WORLDWIDE,)
    wider = [one for area in wide for one in services() if one.shown and one.country == area and takes(one)]
    return Places(
        national[:MOST_NATIONAL],
        tuple(sorted((one for one in of_country if one.region), key=lambda one: (one.region, one.name))),
        tuple(wider),
    )


def _sorted(found: str, takers: Iterable[Service]) -> tuple[Service, ...]:
    """First what is made for it: reporting lines and removal, then those who stand at one's side, then who listens."""
    return tuple(sorted(takers, key=lambda one: (*_made_for(found, one), not one.band, one.name)))


def _made_for(found: str, one: Service) -> tuple[int, bool, bool]:
    order = ("image_removal", "reporting", "victim_advocacy", "legal_help")
    return (
        order.index(one.kind) if one.kind in order else len(order),
        found == ONLINE and one.id not in TAKES_PAGES,
        found == NOW and not for_adults_who_worry(one),
    )


def for_adults_who_worry(one: Service) -> bool:
    """Whether it talks with a grown-up who is worried about a child, and not with the child alone."""
    return bool({"family", "professional"} & set(one.audience))


@cache
def about_a_child() -> frozenset[str]:
    """The ids, as the directory writes them, of all that take a worry about a child nearby."""
    return frozenset(str(one.uuid) for one in services() if one.shown and _now(one))


def _now(one: Service) -> bool:
    who = set(one.audience)
    if one.kind == "reporting":
        return "child" in who and one.id not in TAKES_MATERIAL | NOT_A_CHILD_NEARBY
    if one.kind != "hotline" or WORRIED in who:
        return False
    listens = one.band == "child" or one.id in ("eu-116111", "zz-child-helpline-international")
    return listens or ({"family", "professional"} <= who and ("child" in who or "survivor" not in who))


def _online(one: Service) -> bool:
    return one.id in TAKES_MATERIAL


def _own_images(one: Service) -> bool:
    return one.kind == "image_removal" or one.id in TAKES_MATERIAL - {"au-crime-stoppers", "mx-089-denuncia-anonima"}


def _long_ago(one: Service) -> bool:
    if one.kind in ("victim_advocacy", "legal_help"):
        return WORRIED not in one.audience or "survivor" in one.audience
    return one.kind == "hotline" and (one.band == "sexual_violence" or one.id == "zz-findahelpline")


TAKES: dict[str, Callable[[Service], bool]] = {
    NOW: _now,
    ONLINE: _online,
    OWN_IMAGES: _own_images,
    LONG_AGO: _long_ago,
}
