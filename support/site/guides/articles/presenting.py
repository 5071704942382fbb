"""From a guide to what its page shows, for this reader: text, lines, live results, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from support.common.crisis.band import Tile, tile
from support.common.crisis.bundled import Service
from support.common.crisis.lines import EU_MEMBERS, EUROPEAN_UNION, WORLDWIDE
from support.common.index.engine import IndexUnavailable
from support.common.kernel.db import DRIVER_ERRORS
from support.common.kernel.errors import Unavailable
from support.common.kernel.fragments import kept
from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import reading
from support.common.kernel.logs import log
from support.site.directory.finding import answer
from support.site.directory.listing import Listing
from support.site.directory.presenting import Card, card
from support.site.directory.terms import Terms
from support.site.guides.articles.guide import (
    EVERYONE,
    FAMILY,
    FAMILY_WORRIED,
    KNOWN,
    OWN_THOUGHTS,
    PROFESSIONAL,
    SURVIVOR,
    YOUNG_WORRIED,
    Guide,
    Search,
)
from support.site.guides.articles.markdown import render
from support.site.guides.articles.reading import Shelf
from support.site.guides.articles.references import Shown, service

MOST_LIVE = 3
GROUPS = (SURVIVOR, FAMILY, OWN_THOUGHTS, YOUNG_WORRIED, FAMILY_WORRIED, PROFESSIONAL, EVERYONE)
Line = tuple[Service, Tile]


@dataclass(frozen=True)
class Lines:
    """The services that a guide names: those of the reader's country, those for everybody, and the others."""

    here: Sequence[Line]
    everywhere: Sequence[Line]
    elsewhere: Sequence[Line]


@dataclass(frozen=True)
class Live:
    """What the directory has at this moment for the first search of a guide."""

    cards: Sequence[Card]
    total: int


def text_of(guide: Guide, found: Shelf) -> Markup:
    """The text of the guide as HTML, kept for each way of reading."""

    def made() -> Markup:
        shown = Shown(
            guide.about,
            heading_of=lambda other: found.heading(other, reading().language),
            exit_block=lambda: render_template("guides/articles/leave.html"),
        )
        return Markup(render(guide.tokens, shown))  # noqa: S704  # what markdown-it and references.py have escaped

    return Markup(kept("guide", (guide.language, guide.id), made))  # noqa: S704


def lines_of(guide: Guide) -> Lines:
    """The services of the front matter, sorted by whether they serve the reader's country."""
    how = reading()
    named = [(one, tile(one, how)) for one in map(service, guide.about.lines) if one is not None]
    wide = (WORLDWIDE, EUROPEAN_UNION) if how.country in EU_MEMBERS else (WORLDWIDE,)
    here = [line for line in named if how.country and line[0].country == how.country]
    everywhere = [line for line in named if line[0].country in wide]
    return Lines(here, everywhere, [line for line in named if line not in here and line not in everywhere])


def terms_of(search: Search) -> Terms:
    """The search as terms, in the reader's country."""
    return Terms(country=reading().country, **search.fields)  # type: ignore[arg-type]  # fields of Terms, as read


def live(guide: Guide) -> Live | None:
    """Up to three results of the first search; None where there is none, or the directory is away."""
    if not guide.about.searches:
        return None
    terms = terms_of(guide.about.searches[0])
    try:
        found = answer(terms, 1)
    except (Unavailable, IndexUnavailable, SQLAlchemyError, *DRIVER_ERRORS) as error:
        log.error("directory away", exc_info=error, extra={"route": "guide"})
        return None
    return _live(found.listings, found.total, found.now, terms.side) if found.listings else None


def _live(listings: list[Listing], total: int, now: datetime, side: str) -> Live:
    return Live([card(listing, now, side) for listing in listings[:MOST_LIVE]], total)


def groups(found: Shelf) -> list[tuple[str, list[tuple[str, Guide]]]]:
    """The guides of the list, by whose they are; the two concerns stand apart."""
    language, headings = reading().language, group_headings()
    listed = []
    for audience in GROUPS:
        ids = sorted((one for one in KNOWN if KNOWN[one][1] == audience), key=lambda one: KNOWN[one][0])
        shown = [(one, guide) for one in ids if (guide := found.guide(one, language)) is not None]
        if shown:
            listed.append((headings[audience], shown))
    return listed


def group_headings() -> Mapping[str, str]:
    """Whose guides these are, in words."""
    return {
        SURVIVOR: _("If it happened to you"),
        FAMILY: _("If it happened to a child you care for"),
        OWN_THOUGHTS: _("If you are worried about your own thoughts"),
        YOUNG_WORRIED: _("If you are under 18 and worried about your thoughts"),
        FAMILY_WORRIED: _("If you are worried about what somebody close to you did"),
        PROFESSIONAL: _("If you work with people"),
        EVERYONE: _("For everybody"),
    }
