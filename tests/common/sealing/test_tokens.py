"""Sealed tokens: they open here, for this purpose, for a while; nothing else opens."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.common.sealing.tokens import LONGEST_TOKEN, Sealer, TokenExpired, TokenInvalid, TokenTooLong

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LIFETIME = 1800
SEALER = Sealer("a secret for tests only, long enough to be one", "search", LIFETIME)


@given(st.binary(max_size=900))
def test_what_is_sealed_opens(content: bytes) -> None:
    token = SEALER.seal(content, NOW)
    assert SEALER.open(token, NOW) == content
    assert len(token) <= LONGEST_TOKEN
    assert token.replace("-", "").replace("_", "").isalnum()


@given(st.binary(min_size=8, max_size=200), st.data())
def test_no_change_goes_unnoticed(content: bytes, data: st.DataObject) -> None:
    token = SEALER.seal(content, NOW)
    where = data.draw(st.integers(0, len(token) - 1))
    sign = data.draw(st.sampled_from("AZaz09-_").filter(lambda sign: sign != token[where]))
    with pytest.raises((TokenInvalid, TokenExpired)):
        SEALER.open(token[:where] + sign + token[where + 1 :], NOW)


@given(st.binary(max_size=200), st.integers(1, 200))
def test_cut_tokens_do_not_open(content: bytes, length: int) -> None:
    token = SEALER.seal(content, NOW)
    with pytest.raises((TokenInvalid, TokenExpired)):
        SEALER.open(token[: -min(length, len(token))], NOW)


@given(st.text(max_size=2000))
def test_any_text_is_refused_calmly(text: str) -> None:
    with pytest.raises((TokenInvalid, TokenExpired)):
        SEALER.open(text, NOW)


@given(st.integers(0, 10 * LIFETIME))
def test_it_opens_for_its_lifetime_and_never_after_twice_that(seconds: int) -> None:
    token, later = SEALER.seal(b"words", NOW), NOW + timedelta(seconds=seconds)
    if seconds <= LIFETIME:
        assert SEALER.open(token, later) == b"words"
    elif seconds >= 2 * LIFETIME:
        with pytest.raises(TokenExpired):
            SEALER.open(token, later)


def test_a_token_from_the_future_does_not_open() -> None:
    with pytest.raises(TokenExpired):
        SEALER.open(SEALER.seal(b"words", NOW + timedelta(days=1)), NOW)


@pytest.mark.parametrize(
    "other",
    [
        Sealer(SEALER.secrets[0], "something else", LIFETIME),
        Sealer("another secret, also long enough for it", "search", LIFETIME),
    ],
)
def test_foreign_tokens_do_not_open(other: Sealer) -> None:
    with pytest.raises(TokenInvalid):
        SEALER.open(other.seal(b"words", NOW), NOW)


def test_equal_words_give_different_tokens() -> None:
    assert SEALER.seal(b"words", NOW) != SEALER.seal(b"words", NOW)


def test_what_does_not_fit_is_said() -> None:
    with pytest.raises(TokenTooLong):
        SEALER.seal(random.Random(1).randbytes(2000), NOW)


def test_a_secret_that_was_in_use_before_still_opens() -> None:
    """Rotation while the site runs (S88): the new secret seals, both open; without the old one its tokens are nobody's."""
    old, new = "the old secret, long enough for a test", "the new secret, long enough for a test"
    token = Sealer(old, "words", LIFETIME).seal(b"quiet", NOW)
    both = Sealer(new, "words", LIFETIME, [old])
    assert both.open(token, NOW) == b"quiet"
    assert Sealer(new, "words", LIFETIME).open(both.seal(b"calm", NOW), NOW) == b"calm"
    with pytest.raises(TokenInvalid):
        Sealer(new, "words", LIFETIME).open(token, NOW)
