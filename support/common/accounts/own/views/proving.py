"""What is proven before a secret of the account changes (safety.md S45, S46, S56).

A member types the present passphrase: they have nothing else, and a sign-in of theirs could not be proven anew. The
staff show their second factor as well, also for a page that shows a secret.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import current_app, redirect
from werkzeug.wrappers import Response

from support.common.accounts import wayback
from support.common.accounts.entering import DESK
from support.common.accounts.means import counters, source
from support.common.accounts.models import STAFF
from support.common.accounts.throttling import limits
from support.common.accounts.throttling.limits import Action, Pace
from support.common.accounts.visitor import present, signed_in
from support.common.kernel import clock
from support.common.kernel.i18n import page

Answer = Response | str
View = Callable[[], Answer]


def staff_prove_it(view: View) -> View:
    """Lead a member of the staff to their second factor first, where they have not shown it in the last minutes.

    The way back is kept for forms, too: the page of a form stands at the form's own address.
    """

    @wraps(view)
    def proven() -> Answer:
        if signed_in().account.kind != STAFF or present().proven(clock.now()):
            return view()
        ticket = wayback.ticket()
        where = page(f"/{DESK[current_app.config['PART']]}/prove")
        return redirect(f"{where}?w={ticket}" if ticket else where, 303)

    return proven


def hurried() -> bool:
    """Count one try to type a passphrase, and say whether it has to take the slow lane."""
    return limits.pace(counters(), "sign-in", source(), clock.now()) is Pace.HURRIED


def right() -> None:
    """Give the try back: the passphrase was the right one."""
    limits.succeeded(counters(), "sign-in", source(), clock.now())


def must_not_exceed(action: Action = "sign-in") -> None:
    """Count one try to make something new. Raises :class:`limits.TooMany`."""
    limits.must_not_exceed(counters(), action, source(), clock.now())
