"""Invariant 20: marks that cannot be seen, case, width and look-alikes never take a hint away (moderation.md 2.4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.common.screening.screening import screen
from support.common.screening.shapes import _confused, shape
from tools.screening import sentences

UNSEEN = "\u200b\u200c\u200d\u2060\u00ad\ufe0f\ufe0e\u202e\u2066\u2069\u061c\U000e0061\u0301\u0336\u0489\u034f\ufeff"
HINTED = [
    one.text
    for group in ("seen", "early", "held_out")
    for one in sentences(group)
    if screen(one.text, part="survivors").findings
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Disguise = Callable[[str, st.DataObject], str]


def unseen(text: str, data: st.DataObject) -> str:
    marks = data.draw(st.lists(st.sampled_from(["", *UNSEEN]), min_size=len(text), max_size=len(text)))
    return "".join(sign + mark for sign, mark in zip(text, marks, strict=True))


def case(text: str, data: st.DataObject) -> str:
    ways = data.draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    return "".join(sign.upper() if way else sign.lower() for sign, way in zip(text, ways, strict=True))


def width(text: str, data: st.DataObject) -> str:
    ways = data.draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    return "".join(
        chr(ord(sign) + 0xFEE0) if way and "!" <= sign <= "~" else sign for sign, way in zip(text, ways, strict=True)
    )


def lookalikes(text: str, data: st.DataObject) -> str:
    return "".join(
        data.draw(st.sampled_from([sign, *_confused(sign)])) if sign.isascii() and sign.isalpha() else sign
        for sign in text
    )


def test_there_is_something_to_be_disguised() -> None:
    assert len(HINTED) > 250


@pytest.mark.parametrize("disguise", [unseen, case, width, lookalikes])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_disguise_never_takes_a_hint_away(disguise: Disguise, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(HINTED))
    plain = screen(text, part="survivors")
    hidden = disguise(text, data)
    answer = screen(hidden, part="survivors")
    assert answer.complete
    assert set(plain.rules) <= set(answer.rules), hidden
    assert answer.urgent >= plain.urgent


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_disguises_on_top_of_each_other_take_no_hint_away(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(HINTED))
    hidden = unseen(lookalikes(case(text, data), data), data)
    assert set(screen(text, part="survivors").rules) <= set(screen(hidden, part="survivors").rules), hidden


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    answer = screen(text, part="survivors")
    assert answer.complete
    assert all(0 <= one.start < one.end <= len(text) for one in answer.findings)


def test_every_letter_that_unicode_calls_alike_is_read_alike() -> None:
    faults = [
        (letter, other)
        for letter in LETTERS + LETTERS.upper()
        for other in _confused(letter)
        if letter not in "Ii"
        and not other.isascii()
        and shape(other).replace("i", "l").replace("1", "l") not in (letter.lower().replace("i", "l"), "")
    ]
    assert not faults, [(one, other, unicodedata.name(other), shape(other)) for one, other in faults]
