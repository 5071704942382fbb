"""Every fixed word of a duties file has words for readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from support.space.duties import words
from support.space.duties.reading import SAMPLE, read
from support.space.duties.stated import AUTHOR_TOLD, PASSED_ON, TRIGGERS, Duty


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """An application that speaks English, outside of any request."""
    app = Flask("words")
    Babel(app)
    with app.app_context():
        yield


@pytest.fixture
def duty() -> Duty:
    return read(SAMPLE, "ZZ", today=date(2026, 11, 22)).duties[0]


def test_each_fixed_word_is_said_in_its_own_way(duty: Duty) -> None:
    said = [words.trigger_words(trigger) for trigger in TRIGGERS]
    told = [words.told_words(replace(duty, author_told=one)) for one in AUTHOR_TOLD]
    passed = words.passed_on_words(replace(duty, passed_on=PASSED_ON))
    for phrases in (said, told, passed):
        assert all(phrases)
        assert len(set(phrases)) == len(phrases)
    assert len(passed) == len(PASSED_ON) - 1


def test_whether_the_law_asks_it_is_said(duty: Duty) -> None:
    assert words.why_words(replace(duty, must=True)) == "The law asks this of us."
    assert words.why_words(replace(duty, must=False)).endswith("We chose it.")


def test_whether_more_may_be_passed_on_is_said(duty: Duty) -> None:
    assert words.more_words(replace(duty, passed_on=("text", "nothing_else"))) == "Nothing else is passed on."
    assert words.more_words(replace(duty, passed_on=("text",))) != "Nothing else is passed on."


def test_how_soon_is_said_only_where_a_number_is_fixed(duty: Duty) -> None:
    said = [words.within_words(replace(duty, within_hours=hours)) for hours in (None, 0, 1, 24)]
    assert said == ["", "At once.", "Within 1 hour.", "Within 24 hours."]
