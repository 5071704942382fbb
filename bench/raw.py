"""What the site is compared with: tantivy and ``sqlite3`` themselves, asked the same with nothing in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import tantivy
from flask import current_app

from support.common.index.engine import Hits, LocalIndex
from support.site.directory.index import design, labels_in
from support.site.places.cells import cells_of

ONE = "SELECT number, body FROM listing WHERE number = ?"
CHUNK = 2_000
parse = msgspec.json.decode
HEAP_BYTES = 256_000_000  # as the product's own writer has


@dataclass
class Listened:
    """Queries that the site put to its index, with how they were put."""

    asked: list[tuple[tantivy.Query, dict[str, Any]]] = field(default_factory=list)


@contextmanager
def listening(index: LocalIndex) -> Iterator[Listened]:
    """Note every query that is put to the index in the block."""
    heard, search = Listened(), index.search

    def note(query: tantivy.Query, **order: Any) -> Hits:
        heard.asked.append((query, order))
        return search(query, **order)

    index.search = note  # type: ignore[method-assign]  # listened to for this block
    try:
        yield heard
    finally:
        del index.search


class Raw:
    """The reference of a search: the same queries, the first twenty and the count, and a read by key for each."""

    def __init__(self, index: LocalIndex, database: Path) -> None:
        self.searcher = index.searcher()
        self.connection = sqlite3.connect(database, isolation_level=None)
        for pragma in ("mmap_size=268435456", "cache_size=-16000"):
            self.connection.execute(f"PRAGMA {pragma}")

    def ask(self, heard: Listened) -> list[tuple[int, str]]:
        """The rows of a search."""
        keys: list[Any] = []
        for query, order in heard.asked:
            found = self.searcher.search(query, count=True, **order)
            keys = self.searcher.fast_field_values("key", [address for _score, address in found.hits])
        return [self.connection.execute(ONE, (int(key),)).fetchone() for key in keys]


def build(database: Path, folder: Path) -> int:
    """The reference of a rebuild: the same rows read, decoded and written into an index with the same fields."""
    parts = design()
    index = tantivy.Index(parts.schema, path=str(folder))
    for name, analyzer in parts.analyzers.items():
        index.register_tokenizer(name, analyzer)
    writer, count = index.writer(HEAP_BYTES, num_threads=2), 0
    named = labels()
    for number, body in _rows(database):
        writer.add_document(tantivy.Document.from_dict(fields(number, parse(body), named), parts.schema))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count


def _rows(database: Path) -> Iterator[tuple[int, str]]:
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT number, body FROM listing WHERE shown ORDER BY number")
    while chunk := rows.fetchmany(CHUNK):
        yield from chunk
    connection.close()


def labels() -> dict[str, str]:
    """The words of each code, looked up once."""
    return labels_in(current_app.config["LANGUAGES"])


def fields(number: int, row: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    """A document as ``directory.index.document`` makes it, from the plain JSON; ``building`` compares the two."""
    places, areas = row.get("places", ()), row.get("areas", ())
    concerns, who = row.get("concerns", ()), row.get("who", ())
    title = f"{row['name']} {row.get('alternate_name', '')} {row['organization']}"
    where = " ".join([*(place.get("city", "") for place in places), *(area.get("name", "") for area in areas)])
    named = [labels[row["kind"]], *(labels[code] for code in concerns), *(labels[code] for code in who)]
    words = " ".join([title, row.get("description", ""), where, *named])
    rank = row.get("rank", 0)
    spots = {(spot["latitude"], spot["longitude"]) for spot in (*places, *areas) if spot.get("latitude") is not None}
    return {
        "key": number, "title": title, "words": words, "spelt": words, "tag": _tags(row, concerns, who, places, areas),
        "cell": list({cell for north, east in spots for cell in cells_of(north, east)}),
        "quality": 0.5 + rank / 100, "tie": 1 + rank / 100_000,
    }  # fmt: skip


def _tags(row: dict[str, Any], concerns: Any, who: Any, places: Any, areas: Any) -> list[str]:
    hurt, own = "survivor" in concerns, "own_thoughts" in concerns
    side = "both" if hurt and own else "hurt" if hurt else "own" if own else "open"
    tags = [
        f"kind:{row['kind']}",
        f"side:{side}",
        f"hours:{row['hours_signature']}",
        f"cost:{row.get('cost', 'unknown')}",
    ]
    tags += [
        f"in:{row['country']}",
        *(f"concern:{code}" for code in concerns or ("none",)),
        *(f"who:{code}" for code in who),
    ]
    types = {contact["type"] for contact in row.get("contacts", ())}
    tags += ["channel:phone"] if "voice" in types else []
    tags += ["channel:text"] if types & {"text", "whatsapp", "tty"} else []
    tags += [f"channel:{way}" for way, name in (("chat", "chat_url"), ("web", "url")) if row.get(name)]
    tags += ["channel:visit"] if any(not place.get("withheld") for place in places) else []
    tags += {f"language:{spoken['code']}" for spoken in row.get("languages", ())}
    tags += [f"fact:{f['code']}:{f['value']}" for f in row.get("facts", ()) if f["value"] in ("yes", "no", "partly")]
    for area in areas:
        tags += [f"in:{area['code'][:2]}"] if area["type"] == "region" else []
        tags.append(f"area:{area['code']}")
    return tags + [f"in:{country}" for country in {place["country"] for place in places if place.get("country")}]
