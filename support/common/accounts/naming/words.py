"""What we say about a name: what is in the way, and what to do (safety.md S24, S33)."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _


def refusal(reason: str) -> str:
    """Why a name cannot be used and what helps. ``reason`` is one of ``checking.REASONS``."""
    texts = {
        "too_short": _("This name is very short. Use at least 3 letters."),
        "too_long": _("This name is long. Use at most 30 letters and signs."),
        "signs": _("Names here begin with a letter and hold letters, single spaces, hyphens, apostrophes, full stops, and at most 4 digits. Leave out the other signs."),
        "mixed_scripts": _("Names here use one kind of letters. Use only Latin, or only Cyrillic letters, for example."),
        "reserved": _("This name sounds as if it belonged to the people who work here. Choose another one, so that nobody is misled."),
        "contact": _("This name looks like a way to reach somebody: an e-mail address, a number, a link or a name used elsewhere. Choose one that you use nowhere else."),
        "unkind": _("This name holds a word that puts a label on a person. Choose another one: you are more than a label, and so is everybody who reads it."),
    }  # fmt: skip
    return texts[reason]


def question(doubt: str) -> str:
    """What to ask before a name is taken. ``doubt`` is one of ``checking.DOUBTS``."""
    texts = {
        "like_a_real_name": _("This looks like a real name. Is it yours, or that of somebody you know? If so, please choose another one. If it is not, you can keep it."),
        "has_a_year": _("There is a year in this name. If it is the year of a birth, others may guess who you are. You can take it out, or keep it."),
    }  # fmt: skip
    return texts[doubt]
