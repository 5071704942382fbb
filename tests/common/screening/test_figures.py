"""The labelled sentences, the figures made of them, and the document that shows them."""

from __future__ import annotations

import re

import pytest

from tools.screening import BEGIN, DOCUMENT, END, Sentence, figures, found_in, interval, sentences, with_tables

EVERY = [one for group in ("seen", "early", "held_out") for one in sentences(group)]


def test_the_document_shows_the_figures_of_today() -> None:
    document = DOCUMENT.read_text("utf-8")
    assert BEGIN in document
    assert END in document
    assert document == with_tables(document), "python -m tools.screening --write"


def test_there_are_enough_sentences_and_none_is_there_twice() -> None:
    texts = [one.text for one in EVERY]
    assert len(texts) >= 500
    assert len(set(texts)) == len(texts)
    assert sum(one.language == "es" for one in EVERY) >= 200


def test_numbers_and_addresses_in_them_are_nobodys() -> None:
    for text in (one.text for one in EVERY):
        assert all(
            domain.startswith("example")
            for domain in re.findall(r"@(\w+)\.|https?://(?:www\.)?(\w+)\.", text)
            for domain in domain
            if domain
        )
        for number in re.findall(r"\d[\d ]{8,}\d", text):
            assert re.match(r"01632 ?960|020 7946 0|0 1 6 3 2 9 6 0", number), text


def test_interval_is_wilsons() -> None:
    """Newcombe (1998), table I: 81 of 263 is 0.2553 to 0.3662."""
    assert interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)
    assert interval(0, 0) == (0.0, 1.0)


def test_figures_count_right_wrong_and_missed() -> None:
    wanted, none = Sentence("a", "en", frozenset({"link"})), Sentence("b", "en", frozenset())
    judged = [
        (wanted, frozenset({"link"})),
        (wanted, frozenset[str]()),
        (none, frozenset({"link"})),
        (none, frozenset[str]()),
    ]
    counted = figures(judged, "link")
    assert (counted.right, counted.wrong, counted.missed) == (1, 1, 1)


def test_sentences_that_were_tuned_against_stay_right() -> None:
    wrong = [one.text for one in sentences("seen") if found_in(one.text) != one.wanted]
    assert len(wrong) <= 5, wrong
