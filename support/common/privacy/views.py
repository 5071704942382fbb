"""``/account/export`` and ``/account/leave``: one's copy, and one's way out, each with the passphrase once more.

The copy is fetched from an address that is sealed for this sign-in and opens for ten minutes at most; it is made when
it is fetched, and stored nowhere (promise 10; safety.md S12, S48).
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from support.common.accounts import cookies, wayback
from support.common.accounts.entering import DESK
from support.common.accounts.means import counters, hasher, source
from support.common.accounts.models import STAFF, SignIn
from support.common.accounts.passphrases.hashing import Busy
from support.common.accounts.returning.handing_over import gone_on
from support.common.accounts.throttling import limits
from support.common.accounts.throttling.limits import Pace
from support.common.accounts.visitor import present, signed_in
from support.common.kernel import clock
from support.common.kernel.access import anyone, needs
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.kernel.errors import Unavailable
from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import page
from support.common.kernel.logs import log
from support.common.privacy import erasing, exporting, words
from support.common.privacy.proving import NotTheOwner, prove
from support.common.privacy.queries import last_to_lead
from support.common.sealing.returning import returned, send_back
from support.common.sealing.tokens import Sealer, TokenExpired, TokenInvalid
from support.common.sealing.vault import keystore

privacy = Blueprint("privacy", __name__)

TICKET_SECONDS = 300
FORMS = {"text": ("my-copy.txt", "text/plain"), "json": ("my-copy.json", "application/json")}
COPY, LEAVE, DONE = "/account/export", "/account/leave", "/done"


@privacy.record
def show_what_is_held(state: BlueprintSetupState) -> None:
    """The privacy page shows the register's own lines: those of this application."""
    part = state.app.config["PART"]
    state.app.jinja_env.globals["held_of_people"] = lambda times: words.held(times, part)


@privacy.get("/<tag:tag>/account/export")
@needs("account")
def copy() -> str | BaseResponse:
    """What the copy holds, and the form that asks for it."""
    return _second_factor_first() or _shown("copy", minutes=TICKET_SECONDS * 2 // 60)


@privacy.post("/<tag:tag>/account/export")
@needs("account")
def ask_for_copy() -> BaseResponse:
    """On to the file, for whoever has typed the passphrase."""
    if not _proven():
        return redirect(page(COPY), 303)
    sign_in = signed_in()
    problems = _problems(sign_in)
    if problems:
        return send_back(page(COPY), {}, problems)
    form = request.form.get("form", "")
    ticket = _sealer(sign_in).seal((form if form in FORMS else "text").encode(), clock.now())
    return redirect(page(f"{COPY}/file") + f"?s={ticket}", 303)


@privacy.get("/<tag:tag>/account/export/file")
@needs("account")
def file() -> BaseResponse:
    """The file itself; to the form again where the address opens nothing any more."""
    sign_in, now = signed_in(), clock.now()
    try:
        form = _sealer(sign_in).open(request.args.get("s", ""), now).decode()
    except (TokenInvalid, TokenExpired):
        over = _("The time for fetching the file is over. Type your passphrase once more.")
        return send_back(page(COPY), {}, {"passphrase": over})
    sections = exporting.collect(db.session(), sign_in.account_id, current_app.config["TIMES"], now)
    write = exporting.as_json if form == "json" else exporting.as_text
    name, kind = FORMS[form]
    return Response(
        write(sections, now), content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@privacy.get("/<tag:tag>/account/leave")
@needs("account")
def leave() -> str | BaseResponse:
    """What happens, what stays and for how long; then the passphrase and a tick."""
    account = signed_in().account
    alone = account.kind == STAFF and last_to_lead(db.session(), account.id)
    return _second_factor_first() or _shown("leave", alone=alone, duties=_duties())


@privacy.post("/<tag:tag>/account/leave")
@needs("account")
def go() -> BaseResponse:
    """Delete the account. What breaks off after the first step is finished by the housekeeper."""
    if not _proven():
        return redirect(page(LEAVE), 303)
    sign_in, sure = signed_in(), request.form.get("sure") == "yes"
    problems = {} if sure else {"sure": _("Tick the box if you want to delete your account.")}
    problems |= _problems(sign_in, check=sure)
    if problems:
        return send_back(page(LEAVE), {"sure": "yes" if sure else ""}, problems)
    _erase(sign_in.account_id)
    response = gone_on(page(DONE))
    # "cookies" must not stand here: it would wipe the marker of somebody who leaves at the same time (finding 1)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return cookies.take(response)


@privacy.get("/<tag:tag>/done")
@anyone
def done() -> str:
    """The same for whoever opens it: it tells nothing of anybody."""
    return _shown("done")


def _erase(account_id: UUID) -> None:
    times, now = current_app.config["TIMES"], clock.now()
    closed = False
    try:
        closed = erasing.close(db.session(), account_id, times, now)
        if closed:
            erasing.finish(db.session(), keystore(), account_id, now)
    except (SQLAlchemyError, Unavailable, *DRIVER_ERRORS):
        db.session.rollback()
        if not closed:
            raise
        log.error("leaving not finished", exc_info=True)


def _problems(sign_in: SignIn, *, check: bool = True) -> dict[str, str]:
    """What is wrong with what was typed, after one hash at most. Without ``check``: whether it is there at all."""
    typed, now, here = request.form.get("passphrase", ""), clock.now(), source()
    if not typed.strip():
        return {"passphrase": _("Type your passphrase.")}
    if not check:
        return {}
    hurried = limits.pace(counters(), "sign-in", here, now) is Pace.HURRIED
    try:
        prove(db.session(), sign_in.account_id, typed, hasher(), hurried=hurried)
    except NotTheOwner:
        return {"passphrase": _("This is not the passphrase of your account. Please check it and try again.")}
    except Busy:
        return {"passphrase": _("Many people are signing in. Wait a few seconds, type it again and press the button.")}
    limits.succeeded(counters(), "sign-in", here, now)
    return {}


def _proven() -> bool:
    """Whether the staff's second factor was shown in the last minutes; members have none (S45, S56)."""
    return signed_in().account.kind != STAFF or present().proven(clock.now())


def _second_factor_first() -> BaseResponse | None:
    if _proven():
        return None
    ticket = wayback.ticket()
    address = page(f"/{DESK[current_app.config['PART']]}/prove")
    return make_response(redirect(address + (f"?w={ticket}" if ticket else ""), 303))


def _duties() -> object | None:
    """What the operator has stated that the law orders; None where nothing usable was stated."""
    duties = current_app.extensions.get("duties")
    return duties if duties and not duties.usable(clock.now().date()) else None


def _sealer(sign_in: SignIn) -> Sealer:
    config = current_app.config
    purpose = f"copy:{config['PART']}:{sign_in.id}"
    return Sealer(config["SECRET_KEY"], purpose, TICKET_SECONDS, config["SECRET_KEY_FALLBACKS"])


def _shown(name: str, **values: object) -> str:
    sign_in = present().sign_in
    own = bool(sign_in and sign_in.own_device)
    times = current_app.config["TIMES"]
    return render_template(f"privacy/{name}.html", back=returned(), own=own, times=times, **values)
