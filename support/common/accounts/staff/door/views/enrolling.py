"""``/enrol``: the first second factor, which nobody can skip; ``/another``: one more, after a fresh proof.

Both are the same pages. Who adds the first one has shown the passphrase only, and gets a full sign-in by it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import segno
from flask import Response, abort, current_app, redirect, request
from werkzeug.wrappers import Response as Answer

from support.common.accounts.models import ENROL
from support.common.accounts.returning.handing_over import let_in
from support.common.accounts.staff.door import factors, totp
from support.common.accounts.staff.door.factors import MayNotAdd, NothingWaits
from support.common.accounts.staff.door.proving import WrongCode
from support.common.accounts.staff.door.views.place import (
    desk,
    first_page,
    out_again,
    party,
    shown,
    staff_door,
)
from support.common.accounts.visitor import signed_in
from support.common.kernel import clock, headers
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import gettext as _
from support.common.sealing.returning import returned, send_back

FIRST, MORE = "/enrol", "/another"
WAYS: dict[str, Callable[[Any], Any]] = {FIRST: needs("enrol"), MORE: needs("desk", fresh=True)}
PIXELS = 6  # for each square of the picture


def choose(way: str) -> str:
    """An app or a passkey."""
    headers.allow_passkeys()
    return shown("choose", way=way, first=way == FIRST)


def begin_app(way: str) -> Answer:
    """A new key for an app is laid ready."""
    factors.lay_ready(db.session(), signed_in(), current_app.config["TIMES"], clock.now())
    return redirect(desk(f"{way}/app"), 303)


def app(way: str) -> str | Answer:
    """The key as text and as a picture, and the field for the first code."""
    try:
        secret = factors.waiting(db.session(), signed_in(), clock.now())
    except NothingWaits:
        return redirect(desk(way), 303)
    times = current_app.config["TIMES"]
    return shown("app", way=way, key=totp.in_groups(secret), label=party().label, back=returned(), times=times)


def picture(_way: str) -> Response:
    """The same key as a picture for a camera. The text beside it says the same."""
    try:
        secret = factors.waiting(db.session(), signed_in(), clock.now())
    except NothingWaits:
        abort(404)
    here, drawn = party(), io.BytesIO()
    segno.make(totp.address(secret, here.label, here.name), error="m", micro=False).save(drawn, "png", scale=PIXELS)
    return Response(drawn.getvalue(), mimetype="image/png")


def add_app(way: str) -> Answer:
    """Who types a code of the app has it."""
    typed, times = request.form.get("code", ""), current_app.config["TIMES"]
    try:
        began = factors.add_app(db.session(), signed_in(), typed, times, clock.now())
    except NothingWaits:
        return redirect(desk(way), 303)
    except WrongCode:
        problem = _(
            "This code does not fit the key. Check that the clock of that device is right, and type the next one."
        )
        return send_back(desk(f"{way}/app"), {}, {"code": problem})
    except MayNotAdd:
        return _may_not_add()
    return let_in(began, first_page()) if began else redirect(desk("/factors"), 303)


def _may_not_add() -> Answer:
    return out_again() if signed_in().stage == ENROL else redirect(desk("/factors"), 303)


RULES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("", "GET", choose),
    ("", "POST", begin_app),
    ("/app", "GET", app),
    ("/app", "POST", add_app),
    ("/app.png", "GET", picture),
)
for way, allowed in WAYS.items():
    for rule, method, view in RULES:
        name = f"{way[1:]}_{view.__name__}"
        staff_door.add_url_rule(way + rule, name, allowed(partial(view, way)), methods=[method])
