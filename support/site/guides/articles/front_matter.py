"""Reads what stands between the ``+++`` lines of a guide. What cannot be right is refused, nothing is guessed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from support.site.directory.terms import SINGLE
from support.site.guides.articles.guide import KNOWN, BrokenGuide, Fault, FrontMatter, Official, Search

FENCE = "+++"
LONGEST_REVIEW = timedelta(days=366)
LONGEST = {"title": 60, "heading": 120, "summary": 240, "content_note": 400, "label": 120, "name": 160}
REQUIRED = ("number", "title", "heading", "summary", "audience", "written", "review_due")
ALLOWED = (*REQUIRED, "content_note", "facts", "searches", "lines", "official", "see_also")
FIELDS = frozenset((*SINGLE, "q", "channel")) - {"country", "region", "within"}


class Refused(Exception):
    """One key is wrong: its name, and what to do."""


def split(text: str, file: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the body begins. Raises :class:`BrokenGuide`."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE or FENCE not in [line.rstrip() for line in lines[1:]]:
        raise BrokenGuide(Fault(file, 1, "The front matter has no +++ line before and after it.", "Write both."))
    end = [line.rstrip() for line in lines].index(FENCE, 1)
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def read_front_matter(text: str, file: str, guide_id: str) -> FrontMatter:
    """The front matter of the guide ``guide_id``. Raises :class:`BrokenGuide` with a fault for each wrong key."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = int(line[1]) + 1 if line else 1
        raise BrokenGuide(
            Fault(file, where, f"The front matter is not written in TOML ({error}).", "See docs/guides.md.")
        ) from error
    faults = [_fault(text, file, key, "is not known.", "Take it out.") for key in values if key not in ALLOWED]
    faults += [_fault(text, file, key, "is missing.", "Write it.") for key in REQUIRED if key not in values]
    found: dict[str, Any] = {}
    for key, read in READERS.items():
        try:
            found[key] = read(values[key]) if key in values else EMPTY.get(key, ())
        except Refused as refused:
            faults.append(_fault(text, file, key, "cannot be used.", str(refused)))
    faults = faults or _together(found, text, file, guide_id)
    if faults:
        raise BrokenGuide(*faults)
    return FrontMatter(**found)


def _together(found: Mapping[str, Any], text: str, file: str, guide_id: str) -> list[Fault]:
    """What is wrong between the keys, each of which is fine by itself."""
    faults = []
    number, audience = KNOWN[guide_id]
    if found["number"] != number:
        faults.append(_fault(text, file, "number", "is that of another guide.", f"{guide_id} has number {number}."))
    if found["audience"] != audience:
        faults.append(_fault(text, file, "audience", "is that of another guide.", f"Write {audience!r}."))
    if not timedelta(0) < found["review_due"] - found["written"] <= LONGEST_REVIEW:
        faults.append(_fault(text, file, "review_due", "does not fit.", "A day after written, at most a year later."))
    return faults


def _fault(text: str, file: str, key: str, what: str, advice: str) -> Fault:
    found = re.search(rf"^(?:\[\[)?{re.escape(key)}\b", text, re.MULTILINE)
    line = text[: found.start()].count("\n") + 2 if found else 1
    return Fault(file, line, f"The key {key} {what}", advice)


def _words(name: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        longest = LONGEST[name]
        if not isinstance(value, str) or not value.strip() or len(value) > longest or not value.isprintable():
            raise Refused(f"Write words in quotes, at most {longest} signs, on one line.")
        if "<" in value or "[[" in value:
            raise Refused("Write plain words: no HTML and no reference.")
        return value.strip()

    return read


def _whole_number(value: Any) -> int:
    if type(value) is not int:
        raise Refused("Write a whole number without quotes.")
    return value


def _day(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Refused("Write a day without quotes, such as 2026-11-25.")
    return value


def _ids(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Refused("Write a list of ids in quotes.")
    if len(set(value)) < len(value):
        raise Refused("Each id stands there once.")
    return tuple(value)


def _tables(value: Any, keys: set[str]) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) and keys <= item.keys() for item in value):
        raise Refused(f"Write a list of tables, each with {' and '.join(sorted(keys))}.")
    return value


def _official(value: Any) -> tuple[Official, ...]:
    found = []
    for row in _tables(value, {"name", "url"}):
        url = row["url"]
        if set(row) != {"name", "url"} or not isinstance(url, str) or urlsplit(url).scheme != "https":
            raise Refused("Each has a name and a url that begins with https://, and nothing else.")
        if not urlsplit(url).hostname or urlsplit(url).username or not url.isascii() or " " in url:
            raise Refused(f"{url} is not an address.")
        found.append(Official(_words("name")(row["name"]), url))
    return tuple(found)


def _searches(value: Any) -> tuple[Search, ...]:
    found = []
    for row in _tables(value, {"label"}):
        fields = {name: tuple(asked) if isinstance(asked, list) else asked for name, asked in row.items()}
        label = _words("label")(fields.pop("label"))
        if not fields or not fields.keys() <= FIELDS:
            raise Refused(f"Fields of a search are: {', '.join(sorted(FIELDS))}.")
        if not all(isinstance(asked, tuple if name == "channel" else str) for name, asked in fields.items()):
            raise Refused("Each field is words in quotes; channel is a list of them.")
        found.append(Search(label, fields))
    return tuple(found)


EMPTY: Mapping[str, Any] = {"content_note": ""}
READERS: Mapping[str, Callable[[Any], Any]] = {
    "number": _whole_number,
    "title": _words("title"),
    "heading": _words("heading"),
    "summary": _words("summary"),
    "audience": _words("label"),
    "written": _day,
    "review_due": _day,
    "content_note": _words("content_note"),
    "facts": _ids,
    "searches": _searches,
    "lines": _ids,
    "official": _official,
    "see_also": _ids,
}
