"""What people read when a passphrase of their own choice cannot be taken: what is wrong, and what to do."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _


def words(code: str) -> str:
    """The sentence for a code of ``strength.weakness``. Raises :class:`KeyError` for any other."""
    texts = {
        "too_short": _("This passphrase is too short. Use at least 14 characters: four or five words that do not belong together are easy to keep in mind."),
        "too_long": _("This passphrase is too long. Use at most 200 characters."),
        "has_name": _("This passphrase holds your name here, which others can see. Leave the name out."),
        "guessable": _("This passphrase is easy to guess, because it is well known, repeats itself or follows the keyboard. Add words that do not belong together, or use the seven words we made for you."),
    }  # fmt: skip
    return texts[code]
