"""``moderation freeze``, ``thaw`` and ``verify-audit``: what one types in a bad hour."""

from __future__ import annotations

import sqlalchemy as sa

from support.common.audit.models import AuditEntry
from support.common.kernel.db import db
from support.space.moderation import pulse
from tests.space.moderation.room import Room


def said(room: Room, *words: str) -> tuple[int, str]:
    db.session.rollback()
    result = room.app.test_cli_runner().invoke(args=["moderation", *words])
    db.session.rollback()
    return result.exit_code, result.output


def test_one_command_stops_publishing_and_one_starts_it(room: Room) -> None:
    assert "stands still." in said(room, "freeze")[1] and pulse.frozen(db.session())
    assert "stood still already" in said(room, "freeze")[1]
    assert "goes on." in said(room, "thaw")[1] and not pulse.frozen(db.session())
    assert "going on already" in said(room, "thaw")[1]


def test_the_log_is_proven_whole_and_a_change_in_it_is_found(room: Room) -> None:
    room.decide(room.moderators[0], room.send(), "reject", "C08")
    assert said(room, "verify-audit")[0] == 0
    last = db.session.scalar(sa.select(sa.func.max(AuditEntry.number)))
    for event, code in (("post_published", 1), ("post_rejected", 0)):
        db.session.execute(sa.update(AuditEntry).where(AuditEntry.number == last).values(event=event))
        db.session.commit()
        assert said(room, "verify-audit")[0] == code
