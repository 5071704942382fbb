"""The words of the page on where to tell: for each thing that was found, what to do, what happens then, what not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from support.common.kernel.i18n import gettext as _
from support.site.guides.telling.places import LONG_AGO, NOW, ONLINE, OWN_IMAGES


@dataclass(frozen=True)
class Advice:
    """What the page says. ``facts`` are those it leans on; ``guide`` is the id of the guide that says more."""

    heading: str
    first: tuple[str, ...]
    then: tuple[str, ...]
    better_not: tuple[str, ...]
    none_here: str
    facts: tuple[str, ...]
    guide: str


def questions() -> list[tuple[str, str, str]]:
    """What may have been found: code, words, and a hint."""
    return [
        (NOW, _("A child in danger"), _("Now, or you fear it may happen. You do not have to be sure.")),
        (ONLINE, _("Something illegal online"), _("You came across it, or somebody sent it to you.")),
        (OWN_IMAGES, _("Images of me"), _("From when you were under 18, or later. Also if you only fear it.")),
        (LONG_AGO, _("Something that happened long ago"), _("To you, or to somebody else.")),
    ]


def advice(found: str) -> Advice:
    """The words for one of ``places.FOUND``."""
    return ADVICE[found]()


def by_name(anonymous: str) -> str:
    """Whether they ask who you are, as far as the sources say."""
    return {
        "yes": _("You need not give your name."),
        "no": _("They ask for your name."),
    }.get(anonymous, _("Not known whether they ask for your name. You can ask that first."))


def dated(note: str) -> tuple[str, str]:
    """The date of a source: in the reader's words, and what is left as it was noted. Nothing that is from memory."""
    if "from memory" in note:
        return "", ""
    first, _semicolon, rest = note.partition(";")
    return (_("no date given"), rest.strip()) if first.strip() == "undated" else ("", note)


def _now() -> Advice:
    return Advice(
        heading=_("A child in danger: whom to call"),
        first=(
            _("If it is happening now, call the emergency number. Say where the child is."),
            _("If it is not this minute, call one of the lines below. A worry is enough. You need no proof."),
            _("If the child told you: stay calm, and say that you believe them. Do not ask for details."),
        ),
        then=(
            _("They ask what you saw or heard, and where. They decide whether somebody looks after the child."),
            _("You may not hear how it went on. You can call again if you are still worried."),
        ),
        better_not=(
            _("Do not speak to the person you suspect. It can put the child at more risk."),
            _("Do not question the child, and record nothing."),
            _("Do not promise the child to keep it secret. Say who you will tell."),
        ),
        none_here=_("We know of no line for this in that country yet. Call the police there, or ask a line that knows the country."),
        facts=("DI13", "DI14", "RP14"),
        guide="found-something",
    )  # fmt: skip


def _online() -> Advice:
    return Advice(
        heading=_("Something illegal online: where to tell it"),
        first=(
            _("Write down the address of the page, or the name of the account, and the time."),
            _("Then close the page. You do not have to look at it again."),
            _("Give what you wrote down to one of the places below. Often the address is enough."),
            _("Use the platform’s own button as well. It does not replace the others."),
        ),
        then=(
            _("A trained person looks at the address. If it is against the law, they ask for it to be taken down."),
            _("They pass it to the police where it points to a child. You may hear nothing more, and it still counts."),
        ),
        better_not=(
            _("Do not look for more of it."),
            _("Do not save it, copy it, photograph it or send it on. Not as proof, and not to warn others."),
            _("In the United Kingdom a copy is a crime in itself (law as of 2025). It can be so elsewhere too."),
            _("Do not search for the person, and do not write to them."),
        ),
        none_here=_("We know of no place for this in that country yet. The police there take it. The network INHOPE lists hotlines by country."),
        facts=("RP01", "RP02", "RP07", "RP14", "RP16", "LE11"),
        guide="found-something",
    )  # fmt: skip


def _own_images() -> Advice:
    return Advice(
        heading=_("Images of you: who takes them down"),
        first=(
            _("You did nothing wrong, even if you took the picture yourself."),
            _("You were under 18 in the image? Then Take It Down is for you, at any age now. Later images: StopNCII."),
            _("The image stays on your phone or computer. Only a kind of fingerprint of it is sent."),
            _("Somebody asks for money or more images? Stop answering. Keep their messages, and ask for help before you pay."),
        ),
        then=(
            _("Companies that take part look for that fingerprint and take the image away. Others do not look."),
            _("Removal can take days or longer, and it may turn up again. Then you can ask again."),
        ),
        better_not=(
            _("Do not search for the images yourself. Ask one of these places to do it."),
            _("Do not send them to anybody, not even to us. We cannot receive them."),
            _("If you were under 18 in them, do not copy them as proof."),
        ),
        none_here=_("We know of no place in that country yet. These work from anywhere. The police of your country take it too."),
        facts=("IM01", "IM02", "IM04", "IM05", "ON09"),
        guide="pictures-of-you",
    )  # fmt: skip


def _long_ago() -> Advice:
    return Advice(
        heading=_("Something long ago: who listens, and who can act"),
        first=(
            _("You may tell it at any age. Nobody can say that it is too late to speak."),
            _("You can first talk to a line, without deciding anything."),
            _("If the person still has children around them, a child may be in danger now. Then tell it soon."),
            _("The police take it at any station. You can bring somebody with you."),
        ),
        then=(
            _("They write down what you say. You can ask for a break, and for a woman or a man to talk to."),
            _("Whether there can still be a case depends on the place. Time limits differ widely. Ask a legal service."),
            _("You can stop speaking at any time. What was written down may still be used."),
        ),
        better_not=(
            _("Do not go to the person who did it. It can be dangerous, and it can harm a case."),
            _("Do not ask others who were there to remember it your way. Let each tell it alone."),
            _("Do not write their name in public."),
        ),
        none_here=_("We know of no service for this in that country yet. The police there take it. A line can help you think first."),
        facts=("DI17", "DI14", "LE06"),
        guide="first-steps",
    )  # fmt: skip


ADVICE: Mapping[str, Callable[[], Advice]] = {NOW: _now, ONLINE: _online, OWN_IMAGES: _own_images, LONG_AGO: _long_ago}
