"""What ``static/passkey.js`` asks for: forms that are answered with JSON.

Each way has two addresses: ``…/options`` says what to ask the browser for, the other takes the browser's answer and
says where to go on, or what is wrong. A page with script sends them; without script an app is the way (safety.md S92).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import Response, current_app, g, jsonify, request
from sqlalchemy.orm import Session

from support.common.accounts import cookies
from support.common.accounts.models import FULL, SignIn
from support.common.accounts.returning.handing_over import WAY
from support.common.accounts.returning.service import Began
from support.common.accounts.staff.door import factors, passkeys, proving
from support.common.accounts.staff.door.challenges import NotShown
from support.common.accounts.staff.door.factors import MayNotAdd
from support.common.accounts.staff.door.passkeys import Party
from support.common.accounts.staff.door.proving import SignInEnded
from support.common.accounts.staff.door.views.enrolling import MORE, WAYS
from support.common.accounts.staff.door.views.place import (
    desk,
    door_again,
    first_page,
    party,
    staff_door,
)
from support.common.accounts.staff.door.views.proving import first_after
from support.common.accounts.visitor import NOBODY, not_for_members, signed_in
from support.common.accounts.wayback import way_back
from support.common.kernel import clock
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.forms import checks_itself, require_own_form
from support.common.kernel.i18n import gettext as _
from support.times import Times

PROOFS: dict[str, Callable[[Any], Any]] = {"/second": needs("second"), "/prove": needs("account")}


def ask_to_show() -> Response:
    """What the browser is asked for when a passkey is shown."""
    return _answered(lambda: passkeys.ask_to_show(db.session(), signed_in(), party(), clock.now()))


def show() -> Response:
    """Who shows a passkey is in, or has proven it anew."""
    otherwise = first_after()
    return _let_on(lambda: proving.by_passkey(*_came()), lambda: way_back(request.form.get(WAY, ""), otherwise))


def ask_to_make() -> Response:
    """What the browser is asked for when a passkey is made."""
    return _answered(lambda: passkeys.ask_to_make(db.session(), signed_in(), party(), clock.now()))


def add(way: str) -> Response:
    """Who makes a passkey has it."""
    where = partial(desk, "/factors") if way == MORE else first_page
    return _let_on(lambda: factors.add_passkey(*_came()), where)


def _came() -> tuple[Session, SignIn, Party, str, Times, datetime]:
    """Who sends what, to whom, and when."""
    answer, times = request.form.get("credential", ""), current_app.config["TIMES"]
    return db.session(), signed_in(), party(), answer, times, clock.now()


def _let_on(deed: Callable[[], Began | None], where: Callable[[], str]) -> Response:
    """The address to go on to, with the token of a sign-in that began by the deed."""
    try:
        began = deed()
    except (MayNotAdd, SignInEnded):
        return _out()
    except NotShown:
        return _problem()
    answer: Response = jsonify(to=where())
    if began is None:
        return answer
    g.visitor = NOBODY  # who was here until now is nobody any more
    return cookies.give(answer, began.kind, began.token)


def _out() -> Response:
    if signed_in().stage == FULL:
        return jsonify(to=desk("/factors"))
    g.visitor = NOBODY
    return cookies.take(jsonify(to=door_again()))


def _answered(options: Callable[[], dict[str, Any]]) -> Response:
    try:
        return jsonify(options())
    except NotShown:
        return _problem()


def _problem() -> Response:
    answer: Response = jsonify(problem=_("That did not work. Try again, or use a code of your app if you have one."))
    answer.status_code = 403
    return answer


def _of_staff(view: Callable[[], Response]) -> Callable[[], Response]:
    """A member who asks for it, with or without a form of ours, learns nothing (S50)."""

    @checks_itself
    def asked() -> Response:
        not_for_members()
        require_own_form()
        return view()

    return asked


def _offer(way: str, allowed: Callable[[Any], Any], options: Callable[..., Any], answer: Callable[..., Any]) -> None:
    name = f"passkey_{way[1:]}"
    staff_door.add_url_rule(f"/passkey{way}/options", f"{name}_options", allowed(_of_staff(options)), methods=["POST"])
    staff_door.add_url_rule(f"/passkey{way}", name, allowed(_of_staff(answer)), methods=["POST"])


for way, allowed in PROOFS.items():
    _offer(way, allowed, ask_to_show, show)
for way, allowed in WAYS.items():
    _offer(way, allowed, ask_to_make, partial(add, way))
