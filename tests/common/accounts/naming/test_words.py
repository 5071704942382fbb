"""Every reason and every doubt has words that say what to do (S24)."""

from __future__ import annotations

import pytest

from support.common.accounts.naming import words
from support.common.accounts.naming.checking import DOUBTS, REASONS


def test_every_reason_has_its_own_words() -> None:
    said = [words.refusal(reason) for reason in REASONS]
    assert len(set(said)) == len(REASONS)
    assert all(len(text.split(".")) > 2 for text in said)


def test_every_doubt_is_a_question_with_a_way_on() -> None:
    said = [words.question(doubt) for doubt in DOUBTS]
    assert len(set(said)) == len(DOUBTS)
    assert all("keep it" in text for text in said)


def test_an_unknown_reason_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        words.refusal("because")
