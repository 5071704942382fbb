"""``/second`` after the passphrase, and ``/prove`` before a grave act: the same two ways, a code or a passkey.

Whoever belongs to the staff may prove it, also without a role: their own account asks for it, too.
"""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response

from support.common.accounts import roles
from support.common.accounts.means import counters, source
from support.common.accounts.models import PASSKEY, TOTP
from support.common.accounts.returning.handing_over import WAY, let_in, ticket_in
from support.common.accounts.staff.door import factors, proving
from support.common.accounts.staff.door.proving import SignInEnded, WrongCode
from support.common.accounts.staff.door.trying import TooSoon
from support.common.accounts.staff.door.views.place import behind, desk, out_again, shown, staff_door
from support.common.accounts.visitor import not_for_members, signed_in
from support.common.accounts.wayback import way_back
from support.common.kernel import clock, headers
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.forms import checks_itself, require_own_form
from support.common.kernel.i18n import gettext as _
from support.common.sealing.returning import returned, send_back


@staff_door.get("/second")
@needs("second")
def second() -> str:
    """The form for the six digits, and the button for a passkey."""
    return _page("second")


@staff_door.post("/second")
@needs("second")
def show_code() -> Response:
    """Who shows a code is in."""
    return _answered("/second")


@staff_door.get("/prove")
@needs("account")
def prove() -> str:
    """The same for somebody who is in."""
    not_for_members()
    return _page("prove")


@staff_door.post("/prove")
@needs("account")
@checks_itself  # a member whose form has no stamp must not learn from that answer that there is a form
def prove_with_code() -> Response:
    """For some minutes grave acts are open."""
    not_for_members()
    require_own_form()
    return _answered("/prove")


def first_after() -> str:
    """Where somebody goes on who asked for no page: the desk, or their own account where they hold no role."""
    held = [grant.role for grant in signed_in().account.roles]
    return behind("/") if roles.allowed(held, "desk") else "/account"


def _page(name: str) -> str:
    kinds = {one.kind for one in factors.mine(db.session(), signed_in().account_id)}
    if PASSKEY in kinds:
        headers.allow_passkeys()
    ticket = ticket_in(request.args.get(WAY, ""))
    times = current_app.config["TIMES"]
    return shown(name, back=returned(), app=TOTP in kinds, passkey=PASSKEY in kinds, ticket=ticket, times=times)


def _answered(form: str) -> Response:
    typed, times, otherwise = request.form.get("code", ""), current_app.config["TIMES"], first_after()
    try:
        began = proving.by_code(db.session(), signed_in(), typed, counters(), source(), times, clock.now())
    except WrongCode:
        return _again(form, _("This code does not fit, or it was used before. Wait for the next one and type that."))
    except TooSoon:
        return _again(form, _("There were too many wrong codes. Wait two minutes, then type the code that is shown."))
    except SignInEnded:
        return out_again()
    return let_in(began, way_back(request.form.get(WAY, ""), otherwise))


def _again(form: str, problem: str) -> Response:
    """Back to the form; the digits are not sent back, the ticket is."""
    answer = send_back(desk(form), {}, {"code": problem})
    ticket = ticket_in(request.form.get(WAY, ""))
    if ticket:
        answer.headers["Location"] += f"&{WAY}={ticket}"
    return answer
