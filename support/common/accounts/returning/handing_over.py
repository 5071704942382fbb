"""What a browser brings to a sign-in and what it gets from it: cookies, and the page to go on to (S45, S63)."""

from __future__ import annotations

import re

from flask import Response, current_app, g, redirect, request

from support.common.accounts import cookies
from support.common.accounts.means import counters, hasher, source
from support.common.accounts.models import MEMBER, STAFF
from support.common.accounts.returning import service
from support.common.accounts.returning.service import Began
from support.common.accounts.throttling import limits
from support.common.accounts.throttling.limits import Pace
from support.common.accounts.visitor import NOBODY
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.tokens import LONGEST_TOKEN

TICKET = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_TOKEN}}}", re.ASCII)
WAY = "w"  # the ticket of the page that asked for a sign-in, in addresses and forms


def came_along() -> list[str]:
    """The tokens in this browser's cookies, of members and staff: a new sign-in begins with none of them."""
    found = (request.cookies.get(cookies.name_of(kind)) for kind in (MEMBER, STAFF))
    return [token for token in found if token]


def tried(kind: str, *, own_device: bool = False) -> Began:
    """Sign in with the name and passphrase of the form: a member, or the staff. Counts the try, and gives it back
    where it succeeds. Raises what :func:`service.sign_in` raises."""
    now, here = clock.now(), source()
    pace = limits.pace(counters(), "sign-in", here, now)
    began = service.sign_in(
        db.session(),
        request.form.get("name", ""),
        request.form.get("passphrase", ""),
        hasher(),
        kind=kind,
        own_device=own_device,
        brought=came_along(),
        hurried=pace is Pace.HURRIED,
        times=current_app.config["TIMES"],
        now=now,
    )
    limits.succeeded(counters(), "sign-in", here, now)
    return began


def let_in(began: Began, address: str) -> Response:
    """Hand the new token over and go to ``address``, a page of ours with its mount; to what is owing, where it is."""
    response = gone_on(page("/agreements") if began.owing else address)
    return cookies.give(response, began.kind, began.token)


def gone_on(address: str) -> Response:
    """Go to a page; who was here until now is nobody any more for the rest of this request."""
    g.visitor = NOBODY
    response: Response = redirect(address, 303)  # type: ignore[assignment]  # Flask's own class, as configured
    return response


def ticket_in(text: str) -> str:
    """A ticket that may go along in an address; empty for what cannot be one. Whether it opens is asked at the end."""
    return text if TICKET.fullmatch(text) else ""
