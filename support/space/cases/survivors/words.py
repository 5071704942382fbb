"""The reasons that only the survivors' space has, said to readers at the desk and to writers (moderation.md 4.3)."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _
from support.space.cases.words import Said


def said() -> dict[str, Said]:
    """Short name, what cannot stay, what can be changed, by code, in the reader's language."""
    return {
        "SV01": (_("Describes what was done in detail"), _("What happened to you matters, and you may name it here. Exact details of it we do not show, for they can bring other readers' own memories back."), _("Please say that part in general words. If you want to tell all of it, the people below listen, one to one.")),
        "SV02": (_("Names or shows who did it, a family, a place, or a court case"), _("Your text could show who a person, a family or a place is, or it is about a case that a court still has before it. That could hurt you, or your case."), _("Please leave out names, places and what the court is dealing with. “Somebody I trusted” is enough.")),
        "SV03": (_("Tells others what to do: speak, stay silent, report, forgive"), _("Your text tells others what they should do. Here each person chooses for themselves what they tell, to whom, and whether they forgive."), _("Please say what you chose and what it was like for you, and leave the choice to the others.")),
        "SV04": (_("Blames, doubts, or compares who was hurt more"), _("Some of your words could sound to other readers as if they were to blame, were not believed, or were hurt less than somebody else."), _("You can write a new post about your own way through it, without measuring it against another person's.")),
        "SV05": (_("Suggests memories or a diagnosis"), _("Your text tells somebody what they may have or what they may have lived through. Only they can know, with people who are trained for it."), _("Please share what you know from your own life, and leave open what it is for them.")),
        "SV06": (_("Plans to get back at somebody"), _("Being very angry makes sense. Plans to hurt or hunt somebody we do not publish, for they can bring you and others into danger."), _("You can write about the anger itself. The lines below listen to it, too.")),
        "SV07": (_("Writes as a supporter, a journalist or a researcher"), _("This space is kept for people who write about what they lived through themselves."), _("For those who stand by somebody, the directory has places to ask. Thank you for caring.")),
        "SV08": (_("The writer is being hurt now"), _("You wrote that somebody hurts you now. It is not your fault, and you do not have to carry it alone."), _("If there is danger now, please call the emergency number. The lines below can think with you about what would help, at your pace.")),
        "SV09": (_("The writer knows of a child in danger"), _("This text stays unpublished."), _("If a child is in danger now, please call the emergency number. The lines below can tell you who helps.")),
        "SV10": (_("Asks prying questions, or turns it to the body"), _("Your answer asks for more than people here want to be asked, or speaks of somebody's body. We do not publish it, so that everybody can write here in peace."), _("You can write another answer: that you read it, and what it meant to you.")),
        "SV11": (_("Tells of own thoughts that they do not want"), _("You wrote about thoughts that you do not want. Having them does not make you bad, and your place here stays. In this space that part can be hard for others to read."), _("Please leave that part out here. There is a helpline for it below, where people listen without judging.")),
    }  # fmt: skip
