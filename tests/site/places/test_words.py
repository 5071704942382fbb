"""How names, slips and postcodes are compared, without an index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.site.places.asking import MOST_PARTS, parts_of, readings
from support.site.places.folding import LONGEST_KEY, key, keys
from support.site.places.place import Place
from support.site.places.postcodes import postcode_ids
from support.site.places.spelling import edits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sao Paulo", "SÃO PAULO"),
        ("st. ives", "Saint Ives"),
        ("L'Aquila", "laquila"),
        ("Stoke-on-Trent", "stoke on trent"),
        ("Łódź", "lodz"),
        ("Weißenburg", "weissenburg"),
        ("Ørsta", "orsta"),
        ("İzmir", "izmir"),
        ("دُبَيّ", "دبي"),
        ("Ａｕｓｔｉｎ", "austin"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


def test_written_out_letters() -> None:
    assert keys("München") == {"munchen", "muenchen"}
    assert keys("Leeds") == {"leeds"}
    assert keys("🙂") == set()
    assert key("हिन्दी") != key("हनद")


@given(st.text())
def test_keys_are_bounded_and_stable(text: str) -> None:
    assert len(key(text)) <= LONGEST_KEY
    assert " " not in key(text)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("", "", 0), ("leds", "leeds", 1), ("glasgwo", "glasgow", 1), ("barcelonna", "barcelona", 1), ("abc", "xyz", 3)],
)
def test_edits(one: str, other: str, expected: int) -> None:
    assert edits(one, other) == edits(other, one) == expected


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_edits_is_a_distance(one: str, other: str) -> None:
    assert (edits(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= edits(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("78701", ["US:78701", "FR:78701"]),
        ("78701-1234", ["US:78701"]),
        ("m5v 3l9", ["CA:M5V"]),
        ("SW1A 1AA", ["GB:SW"]),
        ("ls1 4ap", ["GB:LS"]),
        ("E1W", ["CA:E1W", "GB:E"]),
        ("Leeds", []),
        ("", []),
        ("1234", []),
        ("٧٨٧٠١", []),
        ("7" * 500, []),
    ],
)
def test_postcode_shapes(text: str, expected: list[str]) -> None:
    assert postcode_ids(text) == expected


def test_parts_and_readings() -> None:
    assert parts_of("Newport (Wales)") == ["Newport", "Wales"]
    assert parts_of("Springfield,, IL , ") == ["Springfield", "IL"]
    assert len(parts_of("a," * 50)) == MOST_PARTS
    assert readings("x" * 201) == []
    spoken = [(asked.name, asked.narrowed_by) for asked in readings("Austin TX, USA")]
    assert ("austin", ("tx", "USA")) in spoken
    assert len(readings("of the " * 28)) < 50


def test_a_row_reads_back() -> None:
    place = Place("1", "Leeds", "town", "GB", "GB-ENG", "England", 53.796, -1.548, "Europe/London", 536280)
    region = Place("GB-ENG", "England", "region", "GB", "GB-ENG", "England", None, None, "Europe/London", 1)
    assert Place.from_row(place.row()) == place
    assert Place.from_row(region.row()) == region
    with pytest.raises(ValueError, match="unpack"):
        Place.from_row("nothing")
