"""Mail addresses, links, handles and onion addresses as they are written (safety.md S58).

Every expression is bounded and begins at one certain sign, so that the work grows with the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from support.common.screening.steps import Steps
from support.common.screening.words_seen import ONE_LETTER, Seen

Place = tuple[str, int, int]  # rule, first sign, sign after the last

# Endings as they look once i, l and 1 are one letter and o and 0 another. Short words of a language are none.
PLAIN_ENDINGS = (
    "com org net info io co edu gov uk de fr eu app dev gg link onion xyz tv chat site online club blog space "
    "ru br mx ar cl"
)
ENDINGS = "|".join(sorted((one.translate(ONE_LETTER) for one in PLAIN_ENDINGS.split()), key=len, reverse=True))
SURE = "|".join(one.translate(ONE_LETTER) for one in ("com", "org", "net", "info", "onion"))
LOCAL = re.compile(r"[\w.%+-]")
DOMAIN = re.compile(r" {0,2}[a-z0-9-]{1,63}(?: ?\. ?[a-z0-9-]{1,63}){1,4}")
LABEL = re.compile(r"(?<![\w@.-])[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,3}")
ENDING = re.compile(rf"\.(?:{ENDINGS})(?![\w-])|(?:\.[a-z]{{2}}/\S)|(?: \. ?| ?\. )(?:{SURE})(?![\w-])")
BEGUN = re.compile(
    r"\bh(?:tt|xx)ps? {0,2}: {0,2}/{1,2} ?\S{1,200}|\bwww ?\. ?\S{1,200}|\b(?:t|wa|discord)\.(?:me|gg)/\S{1,80}"
)
HANDLE = re.compile(r"@(?=[\w.]{0,30}[a-z])[\w.]{3,30}")
ONION = re.compile(r"\b[a-z0-9]{16,56} ?\. ?onlon\b")
AFTER_PATH = re.compile(r"[/?#]\S{1,200}")


def addresses(seen: Seen, steps: Steps) -> Iterator[Place]:
    """Each address. Raises OutOfSteps."""
    steps.spend(4 * len(seen.signs))
    signs = seen.signs.translate(ONE_LETTER)
    for place in re.finditer("@", signs):
        steps.spend(100)
        yield from _at(signs, place.start())
    for onion in ONION.finditer(signs):
        yield "onion", onion.start(), onion.end()
    for begun in BEGUN.finditer(signs):
        yield "link", begun.start(), begun.end()
    for label in LABEL.finditer(signs):
        yield from _ending(signs, label)


def _ending(signs: str, label: re.Match[str]) -> Iterator[Place]:
    """A name that goes on, or has gone on, to an ending we know."""
    said = label[0]
    dot = said.rfind(".")
    for at in (label.end(), label.start() + dot if dot > 0 else -1):
        ending = ENDING.match(signs, at) if at >= 0 else None
        if ending and signs[at : at + 1] in (".", " "):
            path = AFTER_PATH.match(signs, ending.end())
            yield "link", label.start(), path.end() if path else ending.end()
            return


def _at(signs: str, at: int) -> Iterator[Place]:
    """A mail address around an @, else a handle after it."""
    end_of_name = at
    while end_of_name > 0 and at - end_of_name < 2 and signs[end_of_name - 1] == " ":
        end_of_name -= 1
    start = end_of_name
    while start > 0 and end_of_name - start < 64 and LOCAL.match(signs[start - 1]):
        start -= 1
    domain = DOMAIN.match(signs, at + 1)
    spaced = domain is not None and (" " in domain[0] or end_of_name < at)
    if start < end_of_name and domain and (not spaced or re.search(rf"\. ?(?:{ENDINGS})\b", domain[0])):
        yield "mail", start, domain.end()
        return
    handle = HANDLE.match(signs, at)
    if handle and (at == 0 or not signs[at - 1].isalnum()):
        yield "handle", at, handle.end()
