"""What the pages of joining say when something cannot go on as it is (safety.md S24)."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _


def heading(agreement: str) -> str:
    """What an agreement is called above its words. Any key of ``agreements.required()``."""
    texts = {"guidelines": _("The house rules"), "commitment": _("The commitment")}
    return texts.get(agreement, agreement.capitalize())


def label(agreement: str) -> str:
    """What somebody says by ticking the box below an agreement."""
    texts = {
        "guidelines": _("I have read the house rules, and I will keep to them."),
        "commitment": _("I have read the commitment, and I make it my own."),
    }
    return texts.get(agreement, _("I have read this, and I agree."))


def problem(code: str) -> str:
    """What is in the way, and what to do. Raises :class:`KeyError` for a code that is not one of ours."""
    texts = {
        "begin": _("Please begin here. The page was open for a long time, or you came in the middle. Nothing was kept of it."),
        "over": _("The time to finish was over, and nothing was kept. You can begin again whenever you like."),
        "adult": _("Choose yes or no."),
        "agree": _("Tick the box if you agree. If you do not, you can leave at any time: nothing was kept."),
        "no_name": _("Choose one of the names, or write one of your own."),
        "taken": _("This name is in use here, or looks like one that is. Choose another one."),
        "meanwhile": _("Somebody was given this name a moment earlier. Choose another one. Then you get new words; the ones you wrote down open nothing."),
        "no_words": _("Type the words that you wrote down."),
        "other_words": _("These are not the same words. A small slip is enough for that. Look at them again, then type them once more."),
    }  # fmt: skip
    return texts[code]
