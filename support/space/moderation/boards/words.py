"""What the pages about the boards say when something was done, or cannot be."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _


def done(code: str) -> str:
    """What just happened; empty for nothing."""
    texts = {
        "named": _("The board has its new words."),
        "added": _("The board is there, and takes threads."),
        "moved": _("The boards stand in the new order."),
        "opened": _("The board takes new threads."),
        "closed": _("The board takes no new threads. What stands in it can still be read and answered."),
    }
    return texts.get(code, "")


def problem(code: str) -> str:
    """What is wrong with a field, and how to put it right. Raises :class:`KeyError` for a code that is not ours."""
    texts = {
        "title_missing": _("Write what the board is called."),
        "title_long": _("The name may have 80 characters at most."),
        "about_long": _("What it is for may have 300 characters at most."),
        "language": _("Choose the language in which you wrote it."),
        "many": _("There are very many boards already: people would not find their way. Rename one that is not used."),
    }
    return texts[code]
