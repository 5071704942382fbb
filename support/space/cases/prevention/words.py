"""The reasons that only the prevention space has, said to readers at the desk and to writers (moderation.md 4.2)."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _
from support.space.cases.words import Said


def said() -> dict[str, Said]:
    """Short name, what cannot stay, what can be changed, by code, in the reader's language."""
    return {
        "PV01": (_("Does not keep to what everybody agreed to at the start"), _("Everybody here has agreed to the same: to be adult, never to act, and to look at nothing that harms a child. Your text does not go together with that."), _("If it is hard to keep to it at the moment, please talk to one of the helplines below. It can get easier, and you can come back to it.")),
        "PV02": (_("Excuses harm, or argues for or against the law"), _("Your text excuses harm to children, or argues about whether it is right or lawful. We do not hold that debate here."), _("You can write about what it is like for you, and what helps you to live well and never to act.")),
        "PV03": (_("Tells a fantasy or dwells on it"), _("Your text describes a fantasy. We do not show those, not in a story either, for they make it harder for others to live as they want to."), _("You can write about how you deal with such moments, and what helps, without describing them.")),
        "PV04": (_("Is about a child who could be known or pictured"), _("Your text says something about a child. We leave out everything by which a child could be known or pictured."), _("Please leave that part out altogether. What you feel, and what you do to live well, is welcome.")),
        "PV05": (_("Wants to be alone with children"), _("This text stays unpublished."), _("Please talk to one of the helplines below today. They listen without judging, and help to find a way that harms nobody.")),
        "PV06": (_("Points to material, or to ways around checks and conditions"), _("This text stays unpublished."), _("The helplines below listen without judging, and help to stay away from it.")),
        "PV07": (_("Tells of something done that the authorities may not know of"), _("You wrote about something that was done. We cannot publish it, and there are limits to what we can keep to ourselves. It took courage to look at it."), _("A helpline that asks for no name, or a lawyer, can talk with you about what to do next. Both are better places for it than this one.")),
        "PV08": (_("Speaks against treatment, medicine, plans or supervision"), _("Your text could lead others to stop something that keeps them well: treatment, medicine, a plan, or an agreement with people who look after them."), _("Please say it as your own experience, and that others ask the people who treat them before they change anything.")),
        "PV09": (_("Leads to other groups, or ranks members"), _("Your text leads to other groups, or sets members above others. We do not publish that: here everybody is equal, and nothing goes on in secret."), _("You can say what helped you elsewhere, without naming the place or asking others to come.")),
        "PV10": (_("Looks for contact with people who were harmed"), _("Your text asks to be in touch with people who have been harmed. We do not publish that: they are to be left in peace."), _("A helpline or a therapist can talk with you about the wish behind it.")),
        "PV11": (_("Is in despair, or speaks of being looked down on"), _("We read how heavy it is for you. You are more than the thoughts you live with, and you are not the only one."), _("You do not have to change anything. The people below listen, at any hour and without judging.")),
    }  # fmt: skip
