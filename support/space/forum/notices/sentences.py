"""What a notice says: one kind sentence for each kind, and what can be done next."""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from support.common.kernel.i18n import lazy_gettext as _

ANSWER, ANSWERED = "answer", "answered"
SENTENCES: dict[str, LazyString] = {
    ANSWER: _("There is a new answer in a thread that you follow."),
    ANSWERED: _("Somebody has answered you."),
    "published": _("Your text was read, and now it is published. Thank you for writing."),
    "changes_requested": _(
        "A volunteer has read your text and wants it to be here. Something in it has to change first."
    ),
    "rejected": _(
        "Your text was read, and it is not published. The reason stands beside it. It says nothing about you."
    ),
    "care": _("A volunteer has read your text and is concerned about you. There are people whom you can reach now."),
    "held": _("Your text stays unpublished. If you want to talk to somebody now, there are people whom you can reach."),
    "lapsed": _("The time for changing your text is over. It stays unpublished, and you can write it anew."),
    "unpublished": _("A text of yours was published and is not any more. The reason stands beside it."),
}  # fmt: skip
WITH_HELP = ("care", "held", "rejected")  # crisis lines stand beside these
KINDS = tuple(SENTENCES)


def sentence(kind: str) -> str:
    """What is said. A kind that has no words yet still leads its owner to the post."""
    return str(SENTENCES.get(kind, _("There is news about one of your posts.")))
