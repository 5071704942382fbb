"""What the pages about the staff call roles, acts and entries of the log, and what they say when something fails."""

from __future__ import annotations

from support.common.accounts.models import ACTIVE, LEAVING, SUSPENDED
from support.common.accounts.staff.people import deeds
from support.common.kernel.i18n import gettext as _


def role(code: str) -> str:
    """What a role is called. A code that no version of ours knows stands for itself."""
    texts = {
        "moderator": _("moderator"),
        "lead": _("safety lead"),
        "editor": _("editor"),
        "administrator": _("administrator"),
    }
    return texts.get(code, code)


def state(code: str) -> str:
    """How things stand with an account."""
    texts = {ACTIVE: _("active"), SUSPENDED: _("suspended"), LEAVING: _("removed")}
    return texts.get(code, code)


def act(code: str, role_code: str = "") -> str:
    """What somebody proposes."""
    texts = {
        deeds.INVITE: _("Invite somebody new: %(role)s", role=role(role_code)),
        deeds.GRANT: _("Give a role: %(role)s", role=role(role_code)),
        deeds.WITHDRAW_ROLE: _("Take a role away: %(role)s", role=role(role_code)),
        deeds.LIFT_SUSPENSION: _("End the suspension"),
        deeds.NEW_FACTOR: _("The second factor is lost: let them add a new one"),
        deeds.REMOVE: _("Remove from the staff for good"),
    }
    return texts.get(code, code)


def event(code: str) -> str:
    """An entry of the log. What is not told here yet stands for itself."""
    texts = {
        "staff_proposed": _("Proposed"),
        "staff_confirmed": _("Confirmed"),
        "staff_withdrawn": _("Took a proposal back"),
        "staff_suspended": _("Suspended"),
        "staff_invited": _("Invited somebody new"),
        "invitation_ended": _("Ended the link of an invitation"),
        "staff_joined": _("Joined the staff"),
        "role_granted": _("Gave a role"),
        "role_withdrawn": _("Took a role away"),
        "suspension_lifted": _("Ended a suspension"),
        "factors_removed": _("Removed a lost second factor"),
        "staff_removed": _("Removed from the staff"),
        "staff_left": _("Left the staff"),
        "factor_added": _("Added a second factor"),
        "factor_removed": _("Removed a second factor"),
        "member_joined": _("Somebody joined"),
        "member_left": _("Somebody left"),
        "publishing_frozen": _("Stopped publishing"),
        "publishing_thawed": _("Let publishing go on"),
        "audit.broken": _("The log was found broken here"),
    }
    return texts.get(code, code)


def done(code: str) -> str:
    """What just happened; empty for nothing."""
    texts = {
        "proposed": _("It is proposed. Somebody else has to confirm it."),
        "confirmed": _("It is confirmed and done."),
        "invited": _("It is confirmed. Whoever proposed it can now see the link, and passes it on."),
        "withdrawn": _("The proposal is taken back."),
        "suspended": _("The account is suspended, and signed out everywhere."),
        "link_ended": _("The link is ended. Nobody can join with it any more."),
        "passed_on": _("Thank you. The link is not shown any more."),
    }
    return texts.get(code, "")


def problem(code: str) -> str:
    """What is in the way, and what to do. Raises :class:`KeyError` for a code that is not one of ours."""
    texts = {
        "unclear": _("Choose what should be done, and for whom."),
        "nothing_to_do": _("There is nothing to do: it is so already, or it does not fit how things stand with this account."),
        "waits_already": _("This is proposed already and waits to be confirmed."),
        "oneself": _("You cannot suspend yourself. Ask a colleague."),
    }  # fmt: skip
    return texts[code]
