"""``/queue``: what waits; the next one; and ``/rest``, where nothing has to be done."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from flask import request
from werkzeug.wrappers import Response

from support.common.kernel import clock
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.sealing.returning import returned
from support.space.moderation import reviewing
from support.space.moderation.desk import keyboard, lacking, queries
from support.space.moderation.desk.typed import Typed
from support.space.moderation.desk.views.place import (
    NOTHING,
    at,
    go,
    me,
    reader,
    review,
    said,
    session_now,
    shown,
    to_take_back,
)  # fmt: skip

LONGEST_NUMBER = 6


@review.get("/queue")
@needs("review")
def queue() -> str:
    """What waits, counted by class, the list folded below; no word of any text (safety.md S107)."""
    session, now, number = db.session(), clock.now(), _page()
    count = queries.counts(session, me(), now)
    return shown(
        "queue",
        count=count,
        lines=queries.waiting(session, reader(), number, now),
        number=number,
        pages=ceil(count.waiting / queries.PAGE_LENGTH),
        start=(number - 1) * queries.PAGE_LENGTH + 1,
        page_of=lambda page: f"{at('/queue')}?page={page}",
        lacking=lacking.sentences(count, reviewing.times(), now),
        done=said(),
        again=returned().value("again"),
        undo=to_take_back(session, now),
        sheet=keyboard.queue(),
    )


@review.post("/queue/next")
@needs("review")
def next_one() -> Response:
    """The best case for this reader, into their hands."""
    return go_to_next()


def go_to_next(settings: Typed | None = None, told: Mapping[str, str] = NOTHING) -> Response:
    """Take the next case and go there, or to the queue where nothing waits for this reader; say ``told`` there."""
    session, now = session_now()
    found = reviewing.next_case(session, me(), now)
    if found is None:
        return go("/queue", said={"done": "empty"} | dict(told))
    return go(f"/cases/{found}", settings or Typed(), told)


@review.get("/rest")
@needs("review")
def rest() -> str:
    """After "Stop reading"."""
    return shown("rest")


def _page() -> int:
    asked = request.args.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < LONGEST_NUMBER else 1


@review.app_template_global("desk_lacks")
def desk_lacks() -> list[str]:
    """What is missing so that the space takes posts; for the first page of the desk."""
    now = clock.now()
    return lacking.sentences(queries.counts(db.session(), me(), now), reviewing.times(), now)
