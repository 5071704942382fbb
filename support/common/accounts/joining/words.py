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


def question(agreement: str) -> str:
    """What the box below an agreement answers."""
    texts = {
        "guidelines": _("Do you agree to the house rules?"),
        "commitment": _("Do you make this commitment?"),
    }
    return texts.get(agreement, _("Do you agree?"))


def not_agreed(agreement: str) -> str:
    """What is in the way where that box was left empty: it says which of the texts is meant."""
    texts = {
        "guidelines": _("The house rules: read them, and tick the box if you agree."),
        "commitment": _("The commitment: read it, and tick the box if you make it your own."),
    }
    return texts.get(agreement, _("Read this, and tick the box if you agree."))


def problem(code: str) -> str:
    """What is in the way, and what to do. Raises :class:`KeyError` for a code that is not one of ours."""
    texts = {
        "begin": _("Please begin here. The page was open for a long time, or you came in the middle. Nothing was kept of it."),
        "over": _("The time to finish was over, and nothing was kept. You can begin again whenever you like."),
        "adult": _("Choose yes or no."),
        "no_name": _("No name is chosen yet. Choose one of the names in the list, or write one of your own below it."),
        "taken": _("This name is in use here, or looks like one that is. Choose another one."),
        "meanwhile": _("Somebody was given this name a moment earlier. Choose another one. Then you get a new passphrase; the one you wrote down opens nothing."),
        "no_words": _("Type the passphrase that you wrote down."),
        "other_words": _("This is not the same passphrase. A small slip is enough for that. Look at it again, then type it once more."),
    }  # fmt: skip
    return texts[code]
