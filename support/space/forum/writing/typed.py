"""What somebody typed, read into a content, and what stands in the way of sending it (safety.md S73)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from support.common.kernel.text import clean, one_line
from support.space.forum.content import Content, Quote

LONGEST_BODY, LONGEST_TITLE = 8_000, 120  # characters
LONGEST_LANGUAGE = 35
LARGEST_BOX = 15_000  # what the box takes, in UTF-16 units as browsers count: three bytes each stay below 64 KB


@dataclass(frozen=True)
class Typed:
    """The fields of the form as they came. ``title`` only of an opening post."""

    body: str
    title: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()

    def content(self, notes: Sequence[str], languages: Sequence[str], quote: Quote | None, *, titled: bool) -> Content:
        """A content that can be kept: clean text, of ``notes`` those that the space has, a language that is known."""
        return Content(
            body=clean(self.body),
            title=one_line(self.title) if titled else "",
            language=self.language if self.language in languages else "",
            notes=tuple(note for note in notes if note in self.notes),
            quote=quote,
        )


def problems(content: Content, *, titled: bool) -> dict[str, str]:
    """What has to change before a content can be sent: codes by the name of the field; empty where nothing has to."""
    found = {}
    if titled and not content.title:
        found["title"] = "no_title"
    elif len(content.title) > LONGEST_TITLE:
        found["title"] = "long_title"
    if not content.body:
        found["body"] = "no_body"
    elif len(content.body) > LONGEST_BODY:
        found["body"] = "long_body"
    return found
