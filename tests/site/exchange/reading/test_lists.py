"""A list in one cell, in each way it was seen (DIRTY.md 104)."""

from __future__ import annotations

import pytest

from support.site.exchange.reading.lists import parts, structured


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('["English", "Spanish"]', ["English", "Spanish"]), ("['English', None, 'Spanish']", ["English", "Spanish"]),
        ('{English,"Sign, American"}', ["English", "Sign, American"]), ("English; Spanish;", ["English", "Spanish"]),
        ("New Year\n\n  Labour Day", ["New Year", "Labour Day"]), ("English, some Spanish", ["English, some Spanish"]),
        ('[{"code": "A"}, {"code": "B"}]', ["A", "B"]), ("[77 => 'Active']", ["[77 => 'Active']"]), ("", []), ("{}", []),
    ],
)  # fmt: skip
def test_the_parts_of_a_cell(cell: str, found: list[str]) -> None:
    assert parts(cell) == found


def test_commas_only_where_they_are_known_to_separate() -> None:
    assert parts("English, Spanish", commas=True) == ["English", "Spanish"]


def test_what_is_written_as_an_object_is_read_and_nothing_is_run() -> None:
    assert structured("{'a': 1, 'b': None, 'c': True}") == {"a": "1", "c": "true"}
    assert structured("[__import__('os')]") is None
    assert structured("[" * 100_000) is None
