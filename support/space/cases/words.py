"""The reasons that both spaces have, said to readers at the desk and to writers (moderation.md 4.1).

Of each code: its short name at the desk; what it is that cannot stay as it is, or what was noticed, without blame; what
can be done about it. A writer of eleven understands it, and nothing in it is graphic (safety.md S106).
"""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _

Said = tuple[str, str, str]


def said() -> dict[str, Said]:
    """Short name, what cannot stay, what can be changed, by code, in the reader's language."""
    return {
        "C01": (_("Could show who the writer is"), _("Your text holds something by which people could find out who you are: a name, a place, a date, a school or a place of work."), _("Please leave it out or say it less exactly: “a small town” in place of its name, “some years ago” in place of the day.")),
        "C02": (_("Could show who somebody else is"), _("Your text holds something by which people could find out who another person is."), _("Please leave out names, places and other details about them. “Somebody in my family” or “a person I worked with” is enough.")),
        "C03": (_("Contact details, or an invitation to meet elsewhere"), _("Your text offers or asks for a way to be in touch outside this space. We leave that out, so that nobody here can be found or pressed."), _("Please take out the address, number, account or invitation. You can talk on here, in the thread.")),
        "C04": (_("A link that is not on our list"), _("Your text holds a link that we cannot show. We do not know what readers would find there, or who would learn that they came."), _("Please say in your own words what you found useful there, without the link.")),
        "C05": (_("Attacks, shames or presses somebody"), _("Some of your words could hurt or press another person who reads here."), _("Please say what you feel or think without judging the other person. Being angry is fine.")),
        "C06": (_("Says how somebody could hurt themselves"), _("Your feelings are welcome here, the dark ones too. Details of how a person could hurt themselves we do not show, for they can put other readers at risk."), _("Please leave out the how, and tell us how you feel. Help is below, at any hour.")),
        "C07": (_("Gives medical or legal advice as a fact"), _("Your text tells others what to do about health, medicine or the law as if it were sure for everybody."), _("Please say it as your own experience: “for me it was …”. A doctor or a lawyer can look at one person's case.")),
        "C08": (_("Advertises, collects money, or looks for people to ask"), _("We do not publish offers, collections of money, or calls to take part in research or media."), _("If you only meant to share what helped you, write about that, without the offer.")),
        "C09": (_("Repeats what was shared in trust elsewhere"), _("Your text repeats what somebody told in trust in another place. It is theirs to share."), _("Please leave their words out and write about what it means to you.")),
        "C10": (_("More than one account, or speaks as somebody else"), _("It seems that this text comes from a second account, or in the name of another person. We do not publish it then."), _("You can write with one account, as yourself. If we are wrong, write to us again and say so.")),
        "C11": (_("A content note was missing or did not fit"), _("We put a content note on your post, so that readers can choose when to read it."), _("You do not have to do anything. You can choose notes yourself when you write.")),
        "C12": (_("A language we cannot read, another subject, or sent twice"), _("We could not place your text: we do not read its language well enough, it is about another subject, or it was sent before."), _("Please send it in a language this space reads, or write about what this space is for. If it was sent twice, you can take one back.")),
        "C13": (_("The writer may be under 18"), _("Something in your text made us think that you may be under 18. This space is for adults only. You did nothing wrong by writing."), _("There are people whose work is to listen to young people. They are below, and you can talk to them today.")),
        "X01": (_("The writer may want to die or to hurt themselves"), _("You wrote that things are very hard, and we took it seriously. You matter to us."), _("Please talk to somebody now. The lines below listen at once, and you need not know what to say.")),
        "X02": (_("The writer, or another adult, is being hurt now"), _("You wrote about something bad that is going on now. It is not right that it happens, and it is not your fault."), _("If there is danger now, please call the emergency number. The lines below can think with you about what would help.")),
        "X03": (_("A child may be in danger"), _("This text stays unpublished."), _("The help below is there for you at any hour.")),
        "X04": (_("The writer is afraid of what they might do"), _("You wrote that you are afraid of what you might do. It is good that you said it, and it is possible to get through this."), _("Please talk to somebody now, before anything happens. The lines below listen without judging. Step away from where it could happen.")),
        "X05": (_("Threatens somebody"), _("This text stays unpublished."), _("If anger is hard to carry today, the lines below listen.")),
        "X06": (_("Asks for, offers or points to something against the law"), _("This text stays unpublished."), _("The help below is there for you at any hour.")),
    }  # fmt: skip
