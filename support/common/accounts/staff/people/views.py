"""``/people`` and ``/log`` at the staff's door: who belongs to the staff, what waits for a second person (S54 to S56).

The blueprint is registered with the language and the name of the door in front.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from math import ceil
from typing import Any

from flask import Blueprint, current_app, render_template, request
from werkzeug.wrappers import Response

from support.common.accounts import wayback
from support.common.accounts.entering import DESK
from support.common.accounts.roles import ROLES_OF_PART
from support.common.accounts.staff.people import deeds, invitations, proposals, queries, service, words
from support.common.accounts.staff.people.caps import TooMany
from support.common.accounts.staff.people.service import NotPossible, NotThere
from support.common.accounts.visitor import present, signed_in
from support.common.kernel import clock
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import ngettext, page
from support.common.sealing.returning import returned, send_back

people = Blueprint("people", __name__)

VERIFYING = "flask … audit verify"
BETWEEN = ":"  # between an act and its role, in the one field that says what is proposed


@people.get("/people")
@needs("people.see")
def overview() -> str:
    """Everybody on the staff, what waits, and the forms. Links of invitations are shown after a fresh proof only."""
    me, now, back, session = signed_in().account_id, clock.now(), returned(), db.session()
    proven = present().proven(now)
    return render_template(
        "accounts/staff/people/people.html",
        back=back,
        done=words.done(back.value("done")),
        words=words,
        me=me,
        here=page(_path()),
        colleagues=queries.colleagues(session),
        waiting=queries.waiting(session, me, now),
        ready=invitations.ready(session, me, now),
        links=invitations.open_links(session, now),
        proof="" if proven else f"{page(_desk('/prove'))}?w={wayback.ticket()}",
        address_of=_address,
        acts=_acts(),
        roles=ROLES_OF_PART[current_app.config["PART"]],
        times=current_app.config["TIMES"],
    )


@people.post("/people/propose")
@needs("people.propose", fresh=True)
def propose() -> Response:
    """One act, named together with its role; about a colleague, except for an invitation."""
    act, _between, role = request.form.get("what", "").partition(BETWEEN)
    about = None if act == deeds.INVITE else _id_in("about")
    form = "role" if act == deeds.INVITE else "what"
    typed = {form: request.form.get("what", ""), "about": request.form.get("about", "")}

    def deed(now: datetime) -> str:
        proposals.propose(db.session(), act, signed_in().account_id, role, about, **_setting(), now=now)
        return "proposed"

    return _answered(deed, form, typed)


@people.post("/people/confirm")
@needs("people.confirm", fresh=True)
def confirm() -> Response:
    """The second person's word."""

    def deed(now: datetime) -> str:
        done = proposals.confirm(db.session(), _id_in("proposal"), signed_in().account_id, **_setting(), now=now)
        return "invited" if done.act == deeds.INVITE else "confirmed"

    return _answered(deed, "waiting")


@people.post("/people/withdraw")
@needs("people.propose", fresh=True)
def withdraw() -> Response:
    """Whoever proposed it takes it back."""

    def deed(now: datetime) -> str:
        proposals.withdraw(db.session(), _id_in("proposal"), signed_in().account_id, now)
        return "withdrawn"

    return _answered(deed, "waiting")


@people.post("/people/suspend")
@needs("people.suspend", fresh=True)
def suspend() -> Response:
    """At once, and by one person: what is stopped can be looked at in peace afterwards."""

    def deed(now: datetime) -> str:
        service.suspend(db.session(), _id_in("whom"), by=signed_in().account_id, now=now)
        return "suspended"

    return _answered(deed, "whom", {"whom": request.form.get("whom", "")})


@people.post("/people/passed-on")
@needs("people.propose", fresh=True)
def passed_on() -> Response:
    """The link has reached whom it is for."""

    def deed(now: datetime) -> str:
        times = current_app.config["TIMES"]
        invitations.passed_on(db.session(), signed_in().account_id, _id_in("invitation"), times, now)
        return "passed_on"

    return _answered(deed, "ready")


@people.post("/people/end-link")
@needs("people.propose", fresh=True)
def end_link() -> Response:
    """A link that nobody has joined by yet, whoever has it."""

    def deed(now: datetime) -> str:
        invitations.end(db.session(), _id_in("invitation"), signed_in().account_id, now)
        return "link_ended"

    return _answered(deed, "links")


@people.get("/log")
@needs("audit.read")
def log() -> str:
    """The newest entries, in words. Whether the chain is whole is asked on the command line: it takes its time."""
    entries = queries.newest(db.session())
    known = {"words": words, "most": queries.NEWEST, "command": VERIFYING}
    return render_template("accounts/staff/people/log.html", entries=entries, **known)


def _answered(deed: Callable[[datetime], str], form: str, typed: dict[str, str] | None = None) -> Response:
    """Do it, and go back to the page with what came of it; ``form``: the id of the place that a problem belongs to."""
    now = clock.now()
    try:
        return send_back(page(_path()), {"done": deed(now)})
    except NotPossible as error:
        problem = words.problem(error.reason)
    except TooMany as error:
        problem = _too_many(ceil((error.until - now).total_seconds() / 60))
    return send_back(page(_path()), typed or {}, {form: problem})


def _too_many(minutes: int) -> str:
    return ngettext(
        "You did as much as one person may do in an hour. You can go on in %(num)s minute. If that was not you, ask a "
        "colleague to suspend your account now.",
        "You did as much as one person may do in an hour. You can go on in %(num)s minutes. If that was not you, ask a "
        "colleague to suspend your account now.",
        minutes,
    )


def _id_in(field: str) -> uuid.UUID:
    """The id in a form's field. What is none is answered like one that is nobody's."""
    try:
        return uuid.UUID(request.form.get(field, ""))
    except ValueError as error:
        raise NotThere from error


def _acts() -> list[tuple[str, str]]:
    """What can be proposed about a colleague: values of the field and their words."""
    plain = (deeds.LIFT_SUSPENSION, deeds.NEW_FACTOR, deeds.REMOVE)
    with_role = ((act, role) for act in (deeds.GRANT, deeds.WITHDRAW_ROLE) for role in ROLES_OF_PART[_part()])
    roles = [(act + BETWEEN + role, words.act(act, role)) for act, role in with_role]
    return [*roles, *((act, words.act(act)) for act in plain)]


def _address(token: str) -> str:
    """The whole address of an invitation, as it is passed on."""
    own = current_app.config["OWN_URL"].rstrip("/")
    path = page(_desk("/invited")).removeprefix(request.script_root)
    base = own if current_app.config["PRODUCTION"] else request.host_url.rstrip("/") + request.script_root
    return f"{base}{path}?i={token}"


def _setting() -> dict[str, Any]:
    return {"part": _part(), "times": current_app.config["TIMES"]}


def _part() -> str:
    return str(current_app.config["PART"])


def _desk(path: str) -> str:
    return f"/{DESK[_part()]}{path}"


def _path() -> str:
    return _desk("/people")
