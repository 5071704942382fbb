"""Text from people and from elsewhere: made fit to keep and to show, other scripts unharmed (safety.md S72, S73)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.common.kernel.text import clean, fold, one_line, plain


@given(st.text())
def test_clean_text_is_clean_and_stays_so(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not [sign for sign in once if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cs")]


@pytest.mark.parametrize("text", ["سلام دنیا", "नमस्ते दुनिया", "שלום עולם", "👩‍👩‍👧 hello", "Ọ̀rọ̀", "می‌خواهم"])  # fmt: skip
def test_other_scripts_are_unharmed(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_marks_that_reorder_text_are_taken_out() -> None:
    assert clean("a\u202eb\u2066c\u200e") in ("a b c\u200e", "a b c")


def test_piled_up_marks_are_capped() -> None:
    assert len(clean("e" + "\u0301" * 500)) < 10


def test_one_line_is_one_line() -> None:
    assert one_line(" a\n\n b\t c \r\n") == "a b c"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Надежда", "надежда"), ("ÉCOLE", "ecole"), ("ｗｉｄｅ", "wide"), ("St. Ives", "st ives"), ("ß", "ss")],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Open <b>daily</b></p>", "Open daily"),
        ("a<!-- hidden -->b", "ab"),
        ("line<br>break", "linebreak"),
        ("plain & simple", "plain &amp; simple"),
    ],
)
def test_html_becomes_plain_text(html: str, text: str) -> None:
    assert plain(html) == text


@given(st.text())
def test_no_tag_survives(html: str) -> None:
    assert "<script" not in plain(f"<script>{html}</script>").lower()
