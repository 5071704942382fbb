"""``/sign-in``: for members, on a device that others use too or on one's own (S41, S44; S47, decision D2)."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request
from werkzeug.wrappers import Response

from support.common.accounts.models import MEMBER
from support.common.accounts.passphrases.hashing import Busy
from support.common.accounts.returning.handing_over import WAY, let_in, ticket_in, tried
from support.common.accounts.returning.service import Refused, Suspended
from support.common.accounts.wayback import way_back
from support.common.kernel.access import anyone
from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import page
from support.common.sealing.returning import returned, send_back

signing_in = Blueprint("signing_in", __name__)

SHARED, OWN = "/sign-in", "/sign-in/own-device"
PAUSED = "paused"  # travels sealed: the page that says so cannot be opened by an address that somebody made up


@signing_in.get("/<tag:tag>/sign-in")
@anyone
def sign_in() -> str:
    """The form for a device that others may use."""
    return _shown(own=False)


@signing_in.get("/<tag:tag>/sign-in/own-device")
@anyone
def sign_in_on_own_device() -> str:
    """The same form, for a browser that may remember: who comes here says that the device is theirs alone."""
    return _shown(own=True)


@signing_in.post("/<tag:tag>/sign-in")
@anyone
def let_in_member() -> Response:
    """What was typed on the first of the two pages."""
    return _answered(SHARED)


@signing_in.post("/<tag:tag>/sign-in/own-device")
@anyone
def let_in_member_on_own_device() -> Response:
    """What was typed on the second."""
    return _answered(OWN)


def _shown(own: bool) -> str:
    back = returned()
    if back.value(PAUSED):
        return render_template("accounts/returning/paused.html")
    ticket = ticket_in(request.args.get(WAY, ""))
    times = current_app.config["TIMES"]
    return render_template("accounts/returning/sign_in.html", back=back, own=own, ticket=ticket, times=times)


def _answered(form: str) -> Response:
    try:
        began = tried(MEMBER, own_device=form == OWN)
    except Suspended:
        return send_back(page(form), {PAUSED: "yes"})
    except Refused:
        return _again(form, _("The name and the passphrase do not fit together. Please check both and try again."))
    except Busy:
        busy = _("Many people are signing in. Wait a few seconds and press the button again; your name is still here.")
        return _again(form, busy)
    return let_in(began, way_back(request.form.get(WAY, ""), "/account"))


def _again(form: str, problem: str) -> Response:
    """Back to the form with the name, never with the passphrase; the ticket goes along beside what is sealed."""
    answer = send_back(page(form), {"name": request.form.get("name", "")}, {"passphrase": problem})
    ticket = ticket_in(request.form.get(WAY, ""))
    if ticket:
        answer.headers["Location"] += f"&{WAY}={ticket}"
    return answer
