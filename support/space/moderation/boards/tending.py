"""What a lead does with the boards; each deed is one commit, and stands in the log (DESIGN section 6).

A board is never taken away: its threads would go with it. It is closed, and takes no new ones.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.audit import chain
from support.common.kernel.db import begin_writing
from support.common.kernel.errors import DomainError
from support.common.kernel.text import clean, one_line
from support.common.sealing.vault import keystore
from support.space.forum.models import Board

LONGEST_TITLE, LONGEST_ABOUT = 80, 300
MOST_BOARDS = 40
OWN = "own-"  # how the codes of boards begin that the team added


class NoBoard(DomainError):
    """There is no such board."""

    status = 404
    title_key = "not_found"


class NotTaken(DomainError):
    """The form cannot be taken. ``problems``: codes of ``words.problem`` by field."""

    status = 422

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(str(problems))
        self.problems = dict(problems)


@dataclass(frozen=True)
class Named:
    """What a board is called and what it is for, as a lead wrote it, and in which language that is."""

    title: str
    about: str
    language: str


def typed(title: str, about: str, language: str, languages: Sequence[str], *, shipped: bool) -> Named:
    """What was typed, cleaned and checked. A ``shipped`` board may be left without words: then its own are shown.

    Raises :class:`NotTaken`.
    """
    named = Named(one_line(title), clean(about), language)
    problems = {}
    if not named.title and (named.about or not shipped):
        problems["title"] = "title_missing"
    if len(named.title) > LONGEST_TITLE:
        problems["title"] = "title_long"
    if len(named.about) > LONGEST_ABOUT:
        problems["about"] = "about_long"
    if named.title and named.language not in languages:
        problems["language"] = "language"
    if problems:
        raise NotTaken(problems)
    return named if named.title else Named("", "", "")


def listed(session: Session) -> Sequence[Board]:
    """All boards in their order."""
    return session.scalars(sa.select(Board).order_by(Board.position, Board.code)).all()


def rename(session: Session, board_id: uuid.UUID, named: Named, *, by: uuid.UUID, now: datetime) -> None:
    """Call a board otherwise. Raises :class:`NoBoard`."""
    with _tending(session, "board_named", by, now):
        board = _found(session, board_id)
        board.title, board.about, board.language = named.title, named.about, named.language


def add(session: Session, named: Named, *, by: uuid.UUID, now: datetime) -> uuid.UUID:
    """Add a board at the end. Raises :class:`NotTaken` where there are very many already."""
    with _tending(session, "board_added", by, now):
        boards = _in_order(session)
        if len(boards) >= MOST_BOARDS:
            raise NotTaken({"title": "many"})
        board = Board(id=uuid.uuid4(), code=OWN + uuid.uuid4().hex, position=len(boards), open=True)
        board.title, board.about, board.language = named.title, named.about, named.language
        session.add(board)
        return board.id


def move(session: Session, board_id: uuid.UUID, step: int, *, by: uuid.UUID, now: datetime) -> None:
    """Move a board up (``step`` -1) or down (1) among the others; at an end it stays. Raises :class:`NoBoard`."""
    with _tending(session, "board_moved", by, now):
        boards = _in_order(session)
        board = _found(session, board_id)
        place = boards.index(board)
        boards.insert(max(0, min(len(boards) - 1, place + step)), boards.pop(place))
        for position, one in enumerate(boards):
            one.position = position


def set_open(session: Session, board_id: uuid.UUID, is_open: bool, *, by: uuid.UUID, now: datetime) -> None:
    """Let a board take new threads, or no more. Raises :class:`NoBoard`."""
    with _tending(session, "board_opened" if is_open else "board_closed", by, now):
        _found(session, board_id).open = is_open


@contextmanager
def _tending(session: Session, event: str, by: uuid.UUID, now: datetime) -> Iterator[None]:
    begin_writing(session)
    try:
        yield
        session.flush()
        chain.record(session, event, on=now.date(), actor=by, key=keystore().root("audit"))
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _in_order(session: Session) -> list[Board]:
    return list(session.scalars(sa.select(Board).order_by(Board.position, Board.code).with_for_update()))


def _found(session: Session, board_id: uuid.UUID) -> Board:
    board = session.get(Board, board_id, with_for_update=True)
    if board is None:
        raise NoBoard
    return board
