"""What writers are told when something cannot be taken: what it is, and how to go on. Never a reproach."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _
from support.space.forum.writing.typed import LONGEST_BODY, LONGEST_TITLE


def problem(code: str) -> str:
    """The sentence for a code of ``typed.problems`` or ``sending.Refused``."""
    numbers = {"letters": LONGEST_BODY, "title": LONGEST_TITLE}
    texts = {
        "no_title": _("Please give it a title: a few words by which others find it."),
        "long_title": _("Please shorten the title to %(title)s characters.", **numbers),
        "no_body": _("There is nothing to send yet. Please write something first."),
        "long_body": _("This is longer than %(letters)s characters. It is saved. Please shorten it, or send it in two parts.", **numbers),
        "gone": _("What you answer is no longer here, so this cannot be sent. Your text is saved. You can copy it."),
        "locked": _("This thread takes no more answers. Your text is saved. You can copy it."),
        "board_closed": _("This board takes no new threads at the moment. Your text is saved. You can copy it."),
        "over": _("This post cannot be changed any more. Your text is saved. You can copy it."),
        "closed": _("At the moment nothing can be sent. Your text is saved. Please send it later."),
        "many_waiting": _("Several of your texts are waiting to be read. Your text is saved. Please send it when one of them has been read."),
        "many_today": _("You have sent a lot today, and our readers are few. Your text is saved. Please send it tomorrow."),
        "changed": _("The text was changed in another window. Please look at it once more before you send it."),
        "other_content": _("This form was used already, for something else. Please look at your text once more and send it from here."),
        "form": _("The form was not complete. Please look at your text once more and send it from here."),
        "beside": _("The text was changed in another window, too. Both are saved: yours stands below. Choose the one that you want to go on with."),
    }  # fmt: skip
    return texts[code]


def carried(code: str) -> tuple[str, str]:
    """Heading and advice of a page that gives somebody's text back to them, because it could not be saved."""
    texts = {
        "signed_out": (_("Your text is not saved yet: you are signed out"), _("It is here, in the box. Please sign in again in a new window, come back to this page and press “Save”. If you cannot sign in, copy your text and keep it where nobody else looks.")),
        "agreements": (_("Your text is not saved yet: there is something to read first"), _("It is here, in the box. Please open “What you have agreed to” in a new window, answer there, come back to this page and press “Save”.")),
        "stamp": (_("Your text is not saved yet: please press “Save” once more"), _("It is here, in the box. You signed in anew since you opened the page, so we ask you again.")),
        "not_there": (_("Your text is not saved: this draft is no longer here"), _("It was sent or thrown away in another window, or you are signed in with another account. Your words are here, in the box. You can copy them.")),
        "unavailable": (_("Your text is not saved: this part is not working at the moment"), _("We are sorry. It is here, in the box. Please wait a few minutes and press “Save”. To be sure, copy it and keep it where nobody else looks.")),
        "not_sent": (_("Your text was not sent: this part is not working at the moment"), _("We are sorry. It is saved as a draft, and nobody has read it. Please try again in a few minutes.")),
    }  # fmt: skip
    return texts[code]
