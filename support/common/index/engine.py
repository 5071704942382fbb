"""A local, disposable full-text index (tantivy) in a folder of its own.

The database stays the only truth: an index may be deleted at any time and is built again. A folder holds one
subfolder a build, and a small ``current.json`` that names the build in use and how far it has read the sequence of
changes. Readers in other processes look at that file before each search, so that they follow a rebuild and a commit
without being told.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

CURRENT = "current.json"
WRITER_HEAP_BYTES = 64_000_000
UNREADABLE = (OSError, ValueError, KeyError)

Fields = dict[str, Any]  # one document: field name to value, or to a list of values


class IndexUnavailable(Exception):
    """No usable index lies in the folder: it was never built, or its files are damaged."""


class IndexBusy(Exception):
    """Another process writes to this index at the moment."""


@dataclass(frozen=True)
class Hits:
    """One page of a search: ``keys`` in order, and how many documents match in all."""

    keys: list[int]
    total: int


@dataclass(frozen=True)
class Design:
    """What an index is made of: the schema, its analyzers by name, and a version that changes with either.

    Every schema has an unsigned fast field ``key``, the integer by which the database knows the row.
    """

    schema: tantivy.Schema
    analyzers: dict[str, tantivy.TextAnalyzer]
    version: str


class LocalIndex:
    """Reads and writes one index. Safe to share between threads; opened after a fork, on first use."""

    def __init__(self, folder: Path, design: Design) -> None:
        self.folder = folder
        self.design = design
        self._opened: tuple[int, tantivy.Index] | None = None

    # reading

    def searcher(self) -> tantivy.Searcher:
        """A snapshot of the newest commit. Raises :class:`IndexUnavailable`."""
        return self._index().searcher()

    def search(self, query: tantivy.Query, *, limit: int, offset: int = 0, **order: Any) -> Hits:
        """The keys of one page of matches. ``order`` is passed on (``order_by_field``, ``weight_by_field``)."""
        searcher = self.searcher()
        try:
            found = searcher.search(query, limit=limit, offset=offset, count=True, **order)
            addresses = [address for _score, address in found.hits]
            keys = searcher.fast_field_values("key", addresses) if addresses else []
        except UNREADABLE as error:
            raise IndexUnavailable(str(error)) from error
        return Hits([int(key) for key in keys if key is not None], found.count or 0)  # type: ignore[attr-defined]  # missing in tantivy's stubs

    def position(self) -> int:
        """How far the index has read the sequence of changes. Raises :class:`IndexUnavailable`."""
        return int(self._current()["position"])

    # writing: the housekeeper and the command line only

    def apply(self, documents: Iterable[Fields], gone: Iterable[int], position: int) -> None:
        """Replace the documents whose keys are in ``gone`` by ``documents``, then record ``position``.

        Doing it twice gives the same index, so a crash between commit and record costs nothing.
        """
        current = self._current()
        writer = self._writer(self._index())
        for key in gone:  # by query: deleting by term takes the number for a signed one and finds nothing
            writer.delete_documents_by_query(tantivy.Query.term_query(self.design.schema, "key", key))
        for document in documents:
            writer.add_document(self._document(document))
        writer.commit()
        writer.wait_merging_threads()
        self._record(current["build"], position)

    def rebuild(self, documents: Callable[[], Iterable[Fields]], position: int) -> int:
        """Build anew beside the index in use, then switch over. Returns how many documents went in."""
        self.folder.mkdir(parents=True, exist_ok=True)
        build = secrets.token_hex(8)
        place = self.folder / build
        place.mkdir()
        index = self._register(tantivy.Index(self.design.schema, path=str(place)))
        writer = index.writer(WRITER_HEAP_BYTES * 4, num_threads=2)
        count = 0
        for document in documents():
            writer.add_document(self._document(document))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        self._record(build, position)
        self._sweep(keep=build)
        return count

    # inside

    def _document(self, fields: Fields) -> tantivy.Document:
        return tantivy.Document.from_dict(fields, self.design.schema)

    def _index(self) -> tantivy.Index:
        try:
            stamp = (self.folder / CURRENT).stat().st_mtime_ns
        except OSError as error:
            raise IndexUnavailable("no index has been built") from error
        if self._opened is None or self._opened[0] != stamp:
            place = self.folder / self._current()["build"]
            try:
                index = self._register(tantivy.Index.open(str(place)))
            except UNREADABLE as error:
                raise IndexUnavailable(str(error)) from error
            index.config_reader("manual")
            index.reload()
            self._opened = (stamp, index)
        return self._opened[1]

    def _register(self, index: tantivy.Index) -> tantivy.Index:
        for name, analyzer in self.design.analyzers.items():
            index.register_tokenizer(name, analyzer)
        return index

    def _writer(self, index: tantivy.Index) -> tantivy.IndexWriter:
        try:
            return index.writer(WRITER_HEAP_BYTES, num_threads=1)
        except ValueError as error:
            raise IndexBusy(str(error)) from error

    def _current(self) -> dict[str, Any]:
        try:
            current = json.loads((self.folder / CURRENT).read_text("utf-8"))
        except UNREADABLE as error:
            raise IndexUnavailable("no index has been built") from error
        if current.get("version") != self.design.version:
            raise IndexUnavailable("the index was built by another version")
        return dict(current)

    def _record(self, build: str, position: int) -> None:
        text = json.dumps({"build": build, "position": position, "version": self.design.version})
        draft = self.folder / f"{CURRENT}.{secrets.token_hex(4)}"
        draft.write_text(text, "utf-8")
        draft.replace(self.folder / CURRENT)

    def _sweep(self, keep: str) -> None:
        for old in self.folder.iterdir():
            if old.is_dir() and old.name != keep:
                shutil.rmtree(old, ignore_errors=True)
