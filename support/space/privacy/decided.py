"""What was decided: about somebody's posts, and by somebody of the staff; and what people were told of it.

What has had no effect yet is not in it, nor that a post is held: to its writer, a held post is one that is not
published (moderation.md, EH).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.kernel.i18n import gettext as _
from support.common.privacy.sections import Fact
from support.common.sealing.wrapping import KeyGone, Unreadable
from support.space.cases.models import CLOSED, Case, Decision, DecisionCount
from support.space.forum import content_notes
from support.space.forum.models import Post
from support.space.forum.notices.models import Notice
from support.space.forum.notices.telling import message_of

EFFECTIVE, HOLD = "effective", "hold"


def readings(session: Session, account_id: UUID) -> list[list[Fact]]:
    """Each reading of each post: since when it waits, or how long it took."""
    wanted = sa.select(Case).join(Post, Post.id == Case.post_id).where(Post.author_id == account_id)
    return [_reading(one) for one in session.scalars(wanted.order_by(Case.closed_on, Case.opened_at, Case.id))]


def about(session: Session, account_id: UUID) -> list[list[Fact]]:
    """What was decided about somebody's posts and has had an effect, without who decided."""
    wanted = sa.select(Decision).join(Case).join(Post, Post.id == Case.post_id).where(Post.author_id == account_id)
    wanted = wanted.where(Decision.standing == EFFECTIVE, Decision.outcome != HOLD)
    return [_decision(one) for one in session.scalars(wanted.order_by(Decision.made_on, Decision.id))]


def by(session: Session, account_id: UUID) -> list[list[Fact]]:
    """What somebody of the staff decided, as codes: what it was about is another's."""
    wanted = sa.select(Decision).where(Decision.by_id == account_id).order_by(Decision.made_on, Decision.id)
    return [_decision(one) for one in session.scalars(wanted)]


def counts(session: Session, account_id: UUID) -> list[list[Fact]]:
    """How many decisions somebody of the staff made, hour by hour."""
    wanted = sa.select(DecisionCount).where(DecisionCount.account_id == account_id).order_by(DecisionCount.hour)
    return [
        [
            Fact("decision_count.hour", _("Hour"), one.hour),
            Fact("decision_count.decisions", _("How many"), one.decisions),
        ]
        for one in session.scalars(wanted)
    ]


def notices(session: Session, account_id: UUID) -> list[list[Fact]]:
    """What somebody was told."""
    wanted = sa.select(Notice).where(Notice.account_id == account_id).order_by(Notice.made_on, Notice.id)
    return [
        [
            Fact("notice.made_on", _("Day"), one.made_on),
            Fact("notice.kind", _("What it is about"), one.kind),
            Fact("notice.codes", _("Reasons"), one.codes),
            Fact("notice.sealed", _("What the reader wrote to you"), _message(one)),
            Fact("notice.seen", _("You have opened it"), one.seen),
        ]
        for one in session.scalars(wanted)
    ]


def _reading(one: Case) -> list[Fact]:
    waits = one.state != CLOSED
    return [
        Fact("review_case.opened_at", _("Waits since"), one.opened_at),
        Fact("review_case.closed_on", _("Read to the end on"), one.closed_on, _("not yet") if waits else ""),
        Fact("review_case.waited_minutes", _("Minutes that it waited"), one.waited_minutes),
        Fact("review_case.hints", _("Rules that our program pointed at"), one.hints),
        Fact("review_case.newcomer", _("Among your first posts"), one.newcomer),
    ]


def _decision(one: Decision) -> list[Fact]:
    notes = ", ".join(content_notes.labels(content_notes.coded(one.notes)))
    return [
        Fact("decision.made_on", _("Day"), one.made_on),
        Fact("decision.outcome", _("What was decided"), one.outcome, outcome_in_words(one.outcome)),
        Fact("decision.codes", _("Reasons"), one.codes),
        Fact("decision.notes", _("Content notes that were added"), one.notes, notes),
        Fact("decision.standing", _("It is"), one.standing, _standing(one.standing)),
    ]


def outcome_in_words(outcome: str) -> str:
    """What an outcome is, for whoever reads their copy."""
    words: dict[str, Any] = {
        "approve": _("published"),
        "approve_with_note": _("published, with a content note"),
        "request_changes": _("changes asked for"),
        "reject": _("turned down"),
        "care": _("somebody who can help was told"),
        "hold": _("held for the duty people"),
    }
    return str(words.get(outcome, outcome))


def _standing(standing: str) -> str:
    return {
        "waiting": _("waiting for a second reader"),
        "pending": _("about to take effect"),
        "effective": _("in effect"),
        "undone": _("taken back by the reader"),
        "void": _("without effect"),
    }.get(standing, standing)


def _message(one: Notice) -> str:
    try:
        return message_of(one)
    except (KeyGone, Unreadable):
        return _("It cannot be read any more.")
