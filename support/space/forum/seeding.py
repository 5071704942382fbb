"""The boards that each space begins with. A lead may rename them; the shipped words then give way (models.Board)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app
from flask_babel.speaklater import LazyString
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from support.common.kernel.db import begin_writing, db
from support.common.kernel.i18n import lazy_gettext as _
from support.space.forum.models import Board


@dataclass(frozen=True)
class Seed:
    """A shipped board: what it is called, and what it is for."""

    title: LazyString
    about: LazyString


@dataclass(frozen=True)
class BoardWords:
    """What is shown of a board. ``language`` is empty for shipped words, which are in the reader's own."""

    title: str
    about: str
    language: str


ARRIVING = Seed(
    _("Arriving"),
    _("For the first days here. Say hello, or only that you are here. Nothing has to be told."),
)
PEOPLE = Seed(
    _("People around us"), _("Partners, friends, family, colleagues: being close, keeping distance, asking for help.")
)
GOOD = Seed(_("Small good things"), _("Something that helped today, however small. A walk counts, and so does a nap."))

BOARDS: dict[str, dict[str, Seed]] = {
    "survivors": {
        "arriving": ARRIVING,
        "nights": Seed(_("Nights and hard days"), _("Sleep, fear, memories that come back, and getting through them.")),
        "feelings": Seed(_("Anger, grief, hope"), _("Everything that can be felt, also at the same time.")),
        "people": PEOPLE,
        "telling": Seed(
            _("Telling somebody"), _("Whether, whom and how: friends, professionals, the police, or nobody for now.")
        ),
        "good": GOOD,
    },
    "prevention": {
        "arriving": ARRIVING,
        "moments": Seed(_("Hard moments"), _("Getting through the next hour without acting against what you want.")),
        "steady": Seed(_("Staying steady"), _("Plans, routines and limits that help to live as you have decided to.")),
        "feelings": Seed(_("Shame, loneliness, hope"), _("Everything that can be felt, also at the same time.")),
        "people": PEOPLE,
        "care": Seed(
            _("Talking with professionals"), _("Finding somebody to talk to, the first appointment, and going on.")
        ),
        "good": GOOD,
    },
}


def words(board: Board, part: str) -> BoardWords:
    """What a board shows: its own words where a lead gave it some, else the shipped ones."""
    seed = BOARDS.get(part, {}).get(board.code)
    if board.title or seed is None:
        return BoardWords(board.title, board.about, board.language)
    return BoardWords(str(seed.title), str(seed.about), "")


def ensure_boards(session: Session, part: str) -> int:
    """Add the shipped boards that are missing; safe to call again, and by several at once. Returns how many."""
    held = set(session.scalars(sa.select(Board.code)))
    missing = [code for code in BOARDS[part] if code not in held]
    if not missing:
        return 0
    begin_writing(session)
    places = {code: place for place, code in enumerate(BOARDS[part])}
    session.add_all(Board(code=code, title="", about="", position=places[code]) for code in missing)
    try:
        session.commit()
    except IntegrityError:  # somebody else was quicker
        session.rollback()
        return 0
    return len(missing)


def keep_boards() -> None:
    """The housekeeper's job: the boards of this space are there."""
    ensure_boards(db.session(), str(current_app.config["PART"]))
