"""Words as the index keeps them: found in every script and form, and read by nobody."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from support.space.forum.searching.terms import HASH_BYTES, MOST_WORDS, Hasher, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Kettle, singing!", ["the", "kettle", "singing"]),
        ("Café CAFÉ cafe\u0301", ["cafe", "cafe", "cafe"]),
        ("ﬁne ＷＩＤＥ", ["fine", "wide"]),
        ("don’t", ["don", "t"]),
        ("می\u200cخواهم", ["میخواهم"]),
        ("हिन्दी दिन", ["हिनदी", "दिन"]),
        ("今日は", ["今日", "日は"]),
        ("日", ["日"]),
        ("abc今日def", ["abc", "今日", "def"]),
        ("👍🏽 …", []),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert list(words(text)) == expected


@given(st.text(max_size=80))
def test_any_text_has_words_and_none_is_empty(text: str) -> None:
    found = list(words(text))
    assert all(found)
    assert list(words(text.upper().lower())) is not None


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("She was singing in the kitchen", "sing", True),
        ("She sings", "singing", True),
        ("Los niños duermen", "nino", True),
        ("Camino despacio", "caminar", True),
        ("A quiet kettle", "teapot", False),
        ("आज अच्छा दिन", "दिन", True),
        ("今日はいい日でした", "いい日", True),
    ],
)
def test_a_word_is_found_in_its_forms(space: Flask, text: str, asked: str, found: bool) -> None:
    with space.app_context():
        hasher = Hasher()
        held = set(hasher.hashes(text))
        assert all(held.intersection(forms) for forms in hasher.asked(asked)) is found


def test_hashes_hold_no_words_and_differ_between_applications(own_space: Flask, space: Flask) -> None:
    found = []
    for app in (own_space, space):
        with app.app_context():
            found.append(set(Hasher().hashes("kettle singing")))
            assert set(Hasher().hashes("kettle singing")) == found[-1]
    assert not found[0] & found[1]
    assert all(len(one) == 2 * HASH_BYTES and set(one) <= set("0123456789abcdef") for one in found[0])


def test_a_long_search_is_cut(space: Flask) -> None:
    with space.app_context():
        assert len(Hasher().asked(" ".join(f"word{number}" for number in range(50)))) == MOST_WORDS
