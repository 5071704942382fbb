"""A first mapping for a flat file that nobody knows: by the names of its columns, then by what stands in them.

It is a proposal: it is shown, corrected and saved (``mapping.py``). Where not even a name can be found, it is empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Cells

from support.site.exchange.dialects.mapping import Mapping
from support.site.exchange.dialects.synonyms import ENDINGS, SAME, SYNONYMS, WHOSE

_BETWEEN = re.compile(r"[^a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d ().\-/]{7,24}(?:\s*(?:x|ext)\.?\s*\d+)?", re.IGNORECASE)
_LABEL = re.compile(r"[^a-z0-9_]+")
_ENOUGH = 0.6


def guess(name: str, header: Sequence[str], sample: Iterable[Cells[str, str]], kind: str = "services") -> Mapping:
    """The mapping that names and samples suggest; each path is given to one column, the first that fits best."""
    columns: dict[str, str] = {}
    plain = {column: _plain(column) for column in header}
    for path, words in SYNONYMS:
        for word in words:
            column = next((one for one in header if plain[one] == word and one not in columns), None)
            if column is not None and path not in columns.values():
                columns[column] = path
                break
    rows = list(sample)
    if not _tells_apart(columns, rows):
        columns = {column: path for column, path in columns.items() if path != "id"}
    for column in header:
        if column not in columns:
            path = _by_ending(plain[column], columns.values())
            if path:
                columns[column] = path
    for column in header:
        if column not in columns:
            path = _by_values([row.get(column, "").strip() for row in rows], plain[column], columns.values())
            if path:
                columns[column] = path
    return Mapping(name=name, kind=kind, columns=_turned(columns, kind))


def _tells_apart(columns: dict[str, str], rows: Sequence[Cells[str, str]]) -> bool:
    """Whether what looks like an id is not the same for records of different names."""
    own = next((column for column, path in columns.items() if path == "id"), "")
    name = next((column for column, path in columns.items() if path in ("name", "organization.name")), "")
    named: dict[str, str] = {}
    return all(
        named.setdefault(row.get(own, "").strip(), row.get(name, "").strip()) == row.get(name, "").strip()
        for row in rows
        if own and row.get(own, "").strip()
    )


def is_enough(mapping: Mapping) -> bool:
    """Whether records made by it would say at least what they are called and one thing more."""
    paths = set(mapping.columns.values())
    return bool(paths & {"name", "organization.name", "location.name"}) and len(paths) > 1


def _plain(column: str) -> str:
    words = _BETWEEN.sub(" ", _HUMP.sub(" ", column).lower()).split()
    return " ".join(SAME.get(word, word) for word in words)


def _by_ending(plain: str, taken: Iterable[str]) -> str:
    for ending, path in ENDINGS:
        if plain == ending or plain.endswith(f" {ending}"):
            found = path.replace("*label*", _LABEL.sub("_", plain.removesuffix(ending).strip()) or "main")
            if found not in taken:
                return found
    return ""


def _by_values(cells: list[str], plain: str, taken: Iterable[str]) -> str:
    said = [cell for cell in cells if cell]
    if len(said) < 2:
        return ""
    for pattern, path in ((_EMAIL, "email"), (_URL, "url"), (_PHONE, f"phones[{_LABEL.sub('_', plain)}].number")):
        if sum(pattern.fullmatch(cell) is not None for cell in said) >= _ENOUGH * len(said):
            numbers_only = pattern is _PHONE and not any(mark in cell for cell in said for mark in "-() +")
            return "" if path in taken or numbers_only else path
    return ""


def _turned(columns: dict[str, str], kind: str) -> dict[str, str]:
    """The same columns for a table of organisations or of places: what was theirs is now the record's own."""
    own = WHOSE.get(kind)
    if own is None:
        return columns
    turned = {column: path for column, path in columns.items() if not path.startswith(own)}
    for column, path in columns.items():
        if path.startswith(own):
            inner = path.removeprefix(own)
            for other in [one for one, there in turned.items() if there == inner]:
                del turned[other]
            turned[column] = inner
    return turned
