"""No cell of a CSV is a formula, and no cell is lost by that (safety.md S79, RFC 4180)."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.site.exchange.out import flat, package
from support.site.exchange.out.formulas import guarded, unguarded
from tests.conftest import browser
from tests.site.directory.fiction import listings

CORPUS = [
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1", "＋1", "－1", "＠a", "−1", " =1", "'=1",
    "=HYPERLINK(\"https://example.org\")", "=cmd|' /C calc'!A0", "+44 1632 960123", "--1", "-1-", "-1e",
]  # fmt: skip
HARMLESS = ["", "a", "1=1", "'", "'a", "-1.5478", "-7", "12", "*4141", "#31", "a\n=1"]
TEXTS = st.text(alphabet=st.one_of(st.sampled_from("=+-@\t\r\n'＝ ,\";a1é"), st.characters(exclude_categories=["Cs"])))
STARTS = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("cell", CORPUS)
def test_a_formula_gets_a_mark(cell: str) -> None:
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize("cell", HARMLESS)
def test_what_is_none_is_left_alone(cell: str) -> None:
    assert guarded(cell) == cell


@given(TEXTS)
@settings(max_examples=300)
@example("''=1")
def test_nothing_is_lost(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(st.lists(TEXTS, min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_words_come_back_from_the_flat_file(words: list[str]) -> None:
    words = [word.replace("\x00", "") for word in words]
    name, organization, description, alert = words
    one = msgspec.structs.replace(
        listings(1)[0], name=name, organization=organization, description=description, alert=alert
    )
    text = "".join(flat.lines([one]))
    assert text.startswith("id,name,")
    header, row = csv.reader(io.StringIO(text, newline=""), strict=True)
    found = dict(zip(header, row, strict=True))
    assert not [
        cell for cell in row if cell.startswith(STARTS) and not cell.removeprefix("-").replace(".", "").isdigit()
    ]
    assert [unguarded(found[column]) for column in ("name", "organization", "description", "alert")] == words


def test_every_record_ends_with_both_signs() -> None:
    text = "".join(flat.lines(listings(1200)))
    assert text.count("\r\n") == 1201
    assert "\n" not in text.replace("\r\n", "")


def test_a_number_in_international_form_stays_one_in_the_package() -> None:
    assert package.cells("phone", {"number": "+441632960112"}) == {"number": "+441632960112"}
    assert package.cells("phone", {"number": "+1+1"}) == {"number": "'+1+1"}
    assert package.cells("service", {"name": "+441632960112"}) == {"name": "'+441632960112"}
    assert package.cells("location", {"longitude": -1.5478}) == {"longitude": "-1.5478"}


def test_json_changes_nothing(small_site: Flask) -> None:
    names = [one["name"] for one in browser(small_site).get("/en/data/all.json", buffered=True).json]
    assert "@Clinic on the hill" in names
