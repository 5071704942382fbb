"""What the forum asks of the moderation, which stands above it: whether posts are taken, and how long they wait."""

from __future__ import annotations

from flask import Flask

from support.common.kernel import clock
from support.common.kernel.db import db
from support.space.forum import openness
from support.space.forum.openness import Openness
from support.space.forum.writing import expecting
from support.space.moderation.enough import WhyNot, open_for_sending
from support.space.moderation.waiting import Wait, expected_wait
from support.space.moderation.words import why_not


def answer(app: Flask) -> None:
    """Give the forum the functions that it asks."""
    openness.ask(app, taken)
    expecting.ask(app, waited)


def taken() -> Openness:
    """Whether what is sent is taken now, and if not, why, in words."""
    found = open_for_sending(db.session(), clock.now())
    return Openness(open=False, why=why_not(found.why)) if isinstance(found, WhyNot) else openness.OPEN


def waited() -> Wait | None:
    """How long what was sent lately waited."""
    return expected_wait(db.session(), clock.now())
