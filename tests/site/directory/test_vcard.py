"""A listing's contacts for a phone book: RFC 6350, line by line, whatever the words are."""

from __future__ import annotations

import re

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from support.site.directory.listing import Contact
from support.site.directory.vcard import LINE_BYTES, vcard
from tests.site.directory.fiction import listings

ONE = listings(1, seed=3)[0]


def unfolded(card: str) -> list[str]:
    assert card.endswith("\r\n")
    assert all(len(line.encode()) <= LINE_BYTES for line in card.split("\r\n"))
    return card.replace("\r\n ", "").split("\r\n")[:-1]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
@settings(max_examples=60)
def test_any_name_gives_a_whole_card(name: str) -> None:
    lines = unfolded(vcard(msgspec.structs.replace(ONE, name=name)))
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert lines[-1] == "END:VCARD"
    assert all(re.match(r"[A-Z]+[;:]", line) for line in lines if line)


def test_numbers_that_phones_take_for_commands_are_left_out() -> None:
    card = vcard(msgspec.structs.replace(ONE, contacts=(Contact("voice", "*4141"), Contact("voice", "+441632960123"))))
    assert "*4141" not in card
    assert "TEL;TYPE=voice:+441632960123" in card
