"""The step at which somebody chooses a name: what we offer, what we ask about it, what cannot be taken (S33, S74)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from support.common.accounts import cookies, queries
from support.common.accounts.joining import service
from support.common.accounts.joining.words import problem
from support.common.accounts.means import counters, source
from support.common.accounts.naming.checking import Name, NameRefused, check, doubts
from support.common.accounts.naming.suggesting import suggestions
from support.common.accounts.naming.words import question, refusal
from support.common.accounts.throttling.limits import must_not_exceed
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.kernel.i18n import page, reading
from support.common.sealing.returning import Returned, send_back

OFFERED = 5
BETWEEN = "|"  # stands in no name


def offer() -> str:
    """Names that nobody uses, in one text. Counted, for the list of used names must not be read out through it."""
    must_not_exceed(counters(), "name", source(), clock.now())
    taken = partial(queries.in_use, db.session(), now=clock.now())
    return BETWEEN.join(name.shown for name in suggestions(reading().language, OFFERED, taken))


def offered(back: Returned) -> list[str]:
    """The names of that text that came back, each looked at again: an address can be made by others."""
    return [name.shown for name in map(_checked, back.value("offered").split(BETWEEN)[:OFFERED]) if name]


def choose(address: str, carried: Mapping[str, str], kind: str, link: str = "") -> Response:
    """Answer the form: other names, a question or a refusal, or on to the words. ``carried`` goes with them.

    ``address``: the page of the form. ``link``: the token of an invitation, for staff.
    """
    written, chosen = request.form.get("name", "").strip(), request.form.get("choice", "")
    if chosen and "keep" not in request.form and written == request.form.get("before", ""):
        written = ""  # it came back with a question or a refusal, and they chose another one instead of changing it
    kept = {**carried, "name": written, "choice": "" if written else chosen, "offered": request.form.get("offered", "")}
    if "other" in request.form:
        return send_back(address, kept | {"offered": offer(), "choice": ""})
    if not written and not chosen:
        return send_back(address, kept, {"choice" if kept["offered"] else "name": problem("no_name")})
    try:
        name = check(written or chosen)
    except NameRefused as refused:
        return send_back(address, kept, {"name": refusal(refused.reason)})
    asked = [] if not written or _is_kept(name) else doubts(name)
    if asked:
        return send_back(address, kept | {"asked": name.shown}, {"name": " ".join(map(question, asked))})
    token = _reserve(name, kind, link)
    if token is None:
        return send_back(address, kept, {"name": problem("taken")})
    answer = current_app.make_response(redirect(page("/join/words"), 303))
    return cookies.give(answer, kind, token)


def _reserve(name: Name, kind: str, link: str) -> str | None:
    """The token of the new joining; None where the name is in use."""
    session, now, former = db.session(), clock.now(), request.cookies.get(cookies.name_of(kind), "")
    must_not_exceed(counters(), "name", source(), now)
    if not service.is_free(session, name, former, now):
        return None
    must_not_exceed(counters(), "join", source(), now)
    times = current_app.config["TIMES"]
    try:
        return service.begin(session, name, kind, former=former, link=link, times=times, now=now)
    except service.NameTaken:
        return None


def _is_kept(name: Name) -> bool:
    """Whether we have asked about this very name, and the person wants to keep it."""
    return "keep" in request.form and request.form.get("asked", "") == name.shown


def _checked(text: str) -> Name | None:
    try:
        return check(text)
    except NameRefused:
        return None
