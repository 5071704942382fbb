"""Why a listing stands in the list, in a few words each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from support.common.kernel.i18n import country_name, reading
from support.common.kernel.i18n import gettext as _
from support.site.directory.listing import Listing
from support.site.directory.presenting import state_now
from support.site.directory.terms import OWN
from support.site.directory.vocabulary import WHO
from support.site.guides.finder.fitting import YOUNG_AGES, group
from support.site.guides.finder.needs import TEEN, Need
from support.site.guides.finder.questions import CALL, MAIL, VISIT, WRITE
from support.site.guides.finder.shortlist import CHANNELS

CHAT = re.compile(r"\bchat\b", re.IGNORECASE)  # descriptions are English in all bundled rows


def why(listing: Listing, need: Need, talk: str, now: datetime) -> str:
    """One sentence; never without a reason."""
    found = [*_for_whom(listing, need), _where(listing), *_how(listing, talk, now)]
    return _("Why it is here: %(reasons)s.", reasons="; ".join(found))


def has_way(listing: Listing, talk: str) -> bool:
    """Whether it can be reached in the way that somebody chose; any listing where they did not choose."""
    wanted = CHANNELS.get(talk, ())
    direct = not wanted or bool(set(wanted) & set(listing.channels())) or (talk == MAIL and bool(listing.email))
    return direct or (talk == WRITE and _chats_on_its_site(listing))


def _chats_on_its_site(listing: Listing) -> bool:
    """Whether it has a chat by its own description, without an address of its own for it."""
    return not listing.chat_url and bool(listing.url and CHAT.search(listing.description))


def _for_whom(listing: Listing, need: Need) -> list[str]:
    found = []
    if need.age == TEEN and YOUNG_AGES & set(listing.who):
        found.append(_("for children and teenagers") if "adult" not in listing.who else _("also for people under 18"))
        if listing.minimum_age:
            found.append(_("from the age of %(age)s", age=f"{listing.minimum_age:g}"))
    elif YOUNG_AGES & set(listing.who) and "adult" not in listing.who and "family" not in listing.concerns:
        found.append(_("for children and teenagers"))
    if group(listing):
        found.append(_("for this group: %(people)s", people=str(WHO[group(listing)].label)))
    if need.side == OWN and "own_thoughts" in listing.concerns:
        found.append(_("for people worried about thoughts or behaviour"))
    elif need.side != OWN and "survivor" in listing.concerns and listing.kind != "reporting":
        found.append(_("for people who were hurt"))
    elif "family" in listing.concerns and need.audience == "family":
        found.append(_("for families and friends"))
    elif "anyone" in listing.concerns:
        found.append(_("for anyone in a crisis"))
    if "professional" in listing.concerns and need.audience == "professional":
        found.append(_("for people who meet it in their work"))
    if listing.kind == "image_removal":
        found.append(_("gets images taken down"))
    if listing.kind == "reporting":
        found.append(_("takes reports"))
    return found


def _where(listing: Listing) -> str:
    if any(area.type == "worldwide" for area in listing.areas):
        return _("works from anywhere")
    if any(area.type == "union" for area in listing.areas):
        return _("for the European Union")
    country = country_name(listing.country, reading().language)
    regions = [area.name or area.code for area in listing.areas if area.type in ("region", "place")]
    return _("works in: %(place)s", place=f"{regions[0]}, {country}" if len(regions) == 1 else country)


def _how(listing: Listing, talk: str, now: datetime) -> list[str]:
    ways = {
        CALL: _("you can call"),
        WRITE: _("you can write in a chat or by text"),
        MAIL: _("you can write to them"),
        VISIT: _("you can go there"),
    }
    without_name = listing.fact("without_name")
    return [
        *_reached(listing, talk, ways),
        *([_("open now, by its own hours")] if state_now(listing, now)[1] == "open" else []),
        *([_("contact without a name")] if without_name and without_name.value == "yes" else []),
        *([_("free of charge")] if listing.cost == "free" else []),
    ]


def _reached(listing: Listing, talk: str, ways: Mapping[str, str]) -> list[str]:
    """How it can be reached: in the way that somebody chose, or how else."""
    if talk not in ways:
        return []
    if talk == WRITE and not {*CHANNELS[WRITE]} & {*listing.channels()} and _chats_on_its_site(listing):
        return [_("their website leads to a chat")]
    if has_way(listing, talk):
        return [ways[talk]]
    return [ways[CALL]] if "phone" in listing.channels() else []
