"""Reads the files of the guides, once. What must not be shown is left out, and said with file, line and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from support.site.guides.articles import crossing, references
from support.site.guides.articles.front_matter import read_front_matter, split
from support.site.guides.articles.guide import KNOWN, BrokenGuide, Fault, FrontMatter, Guide, Search
from support.site.guides.articles.markdown import forbidden, parse
from support.site.guides.articles.markdown import references as references_in

DATA = Path(__file__).parent / "data"
FIRST_LANGUAGE = "en"
LARGEST_BYTES = 40_000


@dataclass(frozen=True)
class Shelf:
    """All guides that may be shown, by language and id, and the faults of those that may not."""

    guides: Mapping[tuple[str, str], Guide]
    faults: tuple[Fault, ...]

    def guide(self, guide_id: str, language: str) -> Guide | None:
        """The guide in that language, or in English; None where neither may be shown."""
        return self.guides.get((language, guide_id)) or self.guides.get((FIRST_LANGUAGE, guide_id))

    def heading(self, guide_id: str, language: str) -> str | None:
        """What a link to the guide is called; None where there is no such page."""
        found = self.guide(guide_id, language)
        return found.about.heading if found else None


@cache
def shelf(folder: Path = DATA) -> Shelf:
    """The guides in a folder, which has a folder for each language."""
    guides: dict[tuple[str, str], Guide] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*/*.md")):
        try:
            guides[path.parent.name, path.stem] = read(path)
        except BrokenGuide as broken:
            faults += broken.faults
    return Shelf(guides, tuple(faults))


def read(path: Path) -> Guide:
    """The guide in one file. Raises :class:`BrokenGuide` where it must not be shown."""
    file = f"{path.parent.name}/{path.name}"
    if path.stem not in KNOWN:
        raise BrokenGuide(Fault(file, 1, "No guide has this name.", f"The names are: {', '.join(KNOWN)}."))
    head, body, first_line = split(_text(path, file), file)
    about = read_front_matter(head, file, path.stem)
    guide = Guide(path.stem, path.parent.name, file, about, parse(body), body, first_line)
    faults = (*_in_front(guide, head), *_in_text(guide))
    if faults:
        raise BrokenGuide(*faults)
    return guide


def _text(path: Path, file: str) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise BrokenGuide(Fault(file, 1, "The file is too long to be a guide.", f"At most {LARGEST_BYTES} bytes."))
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenGuide(Fault(file, 1, f"The file cannot be read ({error}).", "Save it as UTF-8.")) from error


def _in_front(guide: Guide, head: str) -> Iterator[Fault]:
    about = guide.about
    checks = [(f'"{one}"', references.listing_refused(one, about)) for one in about.lines]
    checks += [(f'"{one}"', references.guide_refused(one, about)) for one in about.see_also]
    checks += [(f'"{one}"', references.refused("fact", one, "", about)) for one in about.facts]
    checks += [(search.label, _search_refused(search, about)) for search in about.searches]
    for words, refused in checks:
        if refused:
            line = head[: max(head.find(words), 0)].count("\n") + 2
            yield Fault(guide.file, line, *refused)


def _search_refused(search: Search, about: FrontMatter) -> tuple[str, str] | None:
    reason = crossing.search_refused(about.audience, str(search.fields.get("audience", "")))
    return (f"The search “{search.label}” crosses over. {reason}", "Change its audience.") if reason else None


def _in_text(guide: Guide) -> Iterator[Fault]:
    for line, what, advice in forbidden(guide.source):
        yield Fault(guide.file, guide.first_line + line, what, advice)
    for kind, target, words, line in references_in(guide.tokens):
        refused = references.refused(kind, target, words, guide.about)
        if refused:
            yield Fault(guide.file, guide.first_line + line, *refused)
