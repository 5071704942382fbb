"""What the desk calls things, and what it says when something was done or cannot be done."""

from __future__ import annotations

from datetime import datetime

from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import ngettext
from support.space.cases.models import APPROVING, CLOSED, HELD, QUEUED, SECOND_NEEDED, WITH_LEAD

HOUR_SECONDS, DAY_HOURS = 3600, 24


def outcome(code: str) -> str:
    """What a decision is called, in the past: it stands in lists."""
    texts = {
        "approve": _("Approved"),
        "approve_with_note": _("Approved with a content note"),
        "request_changes": _("Changes asked for"),
        "reject": _("Not published"),
        "care": _("A duty person was told"),
        "hold": _("Held"),
    }
    return texts.get(code, code)


def choice(code: str) -> tuple[str, str]:
    """What can be decided: its name, and what happens then."""
    texts = {
        "approve": (_("Approve"), _("I have read all of it. It is published as it is.")),
        "approve_with_note": (_("Approve with a content note"), _("It is published as it is. The content notes that you tick are added.")),
        "request_changes": (_("Ask for changes"), _("The writer gets the text back with your reason, and can send it again.")),
        "reject": (_("Do not publish"), _("The writer is told why, and keeps the text.")),
        "care": (_("Ask for care"), _("The writer may be in danger or pain. They see help at once, a duty person is told, and the post stays here to be decided.")),
        "hold": (_("Hold"), _("A child may be at risk, or it is a threat or a crime. Nobody sees it, it is kept as it is, and duty people are told.")),
    }  # fmt: skip
    return texts[code]


def state(code: str) -> str:
    """Where a case stands."""
    texts = {
        QUEUED: _("waits to be read"),
        SECOND_NEEDED: _("waits for a second reader"),
        WITH_LEAD: _("two readers disagreed: a safety lead decides"),
        APPROVING: _("approved, published in a moment"),
        HELD: _("held"),
        CLOSED: _("closed"),
    }
    return texts.get(code, code)


def urgent(level: int) -> str:
    """How soon somebody should read it."""
    return {0: _("ordinary"), 1: _("soon")}.get(level, _("at once"))


def standing(code: str) -> str:
    """What became of a decision."""
    texts = {
        "waiting": _("waits for a second reader"),
        "pending": _("takes effect in a moment"),
        "effective": _("done"),
        "undone": _("taken back by you"),
        "void": _("without effect of its own"),
    }
    return texts.get(code, code)


def done(code: str) -> str:
    """What just happened at the desk; empty for nothing."""
    texts = {
        "approve": _("Approved. Readers see it in a moment."),
        "approve_with_note": _("Approved with a content note. Readers see it in a moment."),
        "request_changes": _("The writer has the text back, with your reason."),
        "reject": _("It is not published. The writer is told why."),
        "care": _("A duty person is told, and the writer sees help. The post is still to be decided."),
        "hold": _("It is held. Duty people are told, and nobody else sees it."),
        "second": _("Your reading is noted. A second reader decides without seeing it."),
        "undone": _("Your decision is taken back. The post waits again."),
        "skipped": _("You passed it on. Somebody else reads it."),
        "released": _("You gave it back. It waits again."),
        "empty": _("Nothing waits for you at this moment. Thank you."),
        "over": _("You do not hold that post any more. It may wait again here."),
        "too_late": _("It is too late to take that back: it has taken effect, or was decided anew."),
        "taken": _("Somebody else is reading that post, or it is decided already."),
    }
    return texts.get(code, "")


def problem(code: str) -> str:
    """What is wrong in the form, and how to put it right. Raises :class:`KeyError` for a code that is not ours."""
    texts = {
        "outcome": _("Choose what should happen with the post."),
        "codes_needed": _("Choose at least one reason: the writer has to learn why."),
        "codes_unfit": _("A reason that you chose does not belong to this decision. Take it away, or decide otherwise."),
        "codes_with_approval": _("You chose a reason and want to approve. Take the reason away, or ask for changes."),
        "blocking": _("A post with this reason cannot be approved. Take the reason away if it is wrong, or decide otherwise."),
        "notes_needed": _("Choose the content note that should be added."),
        "notes_unfit": _("Content notes are added to a post that you approve."),
        "message_unfit": _("What is held is not answered by a reader: please take your words away. What the writer is told follows the duties of the operator."),
        "message_long": _("Your words may have 600 characters at most."),
    }  # fmt: skip
    return texts[code]


def conflict(what: str) -> tuple[str, str]:
    """Why a decision was not taken, and what that means."""
    texts = {
        "decided": (_("Somebody else has decided already"), _("What you chose was not needed any more, and changed nothing.")),
        "edited": (_("The writer has changed the text meanwhile"), _("What you read is not what waits now. Your decision changed nothing.")),
        "withdrawn": (_("The writer has withdrawn the post"), _("There is nothing to decide any more. Your decision changed nothing.")),
        "held": (_("The post is held meanwhile"), _("Duty people look at it. Your decision changed nothing.")),
        "key_used": (_("You decided here already"), _("This form was sent before, and that decision counts. To change it, take it back if that still goes.")),
        "lease_lost": (_("You do not hold the post any more"), _("It was open for too long without a sign of you. Your decision changed nothing yet.")),
    }  # fmt: skip
    return texts.get(what, texts["decided"])


def too_many(minutes: str) -> str:
    """Said to whoever decided as much as one account may in an hour (safety.md S56)."""
    return _("You decided as much as one person may in an hour. Please rest. You can go on in %(time)s.", time=minutes)


def waits(since: datetime, now: datetime) -> str:
    """How long something has waited, in whole hours or days."""
    hours = max(0, int((now - since).total_seconds() // HOUR_SECONDS))
    if hours < 1:
        return _("less than an hour")
    if hours < 2 * DAY_HOURS:
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    return ngettext("%(num)s day", "%(num)s days", hours // DAY_HOURS)


def minutes_left(until: datetime, now: datetime) -> str:
    """How long a reader still holds a case."""
    minutes = max(1, int((until - now).total_seconds() // 60))
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)
