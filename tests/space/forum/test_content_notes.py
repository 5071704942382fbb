"""Content notes: a fixed list of each space, and the strictest wish counts (S104)."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from support.space.forum.content_notes import (
    CHOICES,
    COMMON,
    FOLD,
    FOLDED_AT_FIRST,
    HIDE,
    OF_PART,
    SHOW,
    coded,
    known,
    labels,
    topics,
    treatment,
)
from tests.conftest import SPACES

NOTES = sorted(COMMON)


@given(st.lists(st.sampled_from(NOTES)), st.dictionaries(st.sampled_from(NOTES), st.sampled_from(CHOICES)))
def test_the_strictest_wish_counts(notes: list[str], choices: dict[str, str]) -> None:
    wanted = [choices.get(note, FOLD if note in FOLDED_AT_FIRST else SHOW) for note in notes]
    assert treatment(notes, choices) == max(wanted, key=CHOICES.index, default=SHOW)


@given(st.lists(st.sampled_from(NOTES)), st.dictionaries(st.sampled_from(NOTES), st.sampled_from(CHOICES)))
def test_one_note_more_never_shows_more(notes: list[str], choices: dict[str, str]) -> None:
    before = treatment(notes, choices)
    for more in NOTES:
        assert CHOICES.index(treatment([*notes, more], choices)) >= CHOICES.index(before)


def test_what_is_heaviest_is_folded_at_first() -> None:
    assert treatment(["self_harm"], {}) == treatment(["assault"], {}) == FOLD
    assert treatment(["sleep"], {}) == SHOW
    assert treatment(["self_harm"], {"self_harm": SHOW}) == SHOW
    assert treatment(["sleep"], {"sleep": HIDE}) == HIDE


@pytest.mark.parametrize("part", SPACES)
def test_no_space_has_the_notes_of_the_other(space: Flask, part: str) -> None:
    with space.test_request_context("/en/"):
        own, other = topics(part), OF_PART[next(one for one in SPACES if one != part)]
        assert not own.keys() & other.keys()
        assert 10 <= len(own) <= 16
        assert len(set(own.values())) == len(own)
        assert known(part, [*other, "sleep", "no such", "sleep"]) == ("sleep",)


def test_a_note_that_is_no_longer_on_the_list_is_still_one(space: Flask) -> None:
    with space.test_request_context("/en/"):
        assert labels(coded("sleep,once_there_was")) == ("Bad dreams and sleep", "A content note")
    assert coded("") == ()
