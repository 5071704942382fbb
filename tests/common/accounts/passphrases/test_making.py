"""Passphrases are made by the machine's random source, with enough bits, from words that hurt nobody (S38)."""

from __future__ import annotations

import hashlib
import itertools
import random
import re
import secrets

import pytest

from support.common.accounts.passphrases.making import ENTROPY_BITS, LIST, WORDS, Passphrase, as_digits, make, word_at
from tests.rules.topic_words import topic_words_in


def test_seven_words_hold_at_least_ninety_bits() -> None:
    assert len(set(WORDS)) == len(WORDS) >= 7_300
    assert len(make().words.split(" ")) == 7
    assert len(WORDS) ** 7 >= 2**90
    assert ENTROPY_BITS >= 90


def test_every_word_is_short_plain_and_says_nothing_of_the_place() -> None:
    assert [word for word in WORDS if not re.fullmatch(r"[a-z]{3,9}", word)] == []
    assert [word for word in WORDS if topic_words_in(word)] == []


def test_no_word_begins_another_so_joined_words_have_one_reading() -> None:
    assert [pair for pair in itertools.pairwise(sorted(WORDS)) if pair[1].startswith(pair[0])] == []


def test_each_word_is_drawn_from_the_whole_list_by_the_systems_source(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    drawn = iter(WORDS[:7])

    def choice(among: object) -> str:
        asked.append(among)
        return next(drawn)

    monkeypatch.setattr(secrets, "choice", choice)
    assert make().words == " ".join(WORDS[:7])
    assert asked == [WORDS] * 7


def test_a_known_seed_of_the_ordinary_generator_foretells_nothing() -> None:
    random.seed(1)
    first = make()
    random.seed(1)
    assert make() != first


def test_both_forms_are_the_same_secret() -> None:
    made = make()
    assert re.fullmatch(r"\d{4}( \d{4}){6}", made.digits)
    assert [word_at(int(group)) for group in made.digits.split()] == made.words.split()


def test_the_number_of_a_word_is_its_line_in_the_list() -> None:
    assert as_digits([WORDS[0], WORDS[99]]) == "0001 0100"
    assert word_at(len(WORDS)) == WORDS[-1]
    assert (word_at(0), word_at(-1), word_at(len(WORDS) + 1)) == (None, None, None)


def test_the_list_is_never_changed_because_digits_written_down_would_open_nothing() -> None:
    assert hashlib.sha256(LIST.read_bytes()).hexdigest() == (
        "3e257d33b66d53e057aa43d82e8862629d81cbb1360a9d986b6f5945a9111f5a"
    )


def test_a_log_that_prints_a_passphrase_does_not_tell_it() -> None:
    assert repr(Passphrase("seven plain words", "0001 0002")) == "Passphrase()"
