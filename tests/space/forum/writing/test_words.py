"""The pure parts: where a post stands, what differs, what is marked, what is said of the wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from support.space.forum.content import Content
from support.space.forum.notices import sentences, statements
from support.space.forum.writing import difference, expecting, progress, typed, words
from support.space.forum.writing.marking import pieces
from support.space.forum.writing.progress import Step, Went
from support.space.forum.writing.typed import Typed

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
SOME = st.text(st.sampled_from("ab \n"), max_size=30)


@given(SOME, SOME)
def test_a_difference_holds_both_texts_whole(before: str, after: str) -> None:
    found = difference.difference(before, after)
    assert "".join(one.text for one in found if one.kind != difference.ADDED) == before or before == after
    assert "".join(one.text for one in found if one.kind != difference.REMOVED) == after


def test_a_word_repeated_without_end_is_not_compared_word_by_word() -> None:
    found = difference.difference("a " * 4000, "a " * 3999 + "b")
    assert [one.kind for one in found] == [difference.REMOVED, difference.ADDED]


@given(st.text(max_size=20), st.lists(st.tuples(st.integers(-3, 25), st.integers(-3, 25)), max_size=5))
def test_marking_changes_no_word_and_marks_exactly_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    found = pieces(text, spans)
    assert "".join(one.text for one in found) == text
    inside = [any(0 <= start <= place < end for start, end in spans) for place in range(len(text))]
    assert [one.marked for one in found for _sign in one.text] == inside


@pytest.mark.parametrize(
    ("newest_first", "shown", "standing"),
    [
        (["queued"], False, "waiting"),
        (["queued", "approved"], True, "version_waiting"),
        (["changes_requested", "superseded"], False, "changes"),
        (["rejected", "approved"], True, "version_rejected"),
        (["held", "unpublished"], False, "held"),
        (["withdrawn", "withdrawn"], False, "withdrawn"),
        (["approved", "superseded"], True, "published"),
    ],
)
def test_where_a_post_stands(newest_first: list[str], shown: bool, standing: str) -> None:
    assert progress.standing(newest_first, shown=shown) == standing


def test_the_steps_of_a_post_know_days_only() -> None:
    versions = [
        Went("superseded", MONDAY, "request_changes", TUESDAY),
        Went("queued", TUESDAY),
    ]
    expected = [Step("sent", MONDAY), Step("changes", TUESDAY), Step("sent_again", TUESDAY), Step("waiting")]
    assert progress.steps(versions, being_read=False) == expected
    assert progress.steps(versions, being_read=True)[-1] == Step("reading")


def test_every_state_of_a_version_has_a_standing(space: Flask) -> None:
    states = [
        "queued",
        "approved",
        "changes_requested",
        "rejected",
        "withdrawn",
        "superseded",
        "lapsed",
        "held",
        "unpublished",
    ]
    assert set(progress.STATES) == set(states)


@dataclass(frozen=True)
class Wait:
    usual: int
    most: int


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (None, "We cannot say yet"),
        (Wait(1, 59), "nine out of ten texts were read within 1 hour."),
        (Wait(61, 1440), "within 2 hours, and nine out of ten within 24 hours."),
        (Wait(60, 1441), "within 1 hour, and nine out of ten within 2 days."),
    ],
)
def test_the_wait_is_rounded_up(space: Flask, wait: Wait | None, said: str) -> None:
    with space.test_request_context("/en-GB/"):
        assert said in expecting.sentence(wait)


def test_every_problem_and_every_kind_of_notice_has_words(space: Flask) -> None:
    with space.test_request_context("/en-GB/"):
        for code in ("gone", "locked", "board_closed", "over", "closed", "many_waiting", "many_today", "changed",
                     "other_content", "form", "beside", "no_title", "long_title", "no_body", "long_body"):  # fmt: skip
            assert words.problem(code)
        for code in ("signed_out", "agreements", "stamp", "not_there", "unavailable", "not_sent"):
            assert all(words.carried(code))
        assert all(sentences.sentence(kind) for kind in (*sentences.KINDS, "of a later release"))


def test_a_code_that_the_space_has_not_gets_help_but_no_words(space: Flask) -> None:
    with space.test_request_context("/en-GB/"):
        other = "PV02" if space.config["PART"] == "survivors" else "SV04"
        given = statements.told(space.config["PART"], ("C01", other))
    assert [one.code for one in given.all] == ["C01"]
    assert given.help


def test_only_what_the_space_has_is_kept_of_a_form() -> None:
    form = Typed(" Tea \n", " A  title ", "xx", ("sleep", "never"))
    assert form.content(("sleep", "grief"), ("en",), None, titled=True) == Content("Tea", "A title", "", ("sleep",))
    assert form.content((), ("en",), None, titled=False).title == ""
    assert typed.problems(Content("x" * 8000, "x" * 120), titled=True) == {}
