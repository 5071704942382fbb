"""The words of the finder: each question, each answer with what it means, and what the page with the list says first."""

from __future__ import annotations

from collections.abc import Sequence

from support.common.kernel.i18n import gettext as _
from support.site.guides.finder import questions as q

Option = tuple[str, str, str]


def heading(step: str) -> str:
    """The question."""
    return {
        q.WHO: _("Who is this for?"),
        q.WHAT: _("What is going on?"),
        q.WHERE: _("Where?"),
        q.TALK: _("How would you like to talk?"),
    }[step]


def hint(step: str) -> str:
    """What helps to answer it."""
    return {
        q.WHO: _(
            "It decides what we ask next. If you ask for yourself and are under 18, say so: there is help made for you."
        ),
        q.WHAT: _("Choose what comes closest. You do not have to be sure."),
        q.WHERE: _("It finds help that works there. A country is enough."),
        q.TALK: _("You can change your mind at any time."),
    }[step]


def missing(step: str) -> str:
    """What is said where a question came back without an answer."""
    return (
        _("Choose a country from the list, or skip this question.")
        if step == q.WHERE
        else _("Choose one of the answers, or skip this question.")
    )


def options(step: str, answers: q.Answers) -> list[Option]:
    """The answers that fit: code, words, and what they mean."""
    said = _who() if step == q.WHO else _talk() if step == q.TALK else _what(answers.who)
    return [(code, *said[code]) for code in q.options(step, answers)]


def _who() -> dict[str, tuple[str, str]]:
    return {
        q.ME: (_("Me"), _("Whatever it is about.")),
        q.YOUNG: (_("I am under 18 and it is about me"), _("You will see services for people of your age.")),
        q.CHILD: (
            _("My child, or a child I look after"),
            _("Also if you only have a feeling that something is wrong."),
        ),
        q.LOVED: (_("Somebody I love"), _("A partner, a relative, a friend.")),
        q.WORK: (_("A person I work with"), _("As a teacher, nurse, therapist, coach, volunteer.")),
        q.HELP: (_("I want to help"), _("Somebody close, or people you do not know.")),
    }


def _what(who: str) -> dict[str, tuple[str, str]]:
    danger = (_("Somebody is in danger now"), _("You go straight to numbers to call."))
    found = (_("I found something illegal"), _("Online, or on a device. Do not copy it or send it on."))
    about_me = {
        q.DANGER: (
            _("I am in danger now"),
            _("From somebody, or because you may end your life. You go straight to numbers to call."),
        ),
        q.LATELY: (_("I was hurt lately"), _("In the last days, weeks or months. Also if it is still going on.")),
        q.PAST: (_("I was hurt long ago"), _("As a child, or years back. It is never too late to talk.")),
        q.IMAGES: (_("There are images of me"), _("They were shared, or somebody says they will share them.")),
        q.THOUGHTS: (
            _("My own thoughts worry me"),
            _("Sexual thoughts about children or about hurting somebody. Nothing has been done."),
        ),
        q.DONE: (
            _("I have done or looked at something"),
            _("It hurt somebody, or it was against the law. There is help to stop."),
        ),
        q.FOUND: found,
    }
    if who in (q.ME, q.YOUNG):
        return about_me
    about_others = {
        q.DANGER: danger,
        q.HURT: (_("Somebody was hurt"), _("Now or long ago. Also if you are not sure yet.")),
        q.IMAGES: (_("There are images of somebody"), _("They were shared, or somebody says they will share them.")),
        q.WORRIED: (
            _("What somebody thinks or does worries me"),
            _("Sexual thoughts about children, or something that they did or looked at."),
        ),
        q.FOUND: found,
        q.LEARN: (_("I want to learn, or to give time"), _("How to stand by people, and who does this work.")),
        q.THOUGHTS: (_("Somebody is worried about their own thoughts"), about_me[q.THOUGHTS][1]),
        q.DONE: (_("Somebody has done or looked at something"), about_me[q.DONE][1]),
    }
    if who == q.CHILD:
        about_others[q.HURT] = (_("The child was hurt"), _("Or you fear it. Now or long ago."))
        about_others[q.IMAGES] = (_("There are images of the child"), about_others[q.IMAGES][1])
        about_others[q.WORRIED] = (
            _("What the child does or thinks worries me"),
            _("Towards other children, or online."),
        )
    if who == q.WORK:
        about_others[q.WORRIED] = (
            _("The person is worried about their own thoughts, or did something"),
            _("You want to send them to the right help."),
        )
    return about_others


def _talk() -> dict[str, tuple[str, str]]:
    return {
        q.CALL: (_("Call"), _("You can hang up at any time. Your phone keeps a list of calls.")),
        q.WRITE: (_("Chat or text"), _("Good where somebody could hear you.")),
        q.MAIL: (_("E-mail or a form"), _("An answer can take days.")),
        q.VISIT: (_("In person"), _("Places that you can go to.")),
        q.ANY: (_("Any of these"), _("The list is longer then.")),
    }


def says(name: str) -> Sequence[str]:
    """What stands above the list, before any service."""
    return (_about_harm() | _about_worries())[name]


def _about_harm() -> dict[str, Sequence[str]]:
    return {
        "anybody": [_("These listen to anybody, whatever it is.")],
        "young": [_("These talk with people under 18. You can talk about anything. Nothing is too small.")],
        "past": [_("What was done to you was not your fault. It is never too late to talk about it.")],
        "lately": [
            _("What was done to you was not your fault. You do not have to decide anything today."),
            _("A doctor can look after you, also if you do not go to the police."),
        ],
        "young_hurt": [
            _(
                "What was done to you was not your fault. You may tell somebody, also if you were told to keep it secret."
            ),
            _("These are for people of your age."),
        ],
        "images": [
            _("It is not your fault that somebody shares images. These can help to get them taken down."),
            _(
                "Does somebody ask for money or more images? Get help before you pay. Stop answering, and keep the messages."
            ),
        ],
        "young_images": [
            _("It is not your fault, even if you took the picture yourself. These can help to get it taken down."),
            _(
                "Does somebody ask for money or more images? Get help before you pay. Stop answering, keep the messages, and tell an adult you trust."
            ),
        ],
        "found": [
            _("Note the address, then close it. Do not copy it, keep it or send it on, not even as proof."),
            _("Give the address to one of these. They know what to do."),
        ],
        "young_found": [
            _("You did nothing wrong by coming across it. Close it. Do not keep it or send it on."),
            _("Tell an adult you trust, or one of these."),
        ],
        "family": [
            _("You noticed it, and you look for help. That matters most for a child."),
            _("Stay calm with the child. Say that you believe them. Do not ask for details."),
        ],
        "loved": [
            _("You do not have to know what to say. To listen and to believe helps most."),
            _("These are for people close to somebody who was hurt."),
        ],
        "work": [
            _("These are for people who meet it in their work, or who can take the person from there."),
            _("Your own duty to report comes from the law of your place and from your job."),
        ],
        "learn": [
            _("These know about harm to children and adults. Many of them look for people who give time or money."),
            _("Ask first what they need."),
        ],
    }


def _about_worries() -> dict[str, Sequence[str]]:
    stop = _("Is a child in danger now, or could be? Call the emergency number on top of this page first.")
    ask = _("Before you tell them details, you can ask what they must pass on.")
    close = _(
        "Are you afraid that you could do something soon? Go where no child is, and call the number on top of this page."
    )
    return {
        "work_worried": [
            _("These are made for people worried about their own thoughts or behaviour."),
            stop,
            _("Your own duty to report comes from the law of your place and from your job."),
        ],
        "thoughts": [
            _("Thoughts are not acts. Many people with such thoughts never hurt anybody, and there is help for it."),
            close,
            ask,
        ],
        "young_thoughts": [
            _(
                "Thoughts are not acts. You did not choose them. There are people who know about this, and who talk with people of your age."
            ),
            _("Are you scared of what you might do? Go to another room, near other people."),
            ask,
        ],
        "done": [
            _(
                "Somebody was hurt, also where a person only looked at images. You can stop, and there are people who help with that."
            ),
            stop,
            ask,
        ],
        "young_done": [
            _("Somebody may have been hurt. You can stop, and you can get help. These talk with people of your age."),
            stop,
            ask,
        ],
        "family_worried": [
            _("It is hard to see this in somebody you love. You are not to blame for what they do."),
            stop,
            ask,
        ],
    }
