"""Separators, line ends, headers, quotation marks: recognised, said, and never guessed in silence (DIRTY.md 9 to 20)."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from support.site.exchange.reading import limits
from support.site.exchange.reading.limits import Options, Unreadable
from tests.site.exchange.reading.files import as_csv, table, written

ROWS = [["name", "town", "note"], ["One", "Here", "a, b; c"], ["Two", "There", "d\te|f"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_and_said(tmp_path: Path, separator: str) -> None:
    found = table(written(tmp_path, "a.csv", as_csv(ROWS, separator)))
    assert found.separator == separator
    assert [list(row.cells.values()) for row in found.rows()] == ROWS[1:]
    assert len(found.said) == 3


@pytest.mark.parametrize(("ending", "said"), [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR"), ("\r\r\n", "CR CR LF")])
def test_dirt_9_and_10_every_line_end_counts_once(tmp_path: Path, ending: str, said: str) -> None:
    text = ending.join(["name,town", "One,Here", "", "Two,There", ""])
    found = table(written(tmp_path, "a.csv", text))
    assert [(row.line, row.cells["name"]) for row in found.rows()] == [(2, "One"), (4, "Two")]
    assert any(f" {said}." in sentence for sentence in found.said)


def test_dirt_14_a_table_without_rows_is_no_error(tmp_path: Path) -> None:
    assert list(table(written(tmp_path, "a.csv", "name,town\n")).rows()) == []


def test_dirt_15_a_header_one_cell_short_stops_the_file(tmp_path: Path) -> None:
    text = "name,town\n" + "One,Here,01632 960001\n" * 3
    with pytest.raises(Unreadable, match=r"names 2 columns, but the rows have 3 cells"):
        table(written(tmp_path, "a.csv", text))
    assert len(list(table(written(tmp_path, "b.csv", "name,town\nOne,Here,\nTwo,There,\n")).rows())) == 2


def test_dirt_16_and_17_empty_and_doubled_names_are_kept_and_said(tmp_path: Path) -> None:
    found = table(written(tmp_path, "a.csv", "name,,town,name,\nA,B,C,D,E\n"))
    assert found.header == ("name", "column 2", "town", "name (2)", "column 5")
    assert list(next(found.rows()).cells.values()) == ["A", "B", "C", "D", "E"]
    assert any("2, 5" in sentence for sentence in found.said)
    assert any(": name." in sentence for sentence in found.said)


def test_dirt_18_blanks_and_an_apostrophe_around_names_go(tmp_path: Path) -> None:
    assert table(written(tmp_path, "a.csv", " name ,'6-13,SCC\xa0\nA,B,C\n")).header == ("name", "6-13", "SCC")


def test_dirt_19_blanks_after_the_separator_can_be_left_out_and_are_offered(tmp_path: Path) -> None:
    text = 'name, town\n"One", "Here, or there"\n"Two", "There"\n'
    path = written(tmp_path, "a.csv", text)
    assert any("blank" in sentence for sentence in table(written(tmp_path, "b.csv", 'name, town\n"A", "B"\n')).said)
    rows = list(table(path, Options(skip_blanks=True)).rows())
    assert rows[0].cells == {"name": "One", "town": "Here, or there"}


def test_rows_that_do_not_fit_are_kept_and_told(tmp_path: Path) -> None:
    rows = list(table(written(tmp_path, "a.csv", "name,town\nOne,Here\nTwo\nThree,There,spilt\nFour,Here\n")).rows())
    assert [[finding.reason for finding in row.findings] for row in rows] == [
        [],
        ["cells_missing"],
        ["cells_beyond"],
        [],
    ]
    assert rows[2].findings[0].value == "spilt" and rows[2].findings[0].severity == "held"
    assert rows[2].findings[0].line == rows[2].line == 4


def test_dirt_100_lines_inside_cells_do_not_move_the_numbers(tmp_path: Path) -> None:
    text = 'name,note\nOne,"a\nb\r\nc"\n\nTwo,x\n'
    rows = list(table(written(tmp_path, "a.csv", text)).rows())
    assert [(row.line, row.cells["note"]) for row in rows] == [(2, "a\nb\r\nc"), (6, "x")]


@pytest.mark.parametrize("end", ["", "\n", "\nFour,more\n"])
def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line(tmp_path: Path, end: str) -> None:
    with pytest.raises(Unreadable, match="line 3"):
        list(table(written(tmp_path, "a.csv", f'name,note\nOne,a\nTwo,"never closed{end}')).rows())


def test_a_quotation_mark_inside_a_cell_is_only_a_letter(tmp_path: Path) -> None:
    (row,) = table(written(tmp_path, "a.csv", 'name,note\nOne,5" pipe')).rows()
    assert row.cells["note"] == '5" pipe'


def test_a_cell_and_a_line_and_a_row_have_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELL_CHARACTERS", 1_000)
    monkeypatch.setattr(limits, "LINE_CHARACTERS", 5_000)
    monkeypatch.setattr(limits, "LINES_OF_A_ROW", 50)
    for name, text in {
        "cell": "name,note\nOne,a\nTwo," + "x" * 1_001 + "\n",
        "line": "name,note\nOne,a\n" + "x" * 6_000,
        "row": 'name,note\nOne,a\nTwo,"' + "\n" * 60 + '"\n',
    }.items():
        with pytest.raises(Unreadable, match="line 3"):
            list(table(written(tmp_path, f"{name}.csv", text)).rows())


@pytest.mark.parametrize("separator", [",,", '"', "\n"])
def test_what_cannot_separate_is_refused(tmp_path: Path, separator: str) -> None:
    with pytest.raises(Unreadable, match="one character"):
        table(written(tmp_path, "a.csv", "name,town\n"), Options(separator=separator))


def test_a_zero_in_utf_16_is_refused_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", b"\xff\xfe" + "name,town\nA,B\nC\x00,D\n".encode("utf-16-le"))
    with pytest.raises(Unreadable, match="line 3"):
        list(table(path).rows())


def test_utf_16_without_its_mark_can_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "name,town\nA,B\n".encode("utf-16-le"))
    assert next(table(path, Options(encoding="utf-16")).rows()).cells == {"name": "A", "town": "B"}


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="columns"):
        table(written(tmp_path, "a.csv", ",".join(map(str, range(limits.COLUMNS + 1))) + "\n"))


def test_the_same_table_can_be_read_twice(tmp_path: Path) -> None:
    found = table(written(tmp_path, "a.csv", as_csv(ROWS)))
    first, second = list(found.rows()), list(found.rows())
    assert first == second and all(one.line < two.line for one, two in pairwise(first))
