"""What each rule is called, why it is a hint, and what can be done. The author reads it before sending, a reader beside the text.

Said kindly and without blame; nothing here supposes that somebody meant harm (safety.md S106).
"""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from support.common.kernel.i18n import lazy_gettext as _

Words = tuple[LazyString, LazyString, LazyString]

_ELSEWHERE = _(
    "Here every text is read by a volunteer first. Elsewhere nobody does that, and people are not always who they say they are."
)
_LEAVE_OUT = _("Leave it out, or say it in general terms.")
_FINDABLE = _(
    "Together with other details it can tell somebody who is meant. What is read here once can be remembered."
)
_STAYS_HERE = _("Leave it out and go on here, in the open part of this space.")
_HELP_NOW = _(
    "There are people to talk to, today and without giving a name. The lines are shown with this text, and a volunteer reads it early."
)
_READ_EARLY = _(
    "Nothing is held back because of this. A volunteer reads the text early and thinks about which help fits."
)

RULES: dict[str, Words] = {
    "mail": (_("A mail address"), _ELSEWHERE, _STAYS_HERE),
    "mail_spelled": (_("A mail address, written out"), _ELSEWHERE, _STAYS_HERE),
    "handle": (_("A user name elsewhere"), _ELSEWHERE, _STAYS_HERE),
    "phone": (_("A telephone number"), _ELSEWHERE, _("Leave it out. If it is the number of a helpline, say its name; the directory has the number.")),
    "phone_spelled": (_("A telephone number, in words"), _ELSEWHERE, _STAYS_HERE),
    "onion": (_("An onion address"), _("Nobody here can look at where it leads."), _("Leave it out, and say in your own words what you found.")),
    "account_elsewhere": (_("An account on another service"), _ELSEWHERE, _STAYS_HERE),
    "contact_offered": (_("Writing or talking elsewhere"), _ELSEWHERE, _STAYS_HERE),
    "meeting": (_("A meeting in person"), _("Nobody here can know who comes to a meeting. That is why this space is for writing only."), _("Leave the invitation out and go on here.")),
    "link": (_("A link"), _("A page can change after it was read, and it can show who opens it."), _("Name the service or the book instead, or say in your own words what helped.")),
    "link_spelled": (_("A link, written out"), _("A page can change after it was read, and it can show who opens it."), _("Name the service or the book instead, or say in your own words what helped.")),
    "own_name": (_("A name that may be your own"), _FINDABLE, _("Use the name you chose for this space.")),
    "name_of_another": (_("The name of another person"), _FINDABLE, _("Say who the person is to you instead, for example “a relative” or “a teacher”.")),
    "birth_date": (_("A birth date, or an age with its day"), _FINDABLE, _("Say it roughly, for example “in my thirties”.")),
    "full_date": (_("A day with its year"), _("A dated event can be looked up."), _("Say it roughly, for example “some years ago”.")),
    "age_with_date": (_("An age together with a day or a place"), _FINDABLE, _("Keep one of the two, and say it roughly.")),
    "name_with_place": (_("A name together with a place"), _FINDABLE, _("Leave both out, or keep the region only.")),
    "school": (_("A school by its name"), _FINDABLE, _("Say “my school” and leave the name out.")),
    "workplace": (_("A place of work"), _FINDABLE, _("Say what kind of work it is and leave the place out.")),
    "address": (_("Where a house stands"), _FINDABLE, _LEAVE_OUT),
    "small_place": (_("A place"), _FINDABLE, _("Name the region or the country, or say “a small town”.")),
    "wish_to_die": (_("Words about not wanting to live"), _("This can be said here. Whoever feels so should not be alone with it."), _HELP_NOW),
    "plan_to_die": (_("Words about ending one's life"), _("This can mean that somebody is in danger now."), _HELP_NOW),
    "self_harm": (_("Words about hurting oneself"), _("This can be said here, without details of how."), _HELP_NOW),
    "being_harmed": (_("Words about being hurt now"), _("This can mean that somebody needs a way out now."), _HELP_NOW),
    "fear_of_harming": (_("Fear of one's own actions"), _("Saying it is a step towards help, before anything happens."), _HELP_NOW),
    "threat": (_("Words against a certain person"), _("Anger may be said here. These words can also mean that somebody is in danger."), _("Say what you feel rather than what should happen to the person. There are people to talk to, today; the lines are shown with this text.")),
    "child_at_risk": (_("A child who may be in danger"), _("This can mean that a child needs help now."), _("Leave out who the child is. There are lines that say what can be done, also for people who only have a worry; they are shown with this text.")),
    "writer_may_be_young": (_("Somebody who may be under 18"), _("This space is for adults. There are good places made for younger people."), _READ_EARLY),
    "repetition": (_("Nearly the same as another text"), _("A text like this one was sent here a short while ago."), _("If it went out twice, keep one. If you are still waiting for an answer, it is being read.")),
    "newcomer": (_("One of the first texts"), _("The person has not written here often yet."), _("Read it as kindly as the first one of your own.")),
}  # fmt: skip
