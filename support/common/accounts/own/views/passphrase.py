"""``/account/passphrase`` and its steps: the present one, the new words, typing them once (safety.md S38, S39, S47)."""

from __future__ import annotations

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from support.common.accounts import cookies
from support.common.accounts.means import hasher
from support.common.accounts.own import changing
from support.common.accounts.own.views.overview import own, shown
from support.common.accounts.own.views.proving import Answer, hurried, must_not_exceed, right, staff_prove_it
from support.common.accounts.own.words import problem
from support.common.accounts.passphrases import strength
from support.common.accounts.passphrases.hashing import Busy
from support.common.accounts.passphrases.words import words as weakness_words
from support.common.accounts.returning.recovering import NothingWaits, NotTheWords
from support.common.accounts.returning.service import Refused
from support.common.accounts.visitor import signed_in
from support.common.kernel import clock
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.returning import returned, send_back

FIRST, WORDS = "/account/passphrase", "/account/passphrase/words"
OWN_WORDS, CHECK = "/account/passphrase/own-words", "/account/passphrase/check"


@own.get(f"/<tag:tag>{FIRST}")
@needs("account")
@staff_prove_it
def passphrase() -> str:
    """The field for the present passphrase."""
    return shown("passphrase", back=returned())


@own.post(f"/<tag:tag>{FIRST}")
@needs("account")
@staff_prove_it
def begin() -> Answer:
    """Who knows the present passphrase is given new words."""
    typed, times, now = request.form.get("passphrase", ""), current_app.config["TIMES"], clock.now()
    must_not_exceed()
    try:
        changing.begin(db.session(), signed_in(), typed, hasher(), hurried=False, times=times, now=now)
    except Refused:
        return _again(FIRST, problem("wrong"))
    except Busy:
        return _again(FIRST, problem("busy"))
    return redirect(page(WORDS), 303)


@own.get(f"/<tag:tag>{WORDS}")
@needs("account")
@staff_prove_it
def words() -> Answer:
    """The new words, for as long as they wait."""
    try:
        return shown("words", new=changing.waiting(db.session(), signed_in(), clock.now()), back=returned())
    except NothingWaits:
        return _gone()


@own.post(f"/<tag:tag>{WORDS}")
@needs("account")
@staff_prove_it
def answer_words() -> Answer:
    """Words of their own; or seven others, as often as somebody looks through names."""
    if "make" not in request.form:
        return redirect(page(OWN_WORDS), 303)
    must_not_exceed("name")
    return _chosen("", WORDS, otherwise=WORDS)


@own.get(f"/<tag:tag>{OWN_WORDS}")
@needs("account")
@staff_prove_it
def own_words() -> Answer:
    """The field for a passphrase of their own."""
    return _if_it_waits("own_words")


@own.post(f"/<tag:tag>{OWN_WORDS}")
@needs("account")
@staff_prove_it
def answer_own_words() -> Answer:
    """Weighed, hashed, and not kept (safety.md S47). Weighing costs time, so it is counted before it is done."""
    try:
        changing.waiting(db.session(), signed_in(), clock.now())
    except NothingWaits:
        return _gone()
    must_not_exceed()
    typed = request.form.get("passphrase", "")
    weakness = strength.weakness(typed, signed_in().account.name)
    if weakness:
        return _again(OWN_WORDS, weakness_words(weakness))
    return _chosen(typed, CHECK, otherwise=OWN_WORDS)


@own.get(f"/<tag:tag>{CHECK}")
@needs("account")
@staff_prove_it
def check() -> Answer:
    """The field for the new words."""
    return _if_it_waits("check")


@own.post(f"/<tag:tag>{CHECK}")
@needs("account")
@staff_prove_it
def confirm() -> Answer:
    """From here on the new words count, and this is the only browser that is signed in: with a new token (S45)."""
    me, typed = signed_in(), request.form.get("passphrase", "")
    try:
        token = changing.confirm(db.session(), me, typed, hasher(), hurried=hurried(), now=clock.now())
    except NothingWaits:
        return _gone()
    except NotTheWords:
        return _again(CHECK, problem("other_words"))
    except Busy:
        return _again(CHECK, problem("busy"))
    right()
    answer = current_app.make_response(send_back(page("/account"), {"changed": "passphrase"}))
    return cookies.give(answer, me.account.kind, token)


def _chosen(words: str, then: str, *, otherwise: str) -> Answer:
    """Lay these words ready (empty: seven new ones) and go on, or back to ``otherwise`` where the machine is busy."""
    times, now = current_app.config["TIMES"], clock.now()
    try:
        changing.choose(db.session(), signed_in(), words, hasher(), times=times, now=now)
    except NothingWaits:
        return _gone()
    except Busy:
        return _again(otherwise, problem("busy"))
    return redirect(page(then), 303)


def _if_it_waits(name: str) -> Answer:
    try:
        new = changing.waiting(db.session(), signed_in(), clock.now())
    except NothingWaits:
        return _gone()
    return shown(name, new=new, back=returned())


def _gone() -> Response:
    return _again(FIRST, problem("gone"))


def _again(path: str, sentence: str) -> Response:
    """Back to a form. What was typed into it is a secret and does not come along."""
    return send_back(page(path), {}, {"passphrase": sentence})
