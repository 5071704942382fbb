"""JSON in every wrapping: record by record, scalars as text, bounded, with the line where it breaks."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.site.exchange.reading import held_text, limits
from support.site.exchange.reading.documents import Document
from support.site.exchange.reading.limits import Options, Unreadable
from support.site.exchange.reading.sources import look_at
from tests.site.exchange.reading.files import written


def document(path: Path) -> Document:
    return Document(look_at(path).members[0], Options())


def values(path: Path) -> list[Any]:
    return [record.value for record in document(path).records()]


@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_dirt_11_json_lines_under_any_name(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, '{"id": 1}\n\n{"id": 2}\r\n{"id": 3}')
    found = document(path)
    assert [(record.value["id"], record.line) for record in found.records()] == [("1", 1), ("2", 3), ("3", 4)]
    assert found.shape == "lines"


def test_dirt_12_json_inside_a_string_is_refused_clearly(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="inside quotation marks"):
        values(written(tmp_path, "a.json", json.dumps(json.dumps([{"id": 1}]))))


def test_scalars_come_as_they_are_written_and_null_is_absent(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.json", '[{"a": 12.50, "b": true, "c": null, "d": 1e3, "e": "x", "f": [null, false, 007]}]'
    )
    with pytest.raises(Unreadable, match="line 1"):
        values(path)
    path = written(
        tmp_path, "a.json", '[{"a": 12.50, "b": true, "c": null, "d": 1e3, "e": "x", "f": [null, false, 7]}]'
    )
    assert values(path) == [{"a": "12.50", "b": "true", "d": "1e3", "e": "x", "f": ["false", "7"]}]


def test_of_a_key_that_stands_twice_the_first_stays_and_it_is_told(tmp_path: Path) -> None:
    (record,) = document(written(tmp_path, "a.json", '[{"id": "1", "name": "A", "name": "B"}]')).records()
    assert record.value == {"id": "1", "name": "A"} and record.doubled == ("name",)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '[{"a":' * 100 + "1" + "}]" * 100])
def test_deep_nesting_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unreadable, match="nested deeper"):
        values(written(tmp_path, "a.json", text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[\n{"id": 1},\n{"id": 2,}\n]', 3), ('[\n{"id": 1}\n{"id": 2}\n]', 3), ('[{"id": 1},\n]', 2), ('[{"id": NaN}]', 1),
        ('{"id": 1}\n{"id": 2}\nnothing', 3), ('[{"id": 1}]\n[]', 2), ('[\n{"id": "cut', 2), ('[{"id": 1},\n{"id"', 2),
        ("[{'id': 1}]", 1), ("plain", 1),
    ],
)  # fmt: skip
def test_what_is_no_json_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        values(written(tmp_path, "a.json", text))
    assert f"line {line}" in str(refused.value) or "no JSON list" in str(refused.value)


def test_a_record_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RECORD_CHARACTERS", 10_000)
    monkeypatch.setattr(held_text, "_PIECE", 1_000)
    with pytest.raises(Unreadable, match="larger than a record"):
        values(written(tmp_path, "a.json", '[{"id": "' + "x" * 60_000 + '"}]'))


def test_a_large_object_is_read_list_by_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RECORD_CHARACTERS", 2_000)
    monkeypatch.setattr(held_text, "_PIECE", 500)
    page = {"total_items": 300, "contents": [{"id": str(n), "name": "x" * 40} for n in range(300)], "empty": False}
    found = list(document(written(tmp_path, "a.json", json.dumps(page))).records())
    assert [record.value["id"] for record in found if record.under == "contents"] == [str(n) for n in range(300)]
    assert found[-1].value == {"total_items": "300", "empty": "false"}
    lines = "\n".join(json.dumps({"id": n, "name": "x" * 40}) for n in range(300))
    assert len(values(written(tmp_path, "b.json", lines))) == 300


def test_zero_bytes_and_half_letters_inside_strings_do_not_pass(tmp_path: Path) -> None:
    assert values(written(tmp_path, "a.json", '[{"a": "x\\u0000y", "b": "\\ud800"}]')) == [
        {"a": "x\ufffdy", "b": "\ufffd"}
    ]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
RECORD = st.dictionaries(TEXT, TEXT | st.lists(TEXT, max_size=3) | st.dictionaries(TEXT, TEXT, max_size=3), max_size=4)


@given(st.lists(RECORD, max_size=6), st.integers(1, 40), st.sampled_from([None, 2]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_records_come_back_however_little_is_read_at_once(
    records: list[dict[str, Any]], piece: int, indent: int | None, plain: bool
) -> None:
    before = held_text._PIECE
    held_text._PIECE = piece
    try:
        with tempfile.TemporaryDirectory() as folder:
            text = json.dumps(records, indent=indent, ensure_ascii=not plain)
            assert values(written(Path(folder), "a.json", text)) == records
    finally:
        held_text._PIECE = before
