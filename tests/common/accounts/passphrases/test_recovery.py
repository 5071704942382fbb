"""Recovery codes: ten, each of another slot, read however they were copied (S42)."""

from __future__ import annotations

import re
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.common.accounts.passphrases.recovery import RANDOM_BITS, SIGNS, SLOTS, Code, TypedCode, make_codes, read

BETWEEN = st.sampled_from(["", " ", "-", " - ", "\n", "—", "\u3000", "\u200b", ".", "_"])
CODES = st.builds(
    lambda slot, signs: Code(slot, "-".join(re.findall("....", SLOTS[slot] + signs))),
    st.integers(0, 9),
    st.text(st.sampled_from(SIGNS), min_size=15, max_size=15),
)


def wide(text: str) -> str:
    """In the full-width forms of an East Asian keyboard."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def test_ten_codes_of_ten_slots_are_all_different() -> None:
    codes = make_codes()
    assert [code.slot for code in codes] == list(range(10))
    assert len({code.text[0] for code in codes}) == len({code.text for code in codes}) == 10
    assert all(re.fullmatch(r"\w{4}(-\w{4}){3}", code.text) for code in codes)


def test_a_code_has_seventy_bits_that_nobody_knows() -> None:
    assert len(SIGNS) ** 15 >= 2**70
    assert RANDOM_BITS >= 70


def test_no_two_signs_look_alike_and_none_is_a_vowel() -> None:
    assert len(set(SIGNS)) == len(SIGNS)
    assert not set(SIGNS) & set("01AEIOULSZ")
    assert not set(SLOTS) & set("01ILOSZ8")


def test_every_random_sign_comes_from_the_systems_source(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(secrets, "choice", lambda among: asked.append(among) or "7")
    assert [code.text for code in make_codes()][1] == "B777-7777-7777-7777"
    assert asked == [SIGNS] * 150


@settings(deadline=None)
@given(CODES, st.data())
def test_a_code_is_read_however_it_was_copied(code: Code, data: st.DataObject) -> None:
    text = "".join(sign + data.draw(BETWEEN) for sign in code.text)
    text = data.draw(st.sampled_from([str, str.lower, str.swapcase]))(text)
    copied = data.draw(st.sampled_from([str, wide]))(f" {text}\n")[:100]
    if len(text) < 98:
        assert read(copied) == TypedCode(code.slot, code.canonical)


@settings(deadline=None)
@given(CODES)
def test_look_alikes_are_read_as_what_was_meant(code: Code) -> None:
    tail = code.text[1:].translate(str.maketrans("52V", "SZU"))
    assert read(code.text[0] + tail) == read(code.text[0] + tail.lower()) == TypedCode(code.slot, code.canonical)


@settings(deadline=None)
@given(CODES, st.integers(1, 10), st.sampled_from([".", ")", ". ", ") ", " . ", ".) "]))
def test_the_number_of_a_list_in_front_is_passed_over(code: Code, number: int, between: str) -> None:
    assert read(f"{number}{between}{code.text}") == read(f" {number}{between}{code.text.lower()}") == read(code.text)


@pytest.mark.parametrize("front", ["0. ", "11. ", "1 ", "1. 2. ", "1.-1) "])
def test_what_is_no_number_of_a_list_is_not_passed_over(front: str) -> None:
    assert read(front + "A234-5678-9BCD-FGHJ") is None


@settings(deadline=None)
@given(CODES, st.integers(1, 15), st.sampled_from(SIGNS))
def test_one_other_sign_is_another_code(code: Code, place: int, sign: str) -> None:
    changed = code.canonical[:place] + sign + code.canonical[place + 1 :]
    found = read(changed)
    assert found is not None
    assert (found.canonical == code.canonical) is (changed == code.canonical)


@settings(deadline=None)
@given(CODES)
def test_a_code_of_another_length_or_slot_is_none(code: Code) -> None:
    for text in (code.text[:-1], code.text + "7", "7" + code.text[1:], "", "-", code.text * 9):
        assert read(text) is None


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=120))
def test_any_text_is_read_calmly(text: str) -> None:
    found = read(text)
    assert found is None or (found.canonical[0] == SLOTS[found.slot] and set(found.canonical[1:]) <= set(SIGNS))


def test_a_log_that_prints_a_code_does_not_tell_it() -> None:
    code = make_codes()[3]
    typed = read(code.text)
    assert (repr(code), repr(typed)) == ("Code(slot=3)", "TypedCode(slot=3)")
