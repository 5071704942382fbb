"""Encodings: recognised for the whole file, said, and no letter lost (DIRTY.md 1 to 7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.site.exchange.reading.letters import recognise
from support.site.exchange.reading.limits import Options, Unreadable
from tests.site.exchange.reading.files import table, written

HEADER = "name,town\n"


def test_dirt_1_windows_1252_is_taken_where_utf_8_does_not_fit_and_said(tmp_path: Path) -> None:
    found = table(written(tmp_path, "a.csv", HEADER.encode() + "Café “Mitte”,Köln\n".encode("cp1252")))
    (row,) = found.rows()
    assert row.cells == {"name": "Café “Mitte”", "town": "Köln"}
    assert any("Windows-1252" in sentence for sentence in found.said)


def test_dirt_2_a_soft_hyphen_stays_in_the_text(tmp_path: Path) -> None:
    (row,) = table(written(tmp_path, "a.csv", HEADER + "Day\xad\xadCentre,X\n")).rows()
    assert row.cells["name"] == "Day\xad\xadCentre"


def test_dirt_3_one_odd_letter_among_many_rows_costs_no_row(tmp_path: Path) -> None:
    lines = [HEADER.encode()] + [b"Centre,Town\n"] * 900 + ["Café,Town\n".encode("latin-1")] + [b"Centre,Town\n"] * 900
    rows = list(table(written(tmp_path, "a.csv", b"".join(lines))).rows())
    assert len(rows) == 1801 and rows[900].cells["name"] == "Café"


def test_dirt_4_mac_roman_is_not_turned_into_other_letters_in_silence(tmp_path: Path) -> None:
    data = HEADER.encode() + "Women’s House and Children’s Centre,Málaga\n".encode("mac_roman") * 3
    found = table(written(tmp_path, "a.csv", data))
    assert next(found.rows()).cells["name"] == "Women’s House and Children’s Centre"
    assert any("Mac Roman" in sentence for sentence in found.said)
    chosen = table(written(tmp_path, "b.csv", data), Options(encoding="cp1252"))
    assert "Õ" in next(chosen.rows()).cells["name"]


def test_dirt_5_text_mangled_twice_is_kept_and_marked(tmp_path: Path) -> None:
    (row,) = table(written(tmp_path, "a.csv", HEADER.encode() + b"(Centre) \x89\xdb\xd2 Log Cabin,X\n")).rows()
    assert row.cells["name"].endswith("Log Cabin") and row.cells["name"].startswith("(Centre) ")
    assert [finding.reason for finding in row.findings] == ["letters_damaged"]


def test_dirt_6_two_encodings_in_one_file_lose_no_row_and_the_odd_row_is_marked(tmp_path: Path) -> None:
    data = HEADER.encode() + "Köln,Über\n".encode() * 20 + b"Caf\xe9,X\n" + b"Plain,X\n"
    rows = list(table(written(tmp_path, "a.csv", data)).rows())
    assert len(rows) == 22 and rows[0].cells == {"name": "Köln", "town": "Über"}
    assert rows[20].cells["name"] == "Café"
    few = HEADER.encode() + b"Centro \xcc\x81x,X\n" + b"It\x92s \x93here\x94,Y\n" * 8
    marked = [row.line for row in table(written(tmp_path, "b.csv", few)).rows() if row.findings]
    assert marked == [2]


def test_dirt_7_a_dos_code_page_can_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", HEADER.encode() + "Café,Köln\n".encode("cp437"))
    assert next(table(path, Options(encoding="cp437")).rows()).cells == {"name": "Café", "town": "Köln"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_marks_at_the_start_are_no_part_of_the_first_name(tmp_path: Path, encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    found = table(written(tmp_path, "a.csv", mark + (HEADER + "Café,Łódź\n").encode(encoding)))
    assert found.header == ("name", "town")
    assert next(found.rows()).cells == {"name": "Café", "town": "Łódź"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name,town\nA\x00,B\n", "zero bytes"),
        ("name,town\nA,B\n".encode("utf-16-le"), "zero bytes"),
        (b"+/v8-name,town\n", "UTF-7"),
        (b"name,town\n+ADw-script+AD4-,x\n", "UTF-7"),
        ("name\n".encode("utf-32"), "UTF-32"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as refused:
        recognise("a.csv", [data])
    assert "UTF-8" in str(refused.value)


def test_a_letter_cut_between_two_pieces_is_no_fault() -> None:
    data = "name\n" + "ü" * 1001
    raw = data.encode()
    for size in (1, 2, 3, 7):
        pieces = [raw[at : at + size] for at in range(0, len(raw), size)]
        assert recognise("a.csv", pieces) == recognise("a.csv", [raw])
        assert not recognise("a.csv", pieces).odd


def test_an_encoding_that_is_not_offered_is_refused() -> None:
    with pytest.raises(Unreadable):
        recognise("a.csv", [b"name\n"], "utf-7")
