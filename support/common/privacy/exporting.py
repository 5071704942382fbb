"""A person's copy of everything that is held on them: as text to read, and as JSON for another program (promise 10).

Neither says what this place is about: the file lies on a device that others may open.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from support.common.kernel.i18n import gettext as _
from support.common.privacy.holdings import holdings
from support.common.privacy.sections import Section, as_plain, in_words
from support.common.privacy.words import left_out
from support.times import Times

LINE_END = "\r\n"  # the plainest editors of old machines need it; all others take it


def collect(session: Session, account_id: UUID, times: Times, now: datetime) -> list[Section]:
    """Everything that every feature holds on the account, in the language of the request. Only reads.

    The account itself, which is the last to be deleted, is the first to be read.
    """
    *others, account = holdings()
    return [
        section for holding in (account, *others) for section in holding.export(session, account_id, times, now)
    ]  # fmt: skip


def as_text(sections: Sequence[Section], now: datetime) -> str:
    """The copy as plain text: headings, one thing a line, and what is not in it."""
    title = _("A copy of what is kept about you")
    lines = [title, "=" * len(title), "", _("Made on %(day)s.", day=in_words(now.date()))]
    lines += [_("Keep it where nobody else looks, or delete it when you have read it.")]
    for section in sections:
        lines += ["", section.title, "-" * len(section.title), *_rows(section)]
        lines += [_("How long this is kept: %(time)s", time=section.kept)] if section.kept else []
    lines += ["", *_not_in_it()]
    return "\n".join([*lines, ""]).replace("\n", LINE_END)


def as_json(sections: Sequence[Section], now: datetime) -> str:
    """The copy as JSON: under each column's name its value, days and moments as ISO 8601."""
    content = {
        "made_on": now.date().isoformat(),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "rows": [{fact.column: as_plain(fact.value) for fact in row} for row in section.rows],
                "kept": section.kept,
            }
            for section in sections
        ],
        "not_in_it": [{"what": names, "why": reason} for names, reason in left_out(_part())],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _part() -> str:
    return str(current_app.config["PART"])


def _rows(section: Section) -> list[str]:
    if not section.rows:
        return [_("Nothing.")]
    lines: list[str] = []
    for row in section.rows:
        lines += [fact.line for fact in row]
        lines += [""] if len(row) > 1 else []
    return lines


def _not_in_it() -> list[str]:
    title = _("What is not in this copy, and why")
    return [title, "-" * len(title), *(f"{reason} ({', '.join(names)})" for names, reason in left_out(_part()))]
