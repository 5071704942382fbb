"""Texts cut where they are marked, first lines, and differences: nothing of a text is lost or added by showing it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.space.moderation.desk.difference import ADDED, MOST_PAIRS, REMOVED, SAME, Stretch, difference
from support.space.moderation.desk.marking import FIRST_LETTERS, Span, cut, first_lines, pieces

TEXTS = st.text(alphabet="ab \nñ字🌱", max_size=60)
SPANS = st.lists(st.builds(Span, st.integers(-2, 70), st.integers(-2, 70), st.integers(1, 3)), max_size=6)


@given(TEXTS, SPANS)
def test_the_pieces_are_the_text_and_each_letter_has_its_hints(text: str, spans: list[Span]) -> None:
    found = pieces(text, spans)
    assert "".join(piece.text for piece in found) == text
    marked = [piece.hints for piece in found for _letter in piece.text]
    for place, hints in enumerate(marked):
        assert set(hints) == {span.hint for span in spans if 0 <= span.start <= place < span.end}


@given(TEXTS, SPANS)
def test_each_hint_begins_once(text: str, spans: list[Span]) -> None:
    found = pieces(text, spans)
    begun = [hint for piece in found for hint in piece.first]
    assert sorted(begun) == sorted({hint for piece in found for hint in piece.hints})


@given(TEXTS, SPANS, st.integers(0, 80))
def test_a_cut_shows_the_beginning_and_nothing_else(text: str, spans: list[Span], letters: int) -> None:
    found = cut(pieces(text, spans), letters)
    assert "".join(piece.text for piece in found) == text[:letters]
    assert not any(piece.first for piece in found)


def test_first_lines_end_between_words_where_there_are_any() -> None:
    assert first_lines("A short one.") == 12
    long = "word " * 100
    assert long[: first_lines(long)].endswith("word")
    assert FIRST_LETTERS - 40 <= first_lines(long) < FIRST_LETTERS
    assert first_lines("字" * 500) == FIRST_LETTERS


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_a_difference(before: str, after: str) -> None:
    found = difference(before, after)
    assert "".join(one.text for one in found if one.kind != ADDED) == before
    assert "".join(one.text for one in found if one.kind != REMOVED) == after


def test_a_difference_is_by_words() -> None:
    found = difference("I slept badly last week.", "I slept quite well last week.")
    assert found == [
        Stretch(SAME, "I slept "), Stretch(REMOVED, "badly "), Stretch(ADDED, "quite well "), Stretch(SAME, "last week."),
    ]  # fmt: skip


def test_a_text_that_would_take_long_is_shown_as_a_whole() -> None:
    before, after = "a " * 4000, "a " * 3999
    assert MOST_PAIRS < 4000 * 3999
    assert [one.kind for one in difference(before, after)] == [REMOVED, ADDED]
