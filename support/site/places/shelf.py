"""The gazetteer's index: what it is made of, and the documents that go in, read from the files that ship with it."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import tantivy

from support.common.index.engine import Design, Fields
from support.site.places.folding import key, keys
from support.site.places.place import Place

DATA = Path(__file__).parent / "data"
FILES = ("places.tsv.gz", "postcodes.tsv.gz")
SHAPE = "2"  # goes up when the schema or the folding of names changes
_WORDS = ("id", "name", "short", "country", "region", "kind")


def design(data: Path = DATA) -> Design:
    """The schema, and a version that changes with the code's shape or with a byte of the data."""
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("key", indexed=True, fast=True)
    schema.add_unsigned_field("population", fast=True)
    for name in _WORDS:
        schema.add_text_field(name, tokenizer_name="raw", index_option="basic")
    schema.add_bytes_field("row", stored=True)
    marks = [_closing_mark(data / name) for name in FILES]
    return Design(schema.build(), {}, "-".join(["places", SHAPE, metadata.version("tantivy"), *marks]))


def documents(data: Path = DATA) -> Iterator[Fields]:
    """One document for each line of the files."""
    lines = itertools.chain.from_iterable(_lines(data / name) for name in FILES)
    for number, line in enumerate(lines, start=1):
        row, _tab, aliases = line.rstrip("\n").rpartition("\t")
        yield _document(number, row, aliases.split("|") if aliases else [])


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        yield from lines


def read(document: tantivy.Document) -> tuple[Place, list[str]]:
    """The place of a stored document, and every key it is found by, its own name's first."""
    row, _newline, known = bytes(document["row"][0]).decode("utf-8").partition("\n")
    return Place.from_row(row), known.split(" ")


def _document(number: int, row: str, aliases: list[str]) -> Fields:
    place = Place.from_row(row)
    fields: dict[str, Any] = {"key": number, "population": place.population, "id": place.id, "kind": place.kind}
    known = [key(place.name)]
    if place.kind != "postcode":
        found = keys(place.name).union(*(keys(alias) for alias in aliases))
        known += sorted(found - {known[0]})
        fields |= {"name": [each for each in known if each], "short": _short(place)}
    fields |= {"country": place.country, "region": place.region or "-"}
    fields["row"] = f"{row}\n{' '.join(known)}".encode()
    return {name: value for name, value in fields.items() if value != []}


def _short(place: Place) -> list[str]:
    """The codes people write behind a town: ``TX``, ``US-TX``, ``GB``."""
    if place.kind == "town":
        return []
    return sorted({key(place.id), key(place.id.rpartition("-")[2])})


def _closing_mark(path: Path) -> str:
    """The check sum and length that end every gzip file: cheap to read, different for different contents."""
    with path.open("rb") as file:
        file.seek(-8, 2)
        return file.read().hex()
