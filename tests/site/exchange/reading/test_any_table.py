"""Any table of text, written in any of the ways that are recognised, comes back cell by cell."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.site.exchange.reading.files import as_csv, table, written

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
CELLS = st.text(LETTERS, max_size=20)
OLD = st.text(st.sampled_from("abc ,;|\t\"\n\r'éüßÆ£‘’“”–…"), max_size=12)


def tables(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Rows of three cells of which the first is never blank: an empty row is no row."""
    first = cells.map(lambda text: f"x{text}")
    return st.lists(st.tuples(first, cells, cells).map(list), min_size=2, max_size=8)


def came_back(rows: list[list[str]], text: str, encoding: str, mark: bytes = b"") -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = table(written(Path(folder), "a.csv", mark + text.encode(encoding)))
        assert [list(row.cells.values()) for row in found.rows()] == rows


@given(tables(CELLS), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=60, deadline=None)
def test_any_table_comes_back_from_utf_8_and_utf_16(rows: list[list[str]], separator: str, ending: str) -> None:
    text = as_csv([["name", "town", "note"], *rows], separator, ending)
    came_back(rows, text, "utf-8")
    came_back(rows, text, "utf-8-sig")
    came_back(rows, text, "utf-16-le", b"\xff\xfe")


@given(tables(OLD), st.sampled_from([",", ";", "\t", "|"]))
@settings(max_examples=40, deadline=None)
def test_any_table_comes_back_from_windows_1252(rows: list[list[str]], separator: str) -> None:
    rows = [["Café", "Köln’s", "x"], *rows]  # so that it is no UTF-8 in any case
    came_back(rows, as_csv([["name", "town", "note"], *rows], separator), "cp1252")


@given(tables(st.text(st.sampled_from('ab ,;"\né'), max_size=10)))
@settings(max_examples=30, deadline=None)
def test_a_file_whose_line_ends_were_doubled_comes_back(rows: list[list[str]]) -> None:
    text = as_csv([["name", "town", "note"], *rows]).replace("\n", "\r\n")
    came_back([[cell.replace("\n", "\r\n") for cell in row] for row in rows], text, "utf-8")
