"""``/join/words`` and what follows, for members and staff: seven words, or own ones; typing them once; the account.

Here somebody has a name and a cookie, and an hour (safety.md S38, S39, S47).
"""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from support.common.accounts import cookies
from support.common.accounts.entering import DESK
from support.common.accounts.joining import service, words
from support.common.accounts.joining.agreed import versions
from support.common.accounts.joining.completing import finish
from support.common.accounts.joining.service import BEFORE_INVITATION, NameTaken, Over, Unfinished
from support.common.accounts.means import counters, hasher, source
from support.common.accounts.models import MEMBER, STAFF
from support.common.accounts.passphrases import strength
from support.common.accounts.passphrases.making import as_digits
from support.common.accounts.passphrases.typed import canonical
from support.common.accounts.passphrases.words import words as weakness_words
from support.common.accounts.returning.handing_over import came_along
from support.common.accounts.throttling.limits import Pace, must_not_exceed, pace, succeeded
from support.common.accounts.visitor import present
from support.common.kernel import clock
from support.common.kernel.access import anyone
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.returning import returned, send_back

finishing = Blueprint("finishing", __name__)

Answer = Response | str | tuple[str, int]


@finishing.get("/<tag:tag>/join/words")
@anyone
def seven_words() -> Answer:
    """The words may be looked at again for as long as they wait to be typed; then they are nowhere any more."""
    mine = _mine()[1]
    try:
        phrase = service.words_of(mine) if mine else None
    except Over:
        mine = None
    if mine is None:
        return _over()
    digits = as_digits(phrase.split()) if phrase else ""
    return _shown("words", mine=mine, phrase=phrase, digits=digits, times=current_app.config["TIMES"])


@finishing.post("/<tag:tag>/join/words")
@anyone
def answer_seven_words() -> Answer:
    """On to typing them; or words of their own; or seven others, as often as somebody looks through names."""
    mine, now = _mine()[1], clock.now()
    if mine is None:
        return _over()
    service.say_whose_device(db.session(), mine, request.form.get("own_device") == "yes", now)
    if "make" in request.form:
        must_not_exceed(counters(), "name", source(), now)
        service.make_words(db.session(), mine, now)
        return redirect(page("/join/words"), 303)
    return redirect(page("/join/own-words" if "own" in request.form else "/join/check"), 303)


@finishing.get("/<tag:tag>/join/own-words")
@anyone
def own_words() -> Answer:
    """The field for a passphrase of their own."""
    mine = _mine()[1]
    return _shown("own_words", mine=mine, back=returned(), most=strength.LONGEST) if mine else _over()


@finishing.post("/<tag:tag>/join/own-words")
@anyone
def answer_own_words() -> Answer:
    """Weighed, hashed, and not kept (safety.md S47)."""
    mine, now, typed = _mine()[1], clock.now(), request.form.get("passphrase", "")
    if mine is None:
        return _over()
    must_not_exceed(counters(), "sign-in", source(), now)
    weakness = strength.weakness(typed, mine.name)
    if weakness:
        return send_back(page("/join/own-words"), {}, {"passphrase": weakness_words(weakness)})
    service.take_own_words(db.session(), mine, typed, now)
    return redirect(page("/join/check"), 303)


@finishing.get("/<tag:tag>/join/check")
@anyone
def check() -> Answer:
    """The field to type the words into, once."""
    mine = _mine()[1]
    return _shown("check", mine=mine, back=returned()) if mine else _over()


@finishing.post("/<tag:tag>/join/check")
@anyone
def answer_check() -> Answer:
    """Who has typed the words has them: from here on there is an account, and a new token for it (S39, S45)."""
    token, mine = _mine()
    if mine is None:
        return _over()
    typed, now = request.form.get("passphrase", ""), clock.now()
    if not typed.strip():
        return send_back(page("/join/check"), {}, {"passphrase": words.problem("no_words")})
    hurried = pace(counters(), "sign-in", source(), now) is Pace.HURRIED
    if not hasher().matches(mine.passphrase_hash, canonical(typed), hurried=hurried):
        return send_back(page("/join/check"), {}, {"passphrase": words.problem("other_words")})
    succeeded(counters(), "sign-in", source(), now)
    return _finish(mine, token)


@finishing.post("/<tag:tag>/join/stop")
@anyone
def stop() -> Response:
    """Not now: what was begun is forgotten, and the name is free again. A sign-in beside it stays as it is."""
    mine = _mine()[1]
    answer = make_response(redirect(page("/"), 303))
    if mine is None:
        return answer
    service.stop(db.session(), mine)
    return cookies.take(answer, mine.kind)


def _finish(mine: Unfinished, token: str) -> Answer:
    try:
        times, now = current_app.config["TIMES"], clock.now()
        joined = finish(db.session(), mine, token, times, now, brought=came_along())
    except NameTaken:
        return _name_lost(mine, token)
    except Over:
        return _over() if mine.kind == STAFF else redirect(page("/join/words"), 303)
    where = "/account/codes" if joined.kind == MEMBER else f"/{DESK[current_app.config['PART']]}/enrol"
    return cookies.give(make_response(redirect(page(where), 303)), joined.kind, joined.token)


def _name_lost(mine: Unfinished, token: str) -> Response:
    """Somebody was given the name although it was reserved: made at the server, say. Another name, and new words."""
    problem = {"name": words.problem("meanwhile")}
    if mine.kind == STAFF:
        return send_back(page(invited_path()), {"i": token.partition(BEFORE_INVITATION)[2]}, problem)
    return send_back(page("/join/name"), {"adult": "yes", "agreed": " ".join(versions())}, problem)


def _mine() -> tuple[str, Unfinished | None]:
    """The token of this browser, and whose joining it is."""
    for kind in (STAFF, MEMBER):
        token = request.cookies.get(cookies.name_of(kind), "")
        found = service.find(db.session(), token, clock.now()) if token else None
        if found and found.kind == kind:
            return token, found
    return "", None


def _over() -> Answer:
    """There is nothing to finish in this browser: joined already, never begun, or the hour is over."""
    if present().is_authenticated:
        return redirect(page("/account"), 303)
    if current_app.config["PART"] == "site" or cookies.name_of(STAFF) in request.cookies:
        return gone()
    return to_the_beginning("over" if cookies.name_of(MEMBER) in request.cookies else "begin")


def gone() -> tuple[str, int]:
    """The one answer to a link of an invitation that opens nothing, whatever the reason."""
    return render_template("accounts/joining/gone.html"), 404


def to_the_beginning(problem: str) -> Response:
    """Back to the first question, with a kind sentence: a code of ``words.problem``."""
    return send_back(page("/join"), {}, {"adult": words.problem(problem)})


def invited_path() -> str:
    """Where invited people begin in this application."""
    return f"/{DESK[current_app.config['PART']]}/invited"


def _shown(name: str, **values: object) -> str:
    return render_template(f"accounts/joining/{name}.html", **values)
