"""``/account`` and ``/account/devices``: what there is, and where one is signed in (safety.md S44, S45)."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, abort, current_app, render_template, request
from werkzeug.wrappers import Response

from support.common.accounts import agreements, cookies, sessions
from support.common.accounts.joining.words import heading
from support.common.accounts.models import FULL, STAFF, SignIn
from support.common.accounts.own import service
from support.common.accounts.returning.handing_over import gone_on
from support.common.accounts.visitor import signed_in
from support.common.kernel import clock
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.returning import returned, send_back

own = Blueprint("own", __name__)

FEW_CODES = 3
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Device:
    """A sign-in as its owner sees it. ``days``: how long ago it began. ``hours``: how long it lasts at most, 1 or more.

    ``whole``: whether the way in was gone to its end.
    """

    id: uuid.UUID
    here: bool
    days: int
    began: date
    hours: int
    own: bool
    whole: bool


@own.get("/<tag:tag>/account")
@needs("account")
def overview() -> str:
    """One's own account. The name is not shown at once: somebody may look over a shoulder."""
    account = signed_in().account
    due = [(heading(key), day) for key, day in service.renewals(account, agreements.required())]
    left = service.codes_left(db.session(), account.id)
    changed = returned().value("changed")
    return shown("overview", name=account.name, due=due, left=left, few=left <= FEW_CODES, changed=changed)


@own.get("/<tag:tag>/account/devices")
@needs("account")
def devices() -> str:
    """Every sign-in that lasts. No kind of browser and no place is kept, so none can be shown."""
    me, now = signed_in(), clock.now()
    found = [_device(one, me, now) for one in sessions.lasting(db.session(), me.account_id, now)]
    found.sort(key=lambda one: not one.here)
    return shown("devices", devices=found, ended=returned().value("ended"))


@own.post("/<tag:tag>/account/devices")
@needs("account")
def end_devices() -> Response:
    """End one of them, or all others. What is not one's own is not there (S57)."""
    me, session = signed_in(), db.session()
    if "others" in request.form:
        sessions.end_all(session, me.account_id, but=me.id)
        session.commit()
        return send_back(page("/account/devices"), {"ended": "others"})
    chosen = _id(request.form.get("end", ""))
    if chosen is None or not sessions.end(session, me.account_id, chosen):
        abort(404)
    session.commit()
    if chosen == me.id:
        return cookies.take(gone_on(page("/")))
    return send_back(page("/account/devices"), {"ended": "one"})


def shown(template: str, **values: object) -> str:
    """A page of one's own account, with the times that hold for this person."""
    account, times = signed_in().account, current_app.config["TIMES"]
    hours = times.staff_session_hours if account.kind == STAFF else times.member_session_hours
    minutes = int(sessions.idle(account, times) / MINUTE)
    values |= {"times": times, "hours": hours, "minutes": minutes, "waits": min(minutes, times.joining_minutes)}
    return render_template(f"accounts/own/{template}.html", mine=_mine(), **values)


def _mine() -> dict[str, object]:
    """What a field for a secret asks: whose it is, and whether the browser may remember it."""
    me = signed_in()
    return {"name": me.account.name, "own_device": me.own_device}


def _device(one: SignIn, me: SignIn, now: datetime) -> Device:
    return Device(
        id=one.id,
        here=one.id == me.id,
        days=(now.date() - one.began_on).days,
        began=one.began_on,
        hours=math.ceil((one.ends_at - now) / HOUR),
        own=one.own_device,
        whole=one.stage == FULL,
    )


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
