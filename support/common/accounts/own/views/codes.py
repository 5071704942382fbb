"""``/account/codes``: the recovery codes, shown until the person says that they have them; ten new ones (S42)."""

from __future__ import annotations

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from support.common.accounts.means import hasher
from support.common.accounts.own import service
from support.common.accounts.own.views.overview import FEW_CODES, own, shown
from support.common.accounts.own.views.proving import Answer, must_not_exceed, staff_prove_it
from support.common.accounts.own.words import problem
from support.common.accounts.passphrases.hashing import Busy
from support.common.accounts.returning.service import Refused
from support.common.accounts.visitor import signed_in
from support.common.kernel import clock
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.returning import returned, send_back


@own.get("/<tag:tag>/account/codes")
@needs("account")
@staff_prove_it
def codes() -> str:
    """The codes that wait to be written down; else how many are left, and the form for new ones."""
    account_id = signed_in().account_id
    waiting = service.waiting_codes(db.session(), account_id, clock.now())
    if waiting:
        return shown("codes_shown", waiting=waiting)
    left = service.codes_left(db.session(), account_id)
    return shown("codes", left=left, few=left <= FEW_CODES, back=returned())


@own.post("/<tag:tag>/account/codes")
@needs("account")
@staff_prove_it
def answer_codes() -> Answer:
    """``seen``: which codes the person has. Without it the present passphrase, for new codes.

    A try is not given back here, and over the limit nothing is tried: each makes ten hashes more.
    """
    if "seen" in request.form:
        service.has_codes(db.session(), signed_in().account_id, request.form["seen"], clock.now())
        return send_back(page("/account"), {"changed": "codes"})
    try:
        _make()
    except Refused:
        return _again("wrong")
    except Busy:
        return _again("busy")
    return redirect(page("/account/codes"), 303)


def _make() -> None:
    must_not_exceed()
    service.make_new_codes(
        db.session(),
        signed_in().account_id,
        request.form.get("passphrase", ""),
        hasher(),
        hurried=False,
        times=current_app.config["TIMES"],
        now=clock.now(),
    )


def _again(code: str) -> Response:
    return send_back(page("/account/codes"), {}, {"passphrase": problem(code)})
