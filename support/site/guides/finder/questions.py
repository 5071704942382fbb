"""The tree of the finder: at most four questions, which answers each has, and which of them fit together. Pure.

Every question can be skipped. An answer that does not fit to the ones before it is dropped, and asked again.
"""

from __future__ import annotations

import msgspec

from support.common.kernel.i18n import country_codes

WHO, WHAT, WHERE, TALK = "who", "what", "where", "talk"
STEPS = (WHO, WHAT, WHERE, TALK)
SKIPPED = "skipped"
ANSWERED = "answered"
LONGEST_PLACE = 120

ME, YOUNG, CHILD, LOVED, WORK, HELP = "me", "young", "child", "loved", "work", "help"
PEOPLE = (ME, YOUNG, CHILD, LOVED, WORK, HELP)

PAST, LATELY, DANGER, THOUGHTS, DONE = "past", "lately", "danger", "thoughts", "done"
HURT, IMAGES, FOUND, WORRIED, LEARN = "hurt", "images", "found", "worried", "learn"
ABOUT_ME = (DANGER, LATELY, PAST, IMAGES, THOUGHTS, DONE, FOUND)
ABOUT_OTHERS = (DANGER, HURT, IMAGES, WORRIED, FOUND)
GOING_ON = {
    ME: ABOUT_ME,
    YOUNG: ABOUT_ME,
    CHILD: ABOUT_OTHERS,
    LOVED: ABOUT_OTHERS,
    WORK: ABOUT_OTHERS,
    HELP: (DANGER, HURT, FOUND, LEARN),
    SKIPPED: (DANGER, HURT, IMAGES, THOUGHTS, DONE, WORRIED, FOUND),
}

CALL, WRITE, MAIL, VISIT, ANY = "call", "write", "mail", "visit", "any"
TALKING = (CALL, WRITE, MAIL, VISIT, ANY)


class Answers(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was answered so far; empty: not asked yet. ``where`` says only that it was answered, or skipped.

    ``at`` is a question that is shown again (back), ``missing`` says that it was sent without an answer.
    """

    who: str = ""
    what: str = ""
    where: str = ""
    country: str = ""
    near: str = ""
    talk: str = ""
    at: str = ""
    missing: bool = False


def options(step: str, answers: Answers) -> tuple[str, ...]:
    """What can be answered to a question, without *skip*; what is going on depends on whose question it is."""
    if step == WHO:
        return PEOPLE
    if step == WHAT:
        return GOING_ON.get(answers.who, GOING_ON[SKIPPED])
    return (ANSWERED,) if step == WHERE else TALKING


def settled(answers: Answers) -> Answers:
    """The answers without those that do not fit to the ones before them: the first of these is asked next."""
    for step in STEPS:
        value = getattr(answers, step)
        if value and value not in (*options(step, answers), SKIPPED):
            answers = without(answers, step)
    if answers.country and answers.country not in country_codes():
        answers = without(answers, WHERE)
    return answers


def without(answers: Answers, step: str) -> Answers:
    """The answers, with one question not answered."""
    fields = (WHERE, "country", "near") if step == WHERE else (step,)
    return msgspec.structs.replace(answers, **dict.fromkeys(fields, ""))


def question(answers: Answers) -> str:
    """Which question comes now; empty where there is nothing left to ask. Danger asks nothing more."""
    if answers.at in STEPS:
        return answers.at
    if answers.what == DANGER:
        return ""
    return next((step for step in STEPS if not getattr(answers, step)), "")


def before(step: str) -> str:
    """The question before one; empty before the first."""
    number = STEPS.index(step) if step in STEPS else len(STEPS)
    return STEPS[number - 1] if number else ""
