"""What somebody chose for themselves: signs under posts, and how posts with a content note are shown."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.kernel.i18n import gettext as _
from support.common.privacy.sections import Fact
from support.space.forum.content_notes import label
from support.space.forum.reading.models import NoteChoice, Reaction
from support.space.forum.signs import SIGNS


def signs(session: Session, account_id: UUID) -> list[list[Fact]]:
    """Each sign; under which post is not told: that is somebody else's."""
    wanted = sa.select(Reaction.kind).where(Reaction.account_id == account_id).order_by(Reaction.kind)
    return [
        [Fact("reaction.kind", _("Sign"), kind, str(SIGNS.get(kind, kind)))] for kind in session.scalars(wanted)
    ]  # fmt: skip


def content_notes(session: Session, account_id: UUID) -> list[list[Fact]]:
    """What was chosen for each content note."""
    wanted = sa.select(NoteChoice).where(NoteChoice.account_id == account_id).order_by(NoteChoice.note)
    return [
        [
            Fact("note_choice.note", _("Content note"), one.note, label(one.note)),
            Fact("note_choice.choice", _("You see such posts"), one.choice, _choice(one.choice)),
        ]
        for one in session.scalars(wanted)
    ]


def _choice(code: str) -> str:
    return {"show": _("open"), "fold": _("folded"), "hide": _("not at all")}.get(code, code)
