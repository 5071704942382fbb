"""What somebody asked the directory for: typed, checked, and small enough to travel sealed in an address."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from support.common.kernel.i18n import country_codes
from support.common.kernel.text import one_line
from support.site.directory.vocabulary import CHANNELS, COSTS, KINDS, WHO
from support.site.places.cells import RADII_KM

LONGEST_WORDS = 200
LONGEST_PLACE = 120
LONGEST_CODE = 40
SORTS = ("best", "near", "soonest")
DEFAULT_WITHIN = 50

# audience: what a list shows, and which of the two concerns it keeps out
AUDIENCES = ("", "survivor", "family", "own_thoughts", "family_worried", "professional", "anyone", "both")
HURT, OWN, BOTH = "hurt", "own", "both"
SIDE_OF_AUDIENCE = {"own_thoughts": OWN, "family_worried": OWN, "both": BOTH}


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields of a search as they were typed; lists as tuples. What is empty does not filter."""

    q: str = ""
    kind: str = ""
    near: str = ""
    within: str = ""
    country: str = ""
    region: str = ""
    language: str = ""
    audience: str = ""
    who: str = ""
    cost: str = ""
    channel: tuple[str, ...] = ()
    anonymous: str = ""
    open_now: str = ""
    sort: str = ""
    cut: bool = False

    @property
    def side(self) -> str:
        """Which of the two concerns the list serves; both only where the reader asked for both."""
        return SIDE_OF_AUDIENCE.get(self.audience, HURT)

    @property
    def chosen(self) -> tuple[object, ...]:
        """What was chosen from lists and boxes, without anything that is typed."""
        return (self.within, self.country, self.kind, self.channel, self.open_now, self.anonymous, self.who,
                self.language, self.cost, self.sort)  # fmt: skip

    @property
    def radius(self) -> int:
        """The radius in kilometres, once checked."""
        return int(self.within) if self.within else DEFAULT_WITHIN

    def as_fields(self, **changes: str | list[str]) -> dict[str, object]:
        """The fields of a form that asks the same again, with ``changes``; what is empty is left out."""
        fields = {name: value for name, value in msgspec.to_builtins(self).items() if name != "cut"} | changes
        return {name: value for name, value in fields.items() if value or name == "country"}


SINGLE = ("kind", "within", "country", "region", "language", "audience", "who", "cost", "anonymous", "open_now", "sort")


def typed(get: dict[str, list[str]]) -> Terms:
    """The terms in a form's fields, cleaned and cut to what can travel; unknown fields are ignored."""

    def first(name: str, longest: int) -> str:
        return one_line((get.get(name) or [""])[0][: longest * 4])[:longest]

    words = one_line((get.get("q") or [""])[0][: LONGEST_WORDS * 50])
    channels = [one_line(value[:LONGEST_CODE]) for value in get.get("channel", [])[: len(CHANNELS) + 1]]
    return Terms(
        q=words[:LONGEST_WORDS],
        near=first("near", LONGEST_PLACE),
        channel=tuple(sorted({value for value in channels if value})),
        cut=len(words) > LONGEST_WORDS,
        **{name: first(name, LONGEST_CODE) for name in SINGLE},
    )


@dataclass(frozen=True)
class Problem:
    """A field that cannot be used as it is, and which kind of mistake it is (see ``words.problem``)."""

    field: str
    what: str


def problems(terms: Terms, languages: frozenset[str], regions: frozenset[str] | None = None) -> list[Problem]:
    """Everything that is wrong with the terms, apart from the place, which the gazetteer judges."""
    allowed = (
        ("kind", terms.kind, KINDS),
        ("country", terms.country, country_codes()),
        ("language", terms.language, languages),
        ("audience", terms.audience, AUDIENCES),
        ("who", terms.who, WHO),
        ("cost", terms.cost, COSTS),
        ("within", terms.within, tuple(str(radius) for radius in RADII_KM)),
        ("sort", terms.sort, SORTS),
        ("anonymous", terms.anonymous, ("yes",)),
        ("open_now", terms.open_now, ("yes",)),
    )
    found = [Problem(field, "unknown") for field, value, values in allowed if value and value not in values]
    found += [Problem("channel", "unknown") for value in terms.channel if value not in CHANNELS][:1]
    if regions is not None and terms.region and terms.region not in regions:
        found.append(Problem("region", "unknown"))
    if terms.cut:
        found.append(Problem("q", "too_long"))
    if terms.sort == "near" and not terms.near:
        found.append(Problem("near", "needed"))
    return found
