"""The door of every view: who comes, what they may enter, and where they are led instead (S45, S50, S57).

Flask-Login is used through its ``request_loader`` only: its own session keeps a hash of address and browser, which
would be equal in both spaces (three-applications.md, trap 4).
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, current_app, g, redirect, request
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadHost, SecurityError
from werkzeug.routing import RequestRedirect

from support.common.accounts import agreements, cookies, sessions, wayback
from support.common.accounts.models import FULL, MEMBER, STAFF, SignIn
from support.common.accounts.visitor import NOBODY, Visitor, present
from support.common.kernel import access, clock, forms
from support.common.kernel.access import Need
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.kernel.i18n import page
from support.common.kernel.logs import log
from support.common.leaving.endings import also_when_leaving

DESK = {"site": "edit", "survivors": "moderate", "prevention": "moderate"}  # the staff's own door


class NoSession(SessionInterface):
    """Flask's own session is not used: nothing is read from a cookie or written to one."""

    def open_session(self, _app: Flask, _request: Any) -> SessionMixin:
        """An empty one."""
        return _Nothing()

    def save_session(self, _app: Flask, _session: SessionMixin, _response: Response) -> None:
        """Nothing is saved."""


class _Nothing(dict[str, Any], SessionMixin):
    accessed = False


def receive(app: Flask) -> None:
    """Find out who comes, before anything else is decided, and close what they may not enter."""
    app.session_interface = NoSession()
    login = LoginManager(app)
    login.session_protection = None
    login.anonymous_user = lambda: NOBODY
    login.request_loader(lambda _request: present())

    @app.before_request
    def identify() -> None:
        visitor = NOBODY if request.endpoint in access.OPEN_ENDPOINTS else present()  # files are the same for everybody
        if visitor.sign_in:
            forms.stamp_for(str(visitor.sign_in.id))

    access.guard(app, _bounce)
    forms.guard(app)
    app.after_request(_keep)
    app.jinja_env.globals |= {
        "visitor": lambda: g.get("visitor", NOBODY),  # never asks the database: error pages show it too
        "desk": lambda: DESK[app.config["PART"]],
    }
    also_when_leaving(app, end_present)


def end_present(response: Response) -> None:
    """End the sign-ins of this browser on the server, and take the cookies; a failure stops nobody (S4)."""
    cookies.take(response)
    db.session.rollback()
    g.visitor = NOBODY
    try:
        tokens = [request.cookies.get(cookies.name_of(kind)) for kind in (MEMBER, STAFF)]
        if any(tokens):
            sessions.forget(db.session(), filter(None, tokens))
            db.session.commit()
    except (SQLAlchemyError, *DRIVER_ERRORS):
        db.session.rollback()
        log.error("sign-in not ended", exc_info=True)


def turned_away(permission: str) -> Response | None:
    """What the present visitor gets who may not enter; None for who may. May abort with 404 or 503.

    For views that are open to everybody so that what was typed is not lost on the way to the door: they ask here
    themselves (DESIGN section 6).
    """
    return _bounce(Need(permission))


def _bounce(need: Need | None) -> Response | None:
    """What somebody gets who may not enter; None for who may.

    In a space nobody without a sign-in learns which addresses exist: all lead to the door (DESIGN section 2). With a
    sign-in, what is not for you answers like what is not there (S57).
    """
    visitor = present()
    if need is None and (current_app.config["PART"] == "site" or not _hidden_address()):
        return None
    if g.get("database_gone"):
        abort(503)
    if visitor.sign_in is None:
        return _to_the_door()
    if need is None:
        return None if visitor.may("desk") or not _behind_the_desk() else abort(404)
    if not visitor.may(need.permission):
        return _to_the_next_step(visitor) or abort(404)
    if need.permission == "space" and agreements.outstanding(visitor.sign_in.account, clock.now().date()):
        return _go("/agreements")
    if need.fresh and not visitor.proven(clock.now()):
        return _go(f"/{DESK[current_app.config['PART']]}/prove", back=True)
    return None


def _hidden_address() -> bool:
    problem = request.routing_exception
    return problem is not None and not isinstance(problem, BadHost | SecurityError | RequestRedirect)


def _behind_the_desk() -> bool:
    """A wrong method would tell a member that there is such an address."""
    return request.path.split("/")[2:3] == [DESK[current_app.config["PART"]]]


def _to_the_door() -> Response:
    """The staff's own door for what stands below their desk, or would stand there: a bookmark of theirs leads back."""
    part = current_app.config["PART"]
    return _go(f"/{DESK[part]}/sign-in" if part == "site" or _behind_the_desk() else "/sign-in", back=True)


def _to_the_next_step(visitor: Visitor) -> Response | None:
    """Somebody half-way through a sign-in is led on, not turned away."""
    stage = visitor.sign_in.stage if visitor.sign_in else FULL
    desk = f"/{DESK[current_app.config['PART']]}"
    steps: dict[str, str] = {"second": f"{desk}/second", "enrol": f"{desk}/enrol", "recover": "/recover/words"}
    return _go(steps[stage]) if stage in steps else None


def _go(path: str, *, back: bool = False) -> Response:
    ticket = wayback.ticket() if back and request.method == "GET" else ""
    address = page(path) + (f"?w={ticket}" if ticket else "")
    return redirect(address, 303)  # type: ignore[return-value]  # Flask's own class, as configured


def _keep(response: Response) -> Response:
    """Move the idle limit of whoever is here; after a form, see that Back shows nothing of before."""
    visitor = g.get("visitor", NOBODY)
    if visitor.sign_in is None or g.get("database_gone"):
        return response
    response.vary.add("Cookie")
    try:
        if sessions.renew(db.session(), visitor.sign_in, current_app.config["TIMES"], clock.now()):
            db.session.commit()
        if request.method == "POST" and response.status_code == 303:
            _give_again(response, visitor.sign_in)
    except (SQLAlchemyError, *DRIVER_ERRORS):
        db.session.rollback()
        log.error("sign-in not renewed", exc_info=True)
    return response


def _give_again(response: Response, sign_in: SignIn) -> None:
    """The same cookie once more, where the answer gives and takes none and the sign-in still stands.

    A browser that gets a cookie lets go of the pages that it keeps for Back: a secret that was shown once is not shown
    by it again (S12, S42).
    """
    kind = sign_in.account.kind
    names = [cookies.name_of(one) for one in (MEMBER, STAFF)]
    if any(line.startswith(f"{name}=") for line in response.headers.getlist("Set-Cookie") for name in names):
        return
    token = request.cookies.get(cookies.name_of(kind), "")
    if sessions.stands(db.session(), sign_in.id, token):
        cookies.give(response, kind, token)
    db.session.rollback()
