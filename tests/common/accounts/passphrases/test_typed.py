"""One spelling for whatever hands and clipboards make of a secret; exactly as typed for a person's own (S39)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.common.accounts.passphrases.making import WORDS, as_digits, make
from support.common.accounts.passphrases.typed import LONGEST_TYPED, canonical, is_generated_form

SEVEN = st.lists(st.sampled_from(WORDS), min_size=7, max_size=7)
BETWEEN = st.sampled_from(
    ["", " ", "   ", "-", " - ", ", ", ",", "; ", "\n", "\r\n", "\t", " — ", "‑", "\u3000", "\u00a0", ". "]
)
INVISIBLE = st.sampled_from(["", "\u200b", "\ufeff", "\u00ad", "\u2060"])
AROUND = st.sampled_from(["", " ", "\n", '"', "“", "\u3000", "- "])
CASES = st.sampled_from([str, str.upper, str.title, str.swapcase])


def wide(text: str) -> str:
    """In the full-width forms of an East Asian keyboard."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def joined(pieces: list[str], data: st.DataObject) -> str:
    """The pieces with something else between each two."""
    text = pieces[0]
    for piece in pieces[1:]:
        text += data.draw(BETWEEN) + data.draw(INVISIBLE) + piece
    return data.draw(AROUND) + text + data.draw(AROUND)


@settings(deadline=None)
@given(SEVEN, st.data())
def test_every_disguise_of_the_words_is_the_same_secret(words: list[str], data: st.DataObject) -> None:
    dressed = [data.draw(CASES)(word) for word in words]
    text = joined(dressed, data)
    assert canonical(wide(text) if data.draw(st.booleans()) else text) == " ".join(words)


@settings(deadline=None)
@given(
    SEVEN, st.sampled_from(["{}. {}", "{}) {}", "{}: {}", "({}) {}", "{} {}", "{}.{}", "{} - {}"]), BETWEEN.filter(bool)
)
def test_a_numbered_list_is_the_same_secret(words: list[str], style: str, between: str) -> None:
    listed = between.join(style.format(number, word) for number, word in enumerate(words, start=1))
    assert canonical(listed) == " ".join(words)
    digits = as_digits(words).split()
    assert canonical("\n".join(f"{number}. {group}" for number, group in enumerate(digits, start=1))) == " ".join(words)


@settings(deadline=None)
@given(SEVEN, st.data())
def test_the_digits_are_the_same_secret_however_they_are_grouped(words: list[str], data: st.DataObject) -> None:
    digits = as_digits(words)
    text = joined(list(digits.replace(" ", "")), data)
    assert canonical(wide(text) if data.draw(st.booleans()) else text) == " ".join(words)
    assert canonical(digits) == canonical(digits.replace(" ", "")) == " ".join(words)


def test_the_digits_of_another_script_are_digits() -> None:
    made = make()
    assert canonical(made.digits.translate({ord("0") + value: 0x0660 + value for value in range(10)})) == made.words


@settings(deadline=None)
@given(SEVEN, st.integers(0, 6), st.sampled_from(WORDS))
def test_one_other_word_is_another_secret(words: list[str], place: int, other: str) -> None:
    changed = [*words[:place], other, *words[place + 1 :]]
    assert (canonical(" ".join(changed)) == canonical(" ".join(words))) is (changed == words)
    assert (canonical(as_digits(changed)) == canonical(as_digits(words))) is (changed == words)


@settings(deadline=None)
@given(SEVEN)
def test_a_word_less_or_more_is_no_generated_secret(words: list[str]) -> None:
    for text in (" ".join(words[:6]), " ".join([*words, words[0]]), as_digits(words)[:-1], as_digits(words) + "1"):
        assert not is_generated_form(canonical(text))
        assert canonical(text) == text


def test_digits_that_name_no_line_are_kept_as_they_are() -> None:
    for text in ("9999 " * 6 + "9999", "0000 " * 6 + "0000"):
        assert canonical(text) == text


def test_a_numbering_that_does_not_count_up_is_part_of_the_secret() -> None:
    words = make().words.split()
    text = " ".join(f"{number}. {word}" for number, word in zip([1, 2, 3, 4, 5, 6, 8], words, strict=True))
    assert canonical(text) == text


@pytest.mark.parametrize(
    "text", ["My cat sleeps on the Radio!", "two  spaces are kept", "a\nline", "Ünder-wegs, im Garten"]
)
def test_an_own_passphrase_is_kept_exactly(text: str) -> None:
    assert canonical(f"  {text}\n") == text
    assert canonical(text.swapcase()) != canonical(text)


def test_two_spellings_of_one_letter_are_one_passphrase() -> None:
    assert canonical("le café du matin") == canonical("le cafe\u0301 du matin")
    assert canonical("ｆｕｌｌ width words here") == "full width words here"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_text_has_one_calm_spelling(text: str) -> None:
    spelling = canonical(text)
    assert canonical(text) == spelling == canonical(f" {text}\n")
    if len(spelling) <= LONGEST_TYPED:
        assert canonical(spelling) == spelling


@pytest.mark.parametrize("text", ["፩" * 28, "፩" * 7, "①" * 5, "\ud800", "\x00", "", " "])
def test_odd_signs_raise_nothing(text: str) -> None:
    assert not is_generated_form(canonical(text))


@settings(deadline=None)
@given(st.text(min_size=1, max_size=20).filter(str.strip), st.text(min_size=1, max_size=20).filter(str.strip))
def test_long_texts_are_never_equal_by_their_beginnings(one: str, other: str) -> None:
    beginning = "x" * LONGEST_TYPED
    same = one.rstrip() == other.rstrip()
    assert (canonical(beginning + one) == canonical(beginning + other)) is same
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", canonical(beginning + one))
