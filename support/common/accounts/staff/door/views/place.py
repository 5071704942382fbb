"""Where the staff's door stands: its blueprint, its addresses, and the origin that passkeys are bound to."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, render_template, request

from support.common.accounts import cookies, shown_once
from support.common.accounts.entering import DESK
from support.common.accounts.returning.handing_over import gone_on
from support.common.accounts.staff.door.passkeys import Party
from support.common.accounts.visitor import signed_in
from support.common.kernel import clock, forms
from support.common.kernel.db import db
from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import page
from support.common.sealing.returning import send_back

staff_door = Blueprint("staff_door", __name__)

USUAL_PORTS = {"http": 80, "https": 443}


def behind(path: str = "") -> str:
    """A path of the staff's own pages, without language: ``/edit/second``."""
    return f"/{DESK[current_app.config['PART']]}{path}"


def desk(path: str = "") -> str:
    """The address of one of the staff's own pages."""
    return page(behind(path))


def party() -> Party:
    """To whom passkeys are shown here: the configured address; on a machine without one, the host that was asked
    for, which is one of those that are answered (safety.md S62)."""
    config = current_app.config
    own = urlsplit(config["OWN_URL"] if config["PRODUCTION"] else request.host_url)
    host, port = own.hostname or "", own.port
    beside = f":{port}" if port and port != USUAL_PORTS.get(own.scheme) else ""
    label = _("%(site)s desk", site=config["SITE_NAME"])
    return Party(host, f"{own.scheme}://{host}{beside}", config["SITE_NAME"], label)


def shown(name: str, **values: object) -> str:
    """A page of this door."""
    return render_template(f"accounts/staff/door/{name}.html", desk_page=desk, **values)


def first_page() -> str:
    """Where a first full sign-in goes on: to the recovery codes, while they wait to be written down."""
    codes = shown_once.look(db.session(), signed_in().account_id, shown_once.CODES, clock.now())
    db.session.rollback()
    return page("/account/codes") if codes else desk("/")


def door_again() -> str:
    """The address of the first form, with a sentence for somebody whose sign-in ended on the way."""
    forms.stamp_for("")  # what is sealed here must open for somebody who is not signed in
    problem = _("That did not work out, and the sign-in has ended. Please begin again with your name and passphrase.")
    return send_back(desk("/sign-in"), {}, {"passphrase": problem}).headers["Location"]


def out_again() -> Response:
    """Go there; the cookie is taken."""
    return cookies.take(gone_on(door_again()))
