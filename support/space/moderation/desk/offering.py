"""The reasons of a space as the form of a decision offers them: in groups, each with what the writer will be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from support.common.kernel.i18n import gettext as _
from support.space.cases import reason_words, reasons
from support.space.moderation.desk import words

SKIPPING = ("too_hard", "language", "know_them", "unsure")
ABOUT_THE_TEXT = ("language", "unsure")  # what is kept of them: nothing that says something about a reader


@dataclass(frozen=True)
class Offered:
    """One reason. ``fits`` says in words for which decisions; ``statement`` is what the writer reads: what cannot stay
    or was noticed, and what can be done."""

    code: str
    name: str
    statement: reason_words.Statement
    outcomes: tuple[str, ...]
    fits: str


@dataclass(frozen=True)
class Group:
    """Reasons of one kind."""

    title: str
    reasons: tuple[Offered, ...]

    def has(self, codes: Iterable[str]) -> bool:
        """Whether one of these codes is among the group's."""
        return bool({reason.code for reason in self.reasons} & set(codes))


def groups(part: str) -> list[Group]:
    """All reasons of the space: danger first, then what every space has, then its own."""
    titles = {"X": _("Danger"), "C": _("House rules"), "": _("Rules of this space")}
    sorted_in: dict[str, list[Offered]] = {begin: [] for begin in titles}
    for one in offered(part, [reason.code for reason in reasons.reasons(part)]):
        sorted_in[one.code[0] if one.code[0] in titles else ""].append(one)
    return [Group(title, tuple(sorted_in[begin])) for begin, title in titles.items()]


def offered(part: str, codes: Iterable[str]) -> list[Offered]:
    """These reasons of the space in the order of its policy."""
    given = set(codes)
    return [_offered(reason, part) for reason in reasons.reasons(part) if reason.code in given]


def _offered(reason: reasons.Reason, part: str) -> Offered:
    fits = _("For: %(decisions)s", decisions=", ".join(words.choice(outcome)[0] for outcome in reason.outcomes))
    name, statement = reason_words.short(reason.code, part), reason_words.statement(reason.code, part)
    return Offered(reason.code, name, statement, reason.outcomes, fits)


def skipping() -> list[tuple[str, str]]:
    """Why somebody passes a post on: codes and words, the first says nothing."""
    texts = {
        "too_hard": _("It is too hard for me today"),
        "language": _("I do not read this language well"),
        "know_them": _("I know this person"),
        "unsure": _("I am not sure what to do"),
    }
    return [("", _("I would rather not say")), *((code, texts[code]) for code in SKIPPING)]
