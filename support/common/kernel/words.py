"""What error pages say: what happened in plain words, and what to do (safety.md S24)."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _


def words(key: str) -> tuple[str, str]:
    """Heading and advice for an error page."""
    texts = {
        "bad_request": (_("We could not understand that"), _("The address or the form was not complete. Go back and try again, or start from the first page.")),
        "form_from_elsewhere": (_("Please send the form from this site"), _("The form came from another page, or was open for more than a day. Open it again here and send it once more.")),
        "forbidden": (_("This page is not open to you"), _("You can go on from the first page.")),
        "not_found": (_("There is no such page"), _("It may have moved, or the address may have a mistake in it. You can search, or start from the first page.")),
        "not_allowed": (_("That does not work here"), _("The page was asked for in a way it does not offer. Open it again from the first page.")),
        "conflict": (_("Something has changed meanwhile"), _("Nothing of what you just sent was done. Go back, open the page again, and look at how it stands now.")),
        "over": (_("It is too late for that"), _("What you wanted to take back has taken effect, or somebody has decided anew. Open the page again to see how it stands now.")),
        "reading_paused": (_("Nothing new is taken at the moment"), _("There are not enough people to read what is sent. Everything can still be read, and what you write is kept as a draft.")),
        "too_large": (_("That was too much at once"), _("What you sent is larger than we can take. Shorten it and send it again.")),
        "too_many": (_("Please wait a moment"), _("There were too many requests in a short time. Wait a minute, then try again.")),
        "expired": (_("This search has run out"), _("To leave no trace of what you looked for, a search can be opened for an hour at most. Please search again.")),
        "no_such_results": (_("There is no such page of results"), _("Go back to the first page of results, or search again.")),
        "tampered": (_("We could not open this search"), _("The address is not complete, or was changed on the way. Please search again.")),
        "unavailable": (_("This part is not working at the moment"), _("We are sorry. The numbers on this page still hold. Please try again in a few minutes.")),
        "failed": (_("Something went wrong on our side"), _("We are sorry. The numbers on this page still hold. Please try again in a few minutes.")),
    }  # fmt: skip
    return texts[key]
