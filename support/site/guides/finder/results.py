"""What the last page shows: the list with its reasons, wherever it could be looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from support.common.index.engine import IndexUnavailable
from support.common.kernel import clock
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.kernel.i18n import reading
from support.common.kernel.logs import log
from support.site.directory.engine import engine
from support.site.directory.listing import Listing
from support.site.directory.presenting import Card, card
from support.site.directory.terms import HURT, OWN, Terms
from support.site.guides.finder.needs import Need, need_of
from support.site.guides.finder.questions import SKIPPED, WHERE, Answers
from support.site.guides.finder.reasons import has_way, why
from support.site.guides.finder.shelves import Bundled, Indexed
from support.site.guides.finder.shortlist import shortlist, terms_of
from support.site.places.place import Place


@dataclass(frozen=True)
class Result:
    """The list: cards with why each is there; the same as a search; what could not be had; where it was looked up."""

    need: Need
    cards: tuple[tuple[Card, str], ...]
    terms: Terms
    country: str
    place: Place | None
    place_unknown: bool
    no_such_way: bool
    from_files: bool


def country_of(answers: Answers) -> str:
    """Where to look: what was answered; the reader's own country where the question was not answered."""
    return reading().country if getattr(answers, WHERE) in ("", SKIPPED) else answers.country


def result(answers: Answers) -> Result:
    """The last page for these answers. Where the index or the database is away, it comes from the files."""
    now, need, country = clock.now(), need_of(answers), country_of(answers)
    try:
        place = _place(answers, country)
        found = shortlist(need, country, place, answers.talk, Indexed(engine(), db.session()))
        from_files = False
    except (IndexUnavailable, SQLAlchemyError, *DRIVER_ERRORS) as error:
        log.error("finder looks in the files", exc_info=error, extra={"route": "finder"})
        place, from_files = None, True
        found = shortlist(need, country, None, answers.talk, Bundled())
    return _result(answers, need, country, place, found, from_files, now)


def _place(answers: Answers, country: str) -> Place | None:
    return engine().gazetteer.find(answers.near, country=country).place if answers.near else None


def _result(
    answers: Answers, need: Need, country: str, place: Place | None, found: list[Listing], from_files: bool,
    now: datetime,
) -> Result:  # fmt: skip
    side = OWN if need.side == OWN else HURT
    return Result(
        need=need,
        cards=tuple((card(one, now, side), why(one, need, answers.talk, now)) for one in found),
        terms=terms_of(need, country, answers.near if place else "", answers.talk),
        country=country,
        place=place,
        place_unknown=bool(answers.near) and place is None and not from_files,
        no_such_way=not any(has_way(one, answers.talk) for one in found),
        from_files=from_files,
    )
