"""The decision about one post: read, checked, asked for once more where it weighs, and taken; or why it was not."""

from __future__ import annotations

from uuid import UUID

from flask import abort, make_response, request
from werkzeug.wrappers import Response

from support.common.kernel.access import needs
from support.common.sealing.returning import returned
from support.space.cases import reasons
from support.space.cases.conflicts import EDITED, LEASE_LOST, Conflict
from support.space.cases.states import REJECT, WAITING
from support.space.moderation import reviewing
from support.space.moderation.desk import offering, typed, words
from support.space.moderation.desk.typed import Typed, from_values
from support.space.moderation.desk.views.holding import sent
from support.space.moderation.desk.views.place import go, me, part, review, session_now, shown
from support.space.moderation.desk.views.queue import go_to_next
from support.space.moderation.pace import TooManyDecisions
from support.space.moderation.reviewing import Decided, Verdict

SHOWN_TO = ("token", "key", "version", "revision", "digest")  # what binds a decision to what was shown
LONGEST_BINDING = 100
KEPT_WITH = (LEASE_LOST, EDITED)  # after these the same reader may take the case again, with what was typed


@review.post("/cases/<uuid:case_id>/decide")
@needs("review")
def decide(case_id: UUID) -> Response:
    """One decision about exactly what was shown (moderation.md rows 25 to 28)."""
    wanted = sent()
    wrong = typed.problems(wanted, part())
    if wrong:
        return go(f"/cases/{case_id}", wanted, errors={field: words.problem(code) for field, code in wrong.items()})
    if typed.weighs(wanted) and not request.form.get("confirmed"):
        return go(f"/cases/{case_id}/check", wanted, _binding())
    session, now = session_now()
    try:
        taken = reviewing.decide(session, me(), _verdict(case_id, wanted), now)
    except Conflict as error:
        session.rollback()
        return _refused(case_id, wanted, error)
    except TooManyDecisions as error:
        session.rollback()
        minutes = words.minutes_left(error.until, now)
        return go(f"/cases/{case_id}", wanted, errors={"outcome": words.too_many(minutes)})
    return _went_on(wanted, taken)


@review.get("/cases/<uuid:case_id>/check")
@needs("review")
def check(case_id: UUID) -> str:
    """The last look before a decision that weighs, for whoever holds the case."""
    session, now = session_now()
    values = returned().values
    if reviewing.held(session, me(), case_id, now) is None or not typed.weighs(from_values(values)):
        abort(404)
    wanted = from_values(values)
    return shown(
        "check",
        case_id=case_id,
        typed=wanted,
        reasons=offering.offered(part(), wanted.codes),
        second=wanted.outcome == REJECT and reasons.two_to_refuse(wanted.codes),
        hidden=[*wanted.values().items(), *((name, values.get(name, "")) for name in SHOWN_TO)],
    )


@review.post("/cases/<uuid:case_id>/back")
@needs("review")
def back(case_id: UUID) -> Response:
    """From the last look back to the form, with everything that was typed."""
    return go(f"/cases/{case_id}", sent())


def _verdict(case_id: UUID, wanted: Typed) -> Verdict:
    """What the form says. What is no number or id was not made here: such a case is not there."""
    form = request.form
    try:
        version, revision_id = int(form.get("version", "")[:9]), UUID(form.get("revision", ""))
    except ValueError:
        abort(404)
    return Verdict(
        case_id=case_id, version=version, revision_id=revision_id, digest=form.get("digest", ""),
        token=form.get("token", ""), key=form.get("key", ""), outcome=wanted.outcome, codes=wanted.codes,
        notes=wanted.notes, message=wanted.message,
    )  # fmt: skip


def _binding() -> dict[str, str]:
    return {name: request.form.get(name, "")[:LONGEST_BINDING] for name in SHOWN_TO}


def _went_on(wanted: Typed, taken: Decided) -> Response:
    """To the next case, or to the list; the page there says what was decided and how to take it back."""
    told = {"done": "second" if taken.standing == WAITING else taken.outcome}
    if taken.undo_until is not None:
        told["undo"] = str(taken.decision_id)
    settings = Typed(more=wanted.more, keys=wanted.keys)
    return go_to_next(settings, told) if wanted.more else go("/queue", said=told)


def _refused(case_id: UUID, wanted: Typed, error: Conflict) -> Response:
    """409: what changed meanwhile, and the way on. What was typed is in the form of the page, where it is of use."""
    title, advice = words.conflict(error.what)
    again = error.what in KEPT_WITH
    hidden = list(wanted.values().items()) if again else []
    return make_response(
        shown("conflict", title=title, advice=advice, again=again, case_id=case_id, hidden=hidden), 409
    )
