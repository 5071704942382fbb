"""How a stated duty is said on a page: what calls for it, what is passed on, and what the writer is told."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import ngettext
from support.space.duties.stated import NOTHING_ELSE, Duty


def trigger_words(trigger: str) -> str:
    """A short heading for what calls for a duty."""
    return {
        "own_life_in_danger": _("The life of the person who writes is in danger"),
        "harmed_now": _("Somebody is being harmed now"),
        "child_in_danger": _("A child may be in danger"),
        "fear_of_acting": _("Somebody fears that they may harm a child"),
        "threat_to_another": _("A threat against a person"),
        "illegal_material": _("Material showing abuse"),
        "enticement": _("Somebody tries to get a child to do something sexual"),
        "past_offence": _("A crime that the authorities do not know of"),
        "court_order": _("A court orders it"),
    }[trigger]


def why_words(duty: Duty) -> str:
    """Whether the law obliges the operator, or the operator has chosen so."""
    return _("The law asks this of us.") if duty.must else _("The law does not ask this of us. We chose it.")


def passed_on_words(duty: Duty) -> list[str]:
    """What is passed on, a phrase each."""
    named = {"text": _("the words of the post"), "pseudonym": _("the pseudonym"), "times": _("the times of writing")}
    return [named[word] for word in duty.passed_on if word != NOTHING_ELSE]


def more_words(duty: Duty) -> str:
    """Whether more than that may be passed on."""
    if NOTHING_ELSE in duty.passed_on:
        return _("Nothing else is passed on.")
    return _("More may have to be passed on if it is asked for.")


def told_words(duty: Duty) -> str:
    """Whether the writer learns of it."""
    return {
        "yes": _("We tell you before we do it."),
        "after": _("We tell you after we have done it."),
        "no": _("We may not be able to tell you that it was done."),
    }[duty.author_told]


def within_words(duty: Duty) -> str:
    """How soon it is passed on; empty where no number is fixed."""
    if duty.within_hours is None:
        return ""
    if duty.within_hours == 0:
        return _("At once.")
    return ngettext("Within %(num)s hour.", "Within %(num)s hours.", duty.within_hours)
