"""``/sign-in`` and the desk's first page."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response

from support.common.accounts.models import SECOND, STAFF
from support.common.accounts.passphrases.hashing import Busy
from support.common.accounts.returning.handing_over import WAY, let_in, ticket_in, tried
from support.common.accounts.returning.service import Refused, Suspended
from support.common.accounts.staff.door.views.place import desk, shown, staff_door
from support.common.accounts.visitor import not_for_members
from support.common.kernel.access import anyone, needs
from support.common.kernel.forms import checks_itself, require_own_form
from support.common.kernel.i18n import gettext as _
from support.common.sealing.returning import returned, send_back

PAUSED = "paused"  # travels sealed: the page that says so cannot be opened by an address that somebody made up


@staff_door.get("/", strict_slashes=False)
@needs("desk")
def home() -> str:
    """What the staff begin with."""
    return shown("home")


@staff_door.get("/sign-in")
@anyone
def sign_in() -> str:
    """The form for name and passphrase."""
    not_for_members()
    back = returned()
    return shown(
        PAUSED if back.value(PAUSED) else "sign_in",
        back=back,
        ticket=ticket_in(request.args.get(WAY, "")),
        times=current_app.config["TIMES"],
    )


@staff_door.post("/sign-in")
@anyone
@checks_itself  # a member whose form has no stamp must not learn from that answer that there is a form
def let_in_staff() -> Response:
    """Who has the passphrase is asked for the second factor, or to add one."""
    not_for_members()
    require_own_form()
    try:
        began = tried(STAFF)
    except Suspended:
        return send_back(desk("/sign-in"), {PAUSED: "yes"})
    except Refused:
        return _again(_("The name and the passphrase do not fit together. Please check both and try again."))
    except Busy:
        return _again(
            _("Many people are signing in. Wait a few seconds and press the button again; your name is still here.")
        )
    ticket = ticket_in(request.form.get(WAY, ""))
    along = f"?{WAY}={ticket}" if ticket else ""
    return let_in(began, desk("/second") + along if began.stage == SECOND else desk("/enrol"))


def _again(problem: str) -> Response:
    """Back to the form with the name, never with the passphrase; the ticket goes along beside what is sealed."""
    answer = send_back(desk("/sign-in"), {"name": request.form.get("name", "")}, {"passphrase": problem})
    ticket = ticket_in(request.form.get(WAY, ""))
    if ticket:
        answer.headers["Location"] += f"&{WAY}={ticket}"
    return answer
