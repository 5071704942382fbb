"""What somebody needs, from the answers to the first two questions. Pure.

``side`` says which of the two concerns the list serves: it never shows what is for the other one (promise 5).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from support.site.directory.terms import HURT, OWN
from support.site.guides.finder.questions import (
    CHILD,
    DONE,
    FOUND,
    HELP,
    IMAGES,
    LATELY,
    LEARN,
    LOVED,
    ME,
    PAST,
    SKIPPED,
    THOUGHTS,
    WORK,
    WORRIED,
    YOUNG,
    Answers,
)
from support.site.guides.finder.questions import HURT as SOMEBODY_HURT

OPEN = "open"  # neither concern was named: only what is for anybody in a crisis
TALKING_KINDS = ("hotline", "chat", "text_line")
TEEN, GROWN = "teen", "adult"


@dataclass(frozen=True)
class Need:
    """``audience`` and ``kind`` as in the directory's search; ``first`` are kinds that fit best, best first.

    ``age`` is ``TEEN`` where somebody under 18 asks for themselves, ``GROWN`` where an adult does, else empty.
    ``about_child`` where somebody grown asks for a child: lines for adults who worry about one come first.
    ``says`` names the sentences of the page (``words.py``), ``guide`` the guide that says more.
    """

    says: str
    side: str
    audience: str
    first: tuple[str, ...] = TALKING_KINDS
    kind: str = ""
    age: str = ""
    about_child: bool = False
    guide: str = ""


AFTERWARDS = ("hotline", "crisis_centre", "victim_advocacy", "forensic_exam", "chat", "text_line")
FOR_A_CHILD = ("hotline", "victim_advocacy", "reporting", "crisis_centre", "family_support", "forensic_exam", "chat")
LONG_AGO = ("hotline", "chat", "text_line", "peer_support", "support_group", "therapist_finder")
PREVENTION = ("prevention_service", "prevention_therapist", "hotline", "chat", "self_help", "therapist_finder")

ANYBODY = Need("anybody", OPEN, "anyone")
PREVENTING = Need("thoughts", OWN, "own_thoughts", PREVENTION, guide="worried-adult")
TAKEN_DOWN = Need("images", HURT, "", ("image_removal",), "image_removal", guide="pictures-of-you")
TOLD = Need("found", HURT, "", ("reporting", "hotline"), "reporting", guide="found-something")
FAMILY = Need("family", HURT, "family", (*AFTERWARDS, "family_support", "peer_support"), guide="first-minutes")
FAMILY_WORRIED = Need("family_worried", OWN, "family_worried", PREVENTION, guide="someone-i-love")

NEEDS: dict[tuple[str, str], Need] = {
    **{
        (who, what): need
        for who in (ME, SKIPPED)
        for what, need in {
            PAST: Need("past", HURT, "survivor", LONG_AGO, guide="first-steps"),
            LATELY: Need("lately", HURT, "survivor", AFTERWARDS, guide="first-steps"),
            SOMEBODY_HURT: Need("past", HURT, "survivor", LONG_AGO, guide="first-steps"),
            THOUGHTS: PREVENTING,
            DONE: replace(PREVENTING, says="done", guide="when-you-ask"),
            WORRIED: FAMILY_WORRIED,
            IMAGES: TAKEN_DOWN,
            FOUND: TOLD,
        }.items()
    },
    **{
        (who, what): need
        for who in (CHILD, LOVED, WORK, HELP)
        for what, need in {
            SOMEBODY_HURT: FAMILY,
            WORRIED: FAMILY_WORRIED,
            IMAGES: TAKEN_DOWN,
            FOUND: TOLD,
            LEARN: Need("learn", HURT, "professional", ("training", *AFTERWARDS), guide="what-can-i-do"),
        }.items()
    },
    (CHILD, SOMEBODY_HURT): replace(FAMILY, first=FOR_A_CHILD, about_child=True),
    (WORK, SOMEBODY_HURT): Need("work", HURT, "professional", (*AFTERWARDS, "reporting"), guide="at-work"),
    (WORK, WORRIED): replace(PREVENTING, says="work_worried", guide="at-work"),
    (LOVED, SOMEBODY_HURT): replace(FAMILY, says="loved", guide=""),
    (HELP, SOMEBODY_HURT): replace(FAMILY, says="loved", guide="what-can-i-do"),
}
OF_THE_YOUNG = {
    PAST: Need("young_hurt", HURT, "", age=TEEN, guide="saying-it-aloud"),
    LATELY: Need("young_hurt", HURT, "", age=TEEN, guide="saying-it-aloud"),
    THOUGHTS: replace(PREVENTING, says="young_thoughts", age=TEEN, guide="worried-young"),
    DONE: replace(PREVENTING, says="young_done", age=TEEN, guide="worried-young"),
    IMAGES: replace(TAKEN_DOWN, says="young_images", age=TEEN),
    FOUND: replace(TOLD, says="young_found", first=TALKING_KINDS, kind="", age=TEEN),
}


def need_of(answers: Answers) -> Need:
    """What the first two answers come to. Skipped ones lead to what is for anybody. Danger has a page of its own."""
    who, what = answers.who or SKIPPED, answers.what
    if who == YOUNG:
        return OF_THE_YOUNG.get(what, replace(ANYBODY, says="young", audience="", age=TEEN))
    found = NEEDS.get((who, what), ANYBODY)
    return replace(found, age=GROWN) if who == ME and not found.kind else found
