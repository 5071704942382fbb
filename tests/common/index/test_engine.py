"""The wrapper of the search engine: commits, replacements, rebuilds, damage."""

from __future__ import annotations

from pathlib import Path

import pytest
import tantivy

from support.common.index.engine import Design, IndexBusy, IndexUnavailable, LocalIndex


def design(version: str = "1") -> Design:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_text_field("words")
    return Design(builder.build(), {}, version)


def word(text: str) -> tantivy.Query:
    return tantivy.Query.term_query(design().schema, "words", text)


@pytest.fixture
def index(tmp_path: Path) -> LocalIndex:
    index = LocalIndex(tmp_path / "index", design())
    index.rebuild(lambda: ({"key": n, "words": f"river n{n}"} for n in range(5)), position=7)
    return index


def test_a_rebuild_is_found_and_remembers_its_position(index: LocalIndex) -> None:
    assert sorted(index.search(word("river"), limit=10).keys) == [0, 1, 2, 3, 4]
    assert index.position() == 7


def test_a_changed_document_replaces_the_old_one(index: LocalIndex) -> None:
    index.apply([{"key": 2, "words": "lake"}], gone=[2], position=8)
    assert sorted(index.search(word("river"), limit=10).keys) == [0, 1, 3, 4]
    assert index.search(word("lake"), limit=10).keys == [2]
    assert index.position() == 8


def test_applying_twice_changes_nothing(index: LocalIndex) -> None:
    for _time in range(2):
        index.apply([{"key": 2, "words": "lake"}], gone=[2], position=8)
    assert index.search(word("lake"), limit=10).total == 1


def test_another_process_sees_commits_and_rebuilds(index: LocalIndex) -> None:
    other = LocalIndex(index.folder, design())
    assert other.search(word("river"), limit=1).total == 5
    index.apply([], gone=[0, 1], position=9)
    assert other.search(word("river"), limit=1).total == 3
    index.rebuild(lambda: iter([{"key": 1, "words": "river"}]), position=10)
    assert other.search(word("river"), limit=1).total == 1


def test_pages_do_not_overlap(index: LocalIndex) -> None:
    pages = [index.search(word("river"), limit=2, offset=offset).keys for offset in (0, 2, 4)]
    assert sorted(key for page in pages for key in page) == [0, 1, 2, 3, 4]


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    index = LocalIndex(tmp_path / "nothing", design())
    with pytest.raises(IndexUnavailable):
        index.search(word("river"), limit=1)
    with pytest.raises(IndexUnavailable):
        index.position()


def test_another_version_is_not_read(index: LocalIndex) -> None:
    with pytest.raises(IndexUnavailable):
        LocalIndex(index.folder, design("2")).search(word("river"), limit=1)


@pytest.mark.parametrize("damage", ["current.json", "meta.json"])
def test_damaged_files_are_unavailable_not_wrong(index: LocalIndex, damage: str) -> None:
    for path in index.folder.rglob(damage):
        path.write_text("{")
    with pytest.raises(IndexUnavailable):
        LocalIndex(index.folder, design()).search(word("river"), limit=1)


def test_a_rebuild_mends_damage(index: LocalIndex) -> None:
    (index.folder / "current.json").write_text("{")
    index.rebuild(lambda: iter([{"key": 1, "words": "river"}]), position=1)
    assert index.search(word("river"), limit=1).total == 1
    assert len([path for path in index.folder.iterdir() if path.is_dir()]) == 1


def test_two_writers_do_not_meet(index: LocalIndex) -> None:
    held = index._index().writer(15_000_000, num_threads=1)
    with pytest.raises(IndexBusy):
        index.apply([], gone=[1], position=8)
    del held
