"""The policy's codes: each space has its own, each outcome takes some, and approving excludes what blocks."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from support.site.guides.articles.wording import unsaid_words
from support.space.cases import help as helping
from support.space.cases.conflicts import Unfit
from support.space.cases.reason_words import short, shorts, statement
from support.space.cases.reasons import BY_CODE, TABLE, fitting, readers_needed, reasons, two_to_refuse
from support.space.cases.states import APPROVE, APPROVE_WITH_NOTE, APPROVING_OUTCOMES, OUTCOMES, REJECT

PARTS = ("survivors", "prevention")
ANY_CODES = st.lists(st.sampled_from([*BY_CODE, "Z99", ""]), max_size=8)
COMMON = {f"C{number:02}" for number in range(1, 14)} | {f"X{number:02}" for number in range(1, 7)}
OF_PART = {
    "survivors": {f"SV{number:02}" for number in range(1, 12)},
    "prevention": {f"PV{number:02}" for number in range(1, 12)},
}


@pytest.mark.parametrize("part", PARTS)
def test_each_space_has_every_code_of_the_policy_and_none_of_the_others(part: str) -> None:
    assert {one.code for one in reasons(part)} == COMMON | OF_PART[part]


@given(st.sampled_from(PARTS), st.sampled_from((*OUTCOMES, "publish")), ANY_CODES, st.lists(st.just("sleep")))
def test_what_fits_is_of_the_space_and_of_the_outcome(
    part: str, outcome: str, codes: list[str], notes: list[str]
) -> None:
    try:
        fits = fitting(part, outcome, codes, notes)
    except Unfit:
        return
    assert set(fits) >= set(codes)
    assert all(part in BY_CODE[code].parts and outcome in BY_CODE[code].outcomes for code in fits)
    assert fits or outcome == APPROVE
    assert not (outcome in APPROVING_OUTCOMES and any(BY_CODE[code].blocks for code in fits))
    assert bool(notes) == (outcome == APPROVE_WITH_NOTE)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("outcome", [outcome for outcome in OUTCOMES if outcome not in APPROVING_OUTCOMES])
def test_every_code_can_be_given_for_its_outcomes(part: str, outcome: str) -> None:
    assert reasons(part, outcome)
    for one in reasons(part, outcome):
        assert fitting(part, outcome, [one.code]) == (one.code,)
        if one.blocks:
            with pytest.raises(Unfit) as refused:
                fitting(part, APPROVE, [one.code])
            assert refused.value.why == "blocking"


@pytest.mark.parametrize(
    ("part", "outcome", "codes", "notes", "why"),
    [
        ("survivors", "publish", [], [], "outcome"),
        ("survivors", "reject", [], [], "codes_needed"),
        ("survivors", "reject", ["PV02"], [], "codes_unfit"),
        ("prevention", "reject", ["SV04"], [], "codes_unfit"),
        ("survivors", "reject", ["C01"], [], "codes_unfit"),
        ("survivors", "approve", ["C01"], [], "blocking"),
        ("survivors", "approve_with_note", ["C01"], ["sleep"], "blocking"),
        ("survivors", "approve", ["X01"], [], "codes_unfit"),
        ("survivors", "approve_with_note", [], [], "notes_needed"),
        ("survivors", "reject", ["C08"], ["sleep"], "notes_unfit"),
        ("survivors", "approve", [], ["sleep"], "notes_unfit"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_rule(
    part: str, outcome: str, codes: list[str], notes: list[str], why: str
) -> None:
    with pytest.raises(Unfit) as refused:
        fitting(part, outcome, codes, notes)
    assert refused.value.why == why


def test_a_note_that_the_reader_adds_has_its_own_code_unasked() -> None:
    assert fitting("survivors", APPROVE_WITH_NOTE, [], ["sleep"]) == ("C11",)


def test_some_refusals_take_two() -> None:
    two = {one.code for one in TABLE if REJECT in one.outcomes and two_to_refuse([one.code])}
    assert two == {"PV07", "PV09", "PV10", "SV10"}
    assert not two_to_refuse(["C08", "C05"])


@pytest.mark.parametrize(
    ("part", "before", "needed"),
    [("prevention", 0, 2), ("prevention", 4, 2), ("prevention", 5, 1), ("survivors", 0, 1), ("survivors", 9, 1)],
)
def test_newcomers_of_one_space_are_read_twice(part: str, before: int, needed: int) -> None:
    assert readers_needed(part, before) == needed


@pytest.mark.parametrize("part", PARTS)
def test_every_code_has_words_for_both_sides_and_no_space_says_the_words_of_the_other(space: Flask, part: str) -> None:
    other = next(name for name in PARTS if name != part)
    with space.test_request_context("/"):
        assert list(shorts(part)) == [one.code for one in reasons(part)]
        for one in reasons(part):
            said = statement(one.code, part)
            texts = (short(one.code, part), said.cannot, said.change)
            assert all(text.strip() for text in texts)
            assert not [word for text in texts for word in unsaid_words(text, "en")]
        for code in OF_PART[other]:
            with pytest.raises(KeyError):
                statement(code, part)


@pytest.mark.parametrize("part", PARTS)
def test_what_both_spaces_say_names_the_concern_of_neither(space: Flask, part: str) -> None:
    telling = {"abuse", "abused", "survivor", "assault", "fantasy", "offence", "attraction", "prevention", "children"}
    with space.test_request_context("/"):
        for code in COMMON:
            said = statement(code, part)
            words = set(f"{short(code, part)} {said.cannot} {said.change}".casefold().replace(",", " ").split())
            assert not words & telling


def test_help_goes_with_every_reason() -> None:
    for one in TABLE:
        kinds = helping.help_for([one.code])
        assert kinds and set(kinds) <= set(helping.KINDS)


def test_danger_comes_first_and_each_help_once() -> None:
    assert helping.help_for(["X01", "C06", "X04"]) == (helping.CRISIS, helping.SUPPORT, helping.THOUGHTS)
    assert helping.help_for([]) == (helping.SUPPORT,)
