"""``/join``: are you an adult, do you agree, which name. Who is invited to the staff begins at ``/invited``.

Nothing is stored before a name is chosen: what was answered until then travels in the sealed address of the next page,
and in the form of that page, which may be read for as long as it takes. What follows: ``finishing``.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from support.common.accounts import agreements
from support.common.accounts.joining import choosing, service, words
from support.common.accounts.joining.agreed import version, versions
from support.common.accounts.joining.finishing import finishing, gone, invited_path, to_the_beginning
from support.common.accounts.models import MEMBER, STAFF
from support.common.accounts.staff.people.words import role as role_words
from support.common.accounts.visitor import not_for_members, present
from support.common.kernel import clock
from support.common.kernel.access import anyone
from support.common.kernel.db import db
from support.common.kernel.forms import checks_itself, require_own_form
from support.common.kernel.i18n import page
from support.common.sealing.returning import Returned, returned, send_back

__all__ = ("finishing", "invited", "joining")

joining = Blueprint("joining", __name__)
invited = Blueprint("invited", __name__)

Answer = Response | str | tuple[str, int]


@joining.before_request
def who_is_here_need_not_join() -> Response | None:
    return redirect(page("/account"), 303) if present().is_authenticated else None


@joining.get("/<tag:tag>/join")
@anyone
def adult() -> Answer:
    return render_template("accounts/joining/adult.html", back=returned())


@joining.post("/<tag:tag>/join")
@anyone
def answer_adult() -> Answer:
    """Who is younger is shown help made for them; nothing is written down, and nothing is carried on."""
    if request.form.get("adult") == "no":
        return redirect(page("/join/young"), 303)
    if request.form.get("adult") != "yes":
        return send_back(page("/join"), {}, {"adult": words.problem("adult")})
    return send_back(page("/join/agree"), {"adult": "yes"})


@joining.get("/<tag:tag>/join/agree")
@anyone
def agree() -> Answer:
    back = returned()
    if back.value("adult") != "yes":
        return to_the_beginning("begin")
    boxes = [(one, version(one)) for one in agreements.required()]
    ticked = back.value("agreed").split()
    return render_template("accounts/joining/agree.html", back=back, boxes=boxes, ticked=ticked, words_of=words)


@joining.post("/<tag:tag>/join/agree")
@anyone
def answer_agree() -> Answer:
    """Each text has its own box, and all are needed. Versions go along: what changes meanwhile is read again."""
    if request.form.get("adult") != "yes":
        return to_the_beginning("begin")
    ticked = request.form.getlist("agree")
    state = {"adult": "yes", "agreed": " ".join(one for one in versions() if one in ticked)}
    missing = [one for one in agreements.required() if version(one) not in ticked]
    if missing:
        return send_back(page("/join/agree"), state, {f"agree-{one.key}": words.not_agreed(one.key) for one in missing})
    return send_back(page("/join/name"), state | {"offered": choosing.offer()})


@joining.get("/<tag:tag>/join/name")
@anyone
def name() -> Answer:
    back = returned()
    state = {"adult": back.value("adult"), "agreed": back.value("agreed")}
    return _not_yet(state) or _name_page("/join/name", state, back=back, offered=choosing.offered(back))


@joining.post("/<tag:tag>/join/name")
@anyone
def answer_name() -> Answer:
    state = {"adult": request.form.get("adult", ""), "agreed": request.form.get("agreed", "")}
    return _not_yet(state) or choosing.choose(page("/join/name"), state, MEMBER)


@invited.get("/invited")
@anyone
def invited_name() -> Answer:
    """The first page of an invited person. Unknown, used or expired: one answer to all three."""
    not_for_members()
    back = returned()
    state = {"i": request.args.get("i", "") or back.value("i")}
    role = service.invited_as(db.session(), state["i"], clock.now())
    if not role:
        return gone()
    names = choosing.offered(back) or choosing.offer().split(choosing.BETWEEN)
    return _name_page(invited_path(), state, back=back, offered=names, role=role_words(role))


@invited.post("/invited")
@anyone
@checks_itself  # a member whose form has no stamp must not learn from that answer that there is a form
def answer_invited_name() -> Answer:
    not_for_members()
    require_own_form()
    link = request.form.get("i", "")
    if not service.invited_as(db.session(), link, clock.now()):
        return gone()
    return choosing.choose(page(invited_path()), {"i": link}, STAFF, link)


def _not_yet(state: dict[str, str]) -> Response | None:
    """Where somebody is led who came without having answered what comes before the name."""
    if state["adult"] != "yes":
        return to_the_beginning("begin")
    if state["agreed"].split() != versions():  # the words have changed since
        return send_back(page("/join/agree"), {"adult": "yes"})
    return None


def _name_page(path: str, state: dict[str, str], back: Returned, offered: list[str], *, role: str = "") -> str:
    """``role``: what somebody is invited as, in words; empty for members."""
    known = {"state": state, "back": back, "offered": offered, "role": role}
    return render_template("accounts/joining/name.html", action=page(path), **known)
