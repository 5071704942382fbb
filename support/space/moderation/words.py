"""What people are told about the reading as a whole: that nothing new is taken for now, and why."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _


def why_not(why: str) -> str:
    """Why nothing new is taken at the moment, with what still works."""
    texts = {
        "people": _("There are not enough people here yet who read what is sent, so nothing new is taken. You can read everything, and what you write is kept as a draft."),
        "unread": _("Nobody has been able to read what was sent for a while, so nothing new is taken. What waits is not lost. You can read everything, and what you write is kept as a draft."),
    }  # fmt: skip
    return texts[why]
