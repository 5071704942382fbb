"""The directory's words that are made in the program: problems at fields, audiences, what a state of hours means."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import ngettext
from support.site.directory.terms import LONGEST_WORDS, Problem, Terms
from support.site.places.cells import spoken

MILES_COUNTRIES = ("GB", "US", "LR", "MM")
KILOMETRES_A_MILE = 1.609344
NARROWING = ("q", "kind", "near", "region", "language", "who", "cost", "channel", "anonymous", "open_now", "sort")


def problem(found: Problem) -> str:
    """What is wrong at a field, and what to do."""
    texts = {
        ("q", "too_long"): _("Your words were longer than %(most)s characters. Here are the first %(most)s: shorten them or search with these.", most=LONGEST_WORDS),
        ("near", "unknown"): _("We do not know this place. Check the spelling, add the country, or try the nearest larger town."),
        ("near", "needed"): _("To sort by distance, say which place it should be near."),
        ("within", "unknown"): _("Choose one of the distances in the list."),
        ("country", "unknown"): _("Choose a country from the list."),
        ("region", "unknown"): _("We do not know this region. Leave it out, or give a place instead."),
        ("language", "unknown"): _("Choose a language from the list."),
        ("kind", "unknown"): _("Choose a kind of help from the list."),
        ("audience", "unknown"): _("Choose one of the answers: who is the help for?"),
        ("who", "unknown"): _("Choose one of the answers: who is the person?"),
        ("cost", "unknown"): _("Choose a cost from the list."),
        ("channel", "unknown"): _("Choose from the ways to make contact."),
        ("sort", "unknown"): _("Choose an order from the list."),
        ("anonymous", "unknown"): _("Tick the box or leave it empty."),
        ("open_now", "unknown"): _("Tick the box or leave it empty."),
    }  # fmt: skip
    return texts[found.field, found.what]


def audiences() -> list[tuple[str, str]]:
    """Who the help is for, as the form asks it."""
    return [
        ("survivor", _("Somebody who was sexually abused, as a child or later")),
        ("family", _("Family, partner or friend of somebody who was hurt")),
        ("own_thoughts", _("Somebody worried about their own sexual thoughts or behaviour")),
        ("family_worried", _("Somebody worried about another person’s thoughts or behaviour")),
        ("professional", _("A professional or volunteer")),
        ("anyone", _("Anyone in a crisis")),
        ("both", _("Show everything together")),
    ]


def showing(side: str) -> str:
    """One sentence on top of the results: whose list this is."""
    if side == "both":
        return _("You see services for people who were hurt and for people worried about their own thoughts, together.")
    if side == "own":
        return _(
            "You see services for people worried about sexual thoughts or behaviour, their own or somebody else’s, and lines for anyone in a crisis."
        )
    return _("You see services for people who were hurt, for those around them, and for anyone in a crisis.")


def ways_on(terms: Terms) -> list[tuple[str, dict[str, str | list[str]]]]:
    """What to leave out when nothing was found: a label, and the fields that change. Never empty."""
    offers: list[tuple[object, str, dict[str, str | list[str]]]] = [
        (terms.open_now, _("Also what is closed now"), {"open_now": ""}),
        (terms.kind, _("Any kind of help"), {"kind": ""}),
        (terms.channel, _("Any way to make contact"), {"channel": []}),
        (terms.anonymous, _("Also where a name is asked for"), {"anonymous": ""}),
        (terms.language, _("Any language"), {"language": ""}),
        (terms.cost, _("Any cost"), {"cost": ""}),
        (terms.who, _("For anybody"), {"who": ""}),
        (terms.near or terms.region, _("Without the place"), {"near": "", "region": "", "sort": ""}),
        (terms.q, _("Without the words"), {"q": ""}),
        (terms.country, _("All countries"), {"country": "", "near": "", "region": "", "sort": ""}),
    ]
    everything: dict[str, str | list[str]] = dict.fromkeys((*NARROWING, "country"), "")
    return [
        *((label, changes) for asked, label, changes in offers if asked),
        (_("Everything, from the start"), everything),
    ]


def distance(kilometres: float | None, country: str) -> str:
    """How far away, rounded as people say it; empty where there is no place to go to."""
    if kilometres is None:
        return ""
    if country in MILES_COUNTRIES:
        miles = spoken(kilometres / KILOMETRES_A_MILE)
        return (
            ngettext("about %(num)s mile away", "about %(num)s miles away", miles)
            if miles
            else _("less than a mile away")
        )
    rounded = spoken(kilometres)
    return _("about %(km)s km away", km=rounded) if rounded else _("less than 1 km away")


def what_it_is(kind: str) -> str:
    """What to expect of a kind that is easily taken for another; empty for the rest."""
    return {
        "therapist_finder": _("This is a list in which you search for a therapist yourself. It is not a practice, and we have not checked the people in it."),
        "shelter_finder": _("This helps you find a shelter. It may not have beds of its own; ask before you travel."),
        "reporting": _("This is a place to report a worry or a crime. What you say there can start an official check. If you first want to talk, a helpline can help you think it through."),
        "police_unit": _("This is the police. What you say there can start an investigation."),
        "image_removal": _("This gets pictures or videos taken off the internet. It is not a crisis line."),
    }.get(kind, "")  # fmt: skip


def source_kind(kind: str) -> str:
    """What a listing rests on, in words."""
    return {
        "official_page": _("The service’s own page, or a page of the government."),
        "network_directory": _("The list of a network of helplines."),
        "published_check": _("A check against the service’s own site that somebody else published."),
        "third_party_page": _("A page of somebody else."),
        "public_lists": _("Two or more public lists that agree; they may have copied each other."),
        "public_list": _("One public list."),
        "not_verified": _("No source could be confirmed."),
    }.get(kind, _("Not known."))
