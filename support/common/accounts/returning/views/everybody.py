"""``/recover``, ``/sign-out`` and ``/agreements``: the way back for every account, and the way out (S42, S45)."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from support.common.accounts import agreements, cookies
from support.common.accounts.entering import DESK
from support.common.accounts.joining import words as words_of
from support.common.accounts.means import counters, hasher, source
from support.common.accounts.models import ENROL, FULL
from support.common.accounts.passphrases.hashing import Busy
from support.common.accounts.returning import recovering as deeds
from support.common.accounts.returning import service
from support.common.accounts.returning.handing_over import came_along, gone_on, let_in
from support.common.accounts.returning.recovering import NothingWaits, NotTheWords
from support.common.accounts.returning.service import Began, NotAgreed, Refused, Suspended
from support.common.accounts.throttling import limits
from support.common.accounts.throttling.limits import Pace
from support.common.accounts.visitor import signed_in
from support.common.kernel import clock
from support.common.kernel.access import anyone, needs
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import page
from support.common.kernel.logs import log
from support.common.sealing.returning import returned, send_back

recovering = Blueprint("recovering", __name__)

PAUSED = "paused"


@recovering.get("/<tag:tag>/recover")
@anyone
def recover() -> str:
    """The form for a name and a code."""
    back = returned()
    if back.value(PAUSED):
        return render_template("accounts/returning/paused.html")
    return _page("recover", back=back, door=_door())


@recovering.post("/<tag:tag>/recover")
@anyone
def use_code() -> Response:
    """One code, once."""
    try:
        return let_in(_tried(), page("/recover/words"))
    except Suspended:
        return send_back(page("/recover"), {PAUSED: "yes"})
    except Refused:
        problem = _("The name and the code do not fit together, or the code was used before. Each code works once.")
    except Busy:
        problem = _("Many people are signing in. Wait a few seconds, type the code again and press the button.")
    return send_back(page("/recover"), {"name": request.form.get("name", "")}, {"code": problem})


@recovering.get("/<tag:tag>/recover/words")
@needs("recover")
def words() -> str | Response:
    """The new words, for as long as they wait."""
    try:
        return _page("words", new=deeds.new_words(db.session(), signed_in(), clock.now()), back=returned())
    except NothingWaits:
        return _nothing_waits()


@recovering.post("/<tag:tag>/recover/words")
@needs("recover")
def other_words() -> Response:
    """Whoever was given a word that hurts is given seven others."""
    now, times = clock.now(), current_app.config["TIMES"]
    limits.must_not_exceed(counters(), "name", source(), now)
    try:
        deeds.make_words(db.session(), signed_in(), hasher(), times=times, now=now)
    except NothingWaits:
        return _nothing_waits()
    except Busy:
        problem = _("Many people are signing in. These words still wait for you. Wait a few seconds and press again.")
        return send_back(page("/recover/words"), {}, {"passphrase": problem})
    return redirect(page("/recover/words"), 303)


@recovering.get("/<tag:tag>/recover/check")
@needs("recover")
def check() -> str | Response:
    """The form that asks for the new words."""
    return _page("check", back=returned())


@recovering.post("/<tag:tag>/recover/check")
@needs("recover")
def confirm() -> Response:
    """From here on the new words count."""
    typed, times = request.form.get("passphrase", ""), current_app.config["TIMES"]
    try:
        began = deeds.confirm(db.session(), signed_in(), typed, times, clock.now())
    except NothingWaits:
        return _nothing_waits()
    except NotTheWords:
        problem = _("This is not your new passphrase. Look at it once more, then type it here.")
        return send_back(page("/recover/check"), {}, {"passphrase": problem})
    return let_in(began, page(_after(began)))


@recovering.post("/<tag:tag>/sign-out")
@anyone
def sign_out() -> Response:
    """The same answer with and without a sign-in. The browser is not kept waiting where the database is gone (S4)."""
    try:
        service.sign_out(db.session(), came_along())
    except (SQLAlchemyError, *DRIVER_ERRORS):
        db.session.rollback()
        log.error("sign-in not ended", exc_info=True)
    response = gone_on(page("/"))
    # "cookies" must not stand here: it would wipe the marker of somebody who leaves at the same time (finding 1)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return cookies.take(response)


@recovering.get("/<tag:tag>/agreements")
@needs("account")
def agreeing() -> str:
    """What this person has not agreed to yet, and what they have."""
    account, today = signed_in().account, clock.now().date()
    waiting = agreements.outstanding(account, today)
    dates = {one.agreement: one.accepted_on for one in account.acceptances}
    holding = [(words_of.heading(one.key), one, dates[one.key]) for one in agreements.required() if one not in waiting]
    return _page("agreements", back=returned(), waiting=waiting, holding=holding, words_of=words_of)


@recovering.post("/<tag:tag>/agreements")
@needs("account")
def agree() -> Response:
    """All of it, or nothing: the boxes carry the version that was shown."""
    shown = {one.key: request.form.get(f"agree-{one.key}", "") for one in agreements.required()}
    try:
        service.agree(db.session(), signed_in().account_id, shown, clock.now())
    except NotAgreed as error:
        ticked = {f"agree-{key}": version for key, version in shown.items() if version}
        problems = {f"agree-{key}": words_of.not_agreed(key) for key in error.missing}
        return send_back(page("/agreements"), ticked, problems)
    return gone_on(page("/account"))


def _tried() -> Began:
    now, here = clock.now(), source()
    pace = limits.pace(counters(), "recover", here, now)
    began = deeds.use_code(
        db.session(),
        request.form.get("name", ""),
        request.form.get("code", ""),
        hasher(),
        brought=came_along(),
        hurried=pace is Pace.HURRIED,
        times=current_app.config["TIMES"],
        now=now,
    )
    limits.succeeded(counters(), "recover", here, now)
    return began


def _nothing_waits() -> Response:
    problem = _("This passphrase waits no longer. If you have typed it already, sign in with it. If not, use a code.")
    return send_back(page("/recover"), {}, {"code": problem})


def _after(began: Began) -> str:
    """A member is in; the staff's second factor is asked for, or added first."""
    if began.stage == FULL:
        return "/account"
    return f"/{_desk()}/{'enrol' if began.stage == ENROL else 'second'}"


def _desk() -> str:
    return DESK[current_app.config["PART"]]


def _door() -> str:
    return f"/{_desk()}/sign-in" if current_app.config["PART"] == "site" else "/sign-in"


def _page(name: str, **values: object) -> str:
    return render_template(f"accounts/returning/{name}.html", times=current_app.config["TIMES"], **values)
