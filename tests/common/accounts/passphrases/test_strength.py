"""Weak passphrases of one's own are refused with a reason and a way on; good sentences and generated ones are taken."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from support.common.accounts.passphrases import strength
from support.common.accounts.passphrases.making import WORDS, make
from support.common.accounts.passphrases.strength import LONGEST, WELL_KNOWN, weakness
from support.common.accounts.passphrases.typed import canonical, is_generated_form
from support.common.accounts.passphrases.words import words

NAME = "Quiet River"


@pytest.mark.parametrize(
    "guessed",
    [
        "password password", "PassWord-PassWord", "P@ssw0rd P@ssw0rd!", "correct horse battery staple",
        "Correct-Horse.Battery_Staple!1", "correcthorsebatterystaple99", "qwertyuiop asdfghjkl", "1qaz2wsx3edc4rfv",
        "zaq12wsxcde34rfv", "12345678901234567", "aaaaaaaaaaaaaaaaaaaa", "letmein letmein letmein",
        "monday tuesday wednesday", "May the force be with you 77", "that that that that that that that",
        "summer 2024 summer", "Mi casa es su casa", "🙂" * 20, "." * 30,
    ],
)  # fmt: skip
def test_what_a_guesser_tries_first_is_refused(guessed: str) -> None:
    assert weakness(guessed, NAME) == "guessable"


@pytest.mark.parametrize(
    "good",
    [
        "my grandmother grew three kinds of beans", "Lemon boots argue quietly on tuesdays",
        "Mi gato duerme sobre la radio vieja", "der alte Fahrstuhl riecht nach Apfelmus", "vT9#kqLw2!zRmXp4e",
        "correct horse battery staple, but the kettle sings in Portuguese",
    ],
)  # fmt: skip
def test_a_good_sentence_is_taken(good: str) -> None:
    assert weakness(good, NAME) is None


@pytest.mark.parametrize(
    "named",
    [
        "the quiet river sings to my kettle",
        "QUIET-RIVER keeps seven lemons",
        "lemons reviR teiuq and boots",
        "my ｑｕｉｅｔriver lemons argue on tuesdays",
    ],
)
def test_the_name_that_others_see_is_refused_backwards_too(named: str) -> None:
    assert weakness(named, NAME) == "has_name"
    assert weakness(named, "Patient Otter") is None


def test_a_name_too_short_to_mean_anything_forbids_nothing() -> None:
    assert weakness("my grandmother grew three kinds of beans", "an") is None
    assert weakness("my grandmother grew three kinds of beans", "") is None


def test_lengths_are_bounded_on_both_sides() -> None:
    assert weakness("Xk!$% lemon 9", NAME) == "too_short"
    assert weakness("   lemon boots        ", NAME) == "too_short"
    sentence = "lemon boots argue quietly on tuesdays in the garden "
    assert weakness((sentence * 9)[: LONGEST + 1].strip() + "xyz", NAME) == "too_long"
    assert weakness(sentence * 9, NAME) == "too_long"
    assert weakness("", NAME) == "too_short"


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_generated_secret_is_always_taken_whatever_the_name(data: st.DataObject) -> None:
    made = make()
    name = data.draw(st.sampled_from(made.words.split()))
    for text in (made.words, made.digits, made.words.upper().replace(" ", "-")):
        assert weakness(text, name) is None


@pytest.mark.parametrize("text", [" ".join([WORDS[5], WORDS[6]] * 3 + [WORDS[5]]), "1234567" * 4, "2" * 28])
def test_what_only_looks_generated_is_weighed_too(text: str) -> None:
    assert is_generated_form(canonical(text))
    assert weakness(text, NAME) == "guessable"


def test_the_estimate_never_sees_more_than_it_can_weigh(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[str] = []

    def count(text: str) -> dict[str, Any]:
        weighed.append(text)
        return {"guesses": 10**20}

    monkeypatch.setattr(strength, "zxcvbn", count)
    assert weakness("lemon boots argue " * 10, NAME) is None
    assert weighed and all(len(text) <= 72 for text in weighed)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), min_size=10, max_size=40), st.text(max_size=10))
def test_any_text_gets_an_answer(text: str, name: str) -> None:
    assert weakness(text, name) in {None, "too_short", "too_long", "has_name", "guessable"}


def test_well_known_sayings_are_kept_folded_and_once() -> None:
    assert all(saying.isalpha() and saying.islower() for saying in WELL_KNOWN)
    assert len(set(WELL_KNOWN)) == len(WELL_KNOWN)


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("too_short", "at least 14"),
        ("too_long", "at most 200"),
        ("has_name", "Leave the name out"),
        ("guessable", "Add words"),
    ],
)
def test_every_reason_says_what_to_do(code: str, advice: str) -> None:
    app = Flask(__name__)
    Babel(app)
    with app.app_context():
        assert advice in words(code)


def test_signs_that_stand_for_letters_do_not_multiply_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """zxcvbn tries every combination of them: a text of many would hold up everybody for seconds (S69)."""
    seen: list[str] = []

    def counted(text: str) -> dict[str, object]:
        seen.append(text)
        return {"guesses": 10**20}

    monkeypatch.setattr(strength, "zxcvbn", counted)
    assert strength.weakness("4@8({[<6913!|105$+7%2" * 6, "Quiet Otter") is None
    assert seen
    assert all(len(set(text) & strength.STAND_INS.keys()) <= strength.MOST_STAND_INS for text in seen)


def test_a_few_stand_ins_hide_no_common_word() -> None:
    assert strength.weakness("p4ssw0rd p4ssw0rd", "Quiet Otter") == "guessable"
    assert strength.weakness("4@8({[<6913!|105$+7%2" * 3, "Quiet Otter") in ("guessable", None)
