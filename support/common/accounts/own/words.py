"""What the pages of one's own account say when something cannot go on as it is (safety.md S24)."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _


def problem(code: str) -> str:
    """What is in the way, and what to do. Raises :class:`KeyError` for a code that is not one of ours."""
    texts = {
        "wrong": _("This is not your present passphrase. Nothing was changed. Check it and try again."),
        "busy": _("Many people are signing in. Nothing was changed. Wait a few seconds, type it again and press the button."),
        "gone": _("The new passphrase does not wait here any more. If you have typed it already, it counts now. If not, your old passphrase still works, and you can begin again here."),
        "other_words": _("This is not your new passphrase. Look at it once more, then type it here. Your old passphrase still works."),
    }  # fmt: skip
    return texts[code]
