"""Drafts: words on their way, on the server only, sealed under their writer's key (safety.md S12, S81).

One for each writer and target. Two windows never overwrite each other: what comes with an older version is laid
beside what is there, and both are shown. A draft is not a case (moderation.md, invariant 24).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from support.common.kernel.db import begin_writing
from support.common.sealing.vault import vault
from support.space.forum.content import Content
from support.space.forum.writing.models import Draft
from support.space.forum.writing.targets import NotThere, Target
from support.space.forum.writing.windows import Kept, Window, settled

PLACE = "draft.sealed"
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class Opened:
    """A draft as its writer sees it. ``version`` goes up with each saving."""

    id: uuid.UUID
    target: Target
    version: int
    kept: Kept

    @property
    def content(self) -> Content:
        """The text itself."""
        return self.kept.content


@dataclass(frozen=True)
class Saved:
    """``version``: of what is kept now. ``beside``: whether the text was laid beside, because another came first."""

    version: int
    beside: bool = False


def begin(session: Session, by: uuid.UUID, target: Target, first: Content, now: datetime) -> uuid.UUID:
    """The draft for a target: made with ``first``, or the one that is there, as it is. Commits.

    What is there gets only the quote that ``first`` brings: somebody chose it just now.
    """
    begin_writing(session)
    draft_id = uuid.uuid4()
    insert = INSERTS[session.connection().dialect.name](Draft).values(
        id=draft_id, author_id=by, board_id=target.board_id, answers_id=target.answers_id, post_id=target.post_id,
        version=1, sealed=_sealed(by, draft_id, Kept(first)), saved_on=now.date(),
    )  # fmt: skip
    session.execute(insert.on_conflict_do_nothing())
    row = session.scalars(_of(by, target).with_for_update()).one()
    kept = _kept(row)
    if first.quote and kept.content.quote != first.quote:
        _write(row, Kept(msgspec.structs.replace(kept.content, quote=first.quote), kept.beside), now)
    found = row.id
    session.commit()
    return found


def opened(session: Session, by: uuid.UUID, draft_id: uuid.UUID) -> Opened:
    """One's own draft. Raises :class:`NotThere`, and :class:`wrapping.Unreadable`."""
    row = session.scalar(sa.select(Draft).where(Draft.id == draft_id, Draft.author_id == by))
    if row is None:
        raise NotThere
    return _opened(row)


def save(
    session: Session, by: uuid.UUID, draft_id: uuid.UUID, content: Content, window: Window, now: datetime
) -> Saved:  # fmt: skip
    """Keep what was typed. Commits. Raises :class:`NotThere`.

    Where another window was first, its text stays and this one is laid beside it; the version does not move, for the
    other window is not to be told of a change that is none.
    """
    begin_writing(session)
    row = _mine(session, by, draft_id)
    kept = _kept(row)
    new, late = settled(kept, row.version, content, window)
    if new.content != kept.content:
        _write(row, new, now)
    elif new != kept:
        row.sealed = _sealed(by, row.id, new)
    saved = Saved(row.version, late)
    session.commit()
    return saved


def take_instead(session: Session, by: uuid.UUID, draft_id: uuid.UUID, number: int, now: datetime) -> None:
    """The text beside becomes the draft's, and the draft's lies beside. Commits. Raises :class:`NotThere`."""
    begin_writing(session)
    row = _mine(session, by, draft_id)
    kept = _kept(row)
    beside = list(kept.beside)
    if not 0 <= number < len(beside):
        raise NotThere
    chosen, beside[number] = beside[number], kept.content
    _write(row, Kept(chosen, tuple(beside)), now)
    session.commit()


def let_go_beside(session: Session, by: uuid.UUID, draft_id: uuid.UUID, number: int, now: datetime) -> None:
    """Forget one text that lies beside. Commits. Raises :class:`NotThere`."""
    begin_writing(session)
    row = _mine(session, by, draft_id)
    kept = _kept(row)
    if not 0 <= number < len(kept.beside):
        raise NotThere
    row.sealed = _sealed(by, row.id, Kept(kept.content, kept.beside[:number] + kept.beside[number + 1 :]))
    row.saved_on = now.date()
    session.commit()


def drop(session: Session, by: uuid.UUID, draft_id: uuid.UUID) -> None:
    """Forget a draft. Commits. Raises :class:`NotThere`."""
    begin_writing(session)
    session.delete(_mine(session, by, draft_id))
    session.commit()


def locked(session: Session, by: uuid.UUID, draft_id: uuid.UUID) -> tuple[Draft, Opened] | None:
    """One's own draft, locked until the caller commits; None where there is none any more."""
    row = session.scalar(sa.select(Draft).where(Draft.id == draft_id, Draft.author_id == by).with_for_update())
    return (row, _opened(row)) if row else None


def of_target(session: Session, by: uuid.UUID, target: Target) -> uuid.UUID | None:
    """The draft that somebody has for a target, if any."""
    found = session.scalar(_of(by, target))
    return found.id if found else None


def all_of(session: Session, by: uuid.UUID) -> list[Opened]:
    """Every draft of somebody, the newest day first."""
    wanted = sa.select(Draft).where(Draft.author_id == by).order_by(Draft.saved_on.desc(), Draft.id)
    return [_opened(row) for row in session.scalars(wanted)]


def _opened(row: Draft) -> Opened:
    target = Target(row.board_id, row.answers_id, row.post_id)
    return Opened(row.id, target, row.version, _kept(row))


def _mine(session: Session, by: uuid.UUID, draft_id: uuid.UUID) -> Draft:
    found = locked(session, by, draft_id)
    if found is None:
        raise NotThere
    return found[0]


def _of(by: uuid.UUID, target: Target) -> sa.Select[Any]:
    return sa.select(Draft).where(
        Draft.author_id == by, Draft.board_id == target.board_id, Draft.answers_id == target.answers_id,
        Draft.post_id == target.post_id,
    )  # fmt: skip


def _write(row: Draft, kept: Kept, now: datetime) -> None:
    row.sealed, row.version = _sealed(row.author_id, row.id, kept), row.version + 1
    row.saved_on = now.date()


def _kept(row: Draft) -> Kept:
    return msgspec.json.decode(vault().open(row.author_id, row.sealed, place=PLACE, row=row.id), type=Kept)


def _sealed(author_id: uuid.UUID, draft_id: uuid.UUID, kept: Kept) -> str:
    return vault().seal(author_id, msgspec.json.encode(kept).decode(), place=PLACE, row=draft_id)
