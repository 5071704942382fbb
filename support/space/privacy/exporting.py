"""A person's copy of what the forum holds on them, in sections (promise 10; safety.md S27).

What others wrote is theirs, and how a reading goes before it is decided is nobody's to see: the register says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from support.common.kernel.i18n import gettext as _
from support.common.privacy.register import register
from support.common.privacy.sections import Fact, Section
from support.common.privacy.words import KEPT
from support.space.privacy import choices, decided, written
from support.times import Times

Rows = Callable[[Session, UUID], list[list[Fact]]]


def export(session: Session, account_id: UUID, times: Times, _now: datetime) -> Sequence[Section]:
    """Everything that the forum holds on somebody who is signed in; it only reads."""
    sections: tuple[tuple[str, str, str, Rows], ...] = (
        ("posts", "post", _("Posts that you sent"), written.posts),
        ("versions", "revision", _("What you wrote, each version"), written.versions),
        ("published", "publication", _("What others here can read of you"), written.published),
        ("drafts", "draft", _("Your drafts"), written.drafts),
        ("forms", "taken_form", _("When you sent something, for a day"), written.taken),
        ("readings", "review_case", _("How your posts were read"), decided.readings),
        ("about_you", "decision", _("What was decided about your posts"), decided.about),
        ("by_you", "decision", _("What you decided as a reader of the staff"), decided.by),
        ("decision_counts", "decision_count", _("How many decisions you made in an hour"), decided.counts),
        ("notices", "notice", _("What you were told"), decided.notices),
        ("signs", "reaction", _("Signs that you left under posts"), choices.signs),
        ("content_notes", "note_choice", _("How you want posts with a content note"), choices.content_notes),
    )
    return [Section(key, title, rows(session, account_id), _kept(table, times)) for key, table, title, rows in sections]


def _kept(table: str, times: Times) -> str:
    of_table = [column for column in register() if column.table == table and column.of_people]
    return " ".join({KEPT[column.kept](times): None for column in of_table if column.export == "yes"})
