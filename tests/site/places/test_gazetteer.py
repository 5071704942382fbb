"""A person types where they are; the gazetteer says which place that is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.site.places.gazetteer import Gazetteer, IndexUnavailable, Lookup, Place

COUNTRY_NAMES = {"GB": "United Kingdom", "US": "United States", "DE": "Germany", "ES": "Spain"}


def found(gazetteer: Gazetteer, text: str, country: str = "") -> Place:
    place = gazetteer.find(text, country=country).place
    assert place is not None, text
    return place


def label(gazetteer: Gazetteer, text: str, country: str = "") -> str:
    return found(gazetteer, text, country).label(COUNTRY_NAMES)


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Leeds", "", "Leeds, England, United Kingdom"),
        ("  leeds ", "", "Leeds, England, United Kingdom"),
        ("Leeds, UK", "", "Leeds, England, United Kingdom"),
        ("Leeds, England", "", "Leeds, England, United Kingdom"),
        ("Leeds UK", "", "Leeds, England, United Kingdom"),
        ("Leeds, West Yorkshire", "", "Leeds, England, United Kingdom"),
        ("Leeds (England)", "", "Leeds, England, United Kingdom"),
        ('"Leeds"', "", "Leeds, England, United Kingdom"),
        ("1 High Street, Leeds", "", "Leeds, England, United Kingdom"),
        ("Leeds LS1 4AP", "", "Leeds, England, United Kingdom"),
        ("Austin TX", "", "Austin, Texas, United States"),
        ("Austin, Texas", "", "Austin, Texas, United States"),
        ("Austin Texas, USA", "", "Austin, Texas, United States"),
        ("Austin TX 78701", "", "Austin, Texas, United States"),
        ("Springfield, IL", "", "Springfield, Illinois, United States"),
        ("Springfield, IL 62701", "", "Springfield, Illinois, United States"),
        ("Paris, Texas", "", "Paris, Texas, United States"),
        ("Newcastle", "GB", "Newcastle upon Tyne, England, United Kingdom"),
        ("New York", "", "New York City, New York, United States"),
        ("Washington, D.C.", "", "Washington, District of Columbia, United States"),
        ("San Juan, Puerto Rico", "", "San Juan, Puerto Rico, United States"),
        ("San Juan", "PR", "San Juan, Puerto Rico, United States"),
        ("10115 Berlin", "", "Berlin, Berlin, Germany"),
        ("München", "", "Munich, Bavaria, Germany"),
        ("Munchen", "", "Munich, Bavaria, Germany"),
        ("Muenchen", "", "Munich, Bavaria, Germany"),
        ("Munich, Germany", "", "Munich, Bavaria, Germany"),
        ("Madrid", "", "Madrid, Madrid, Spain"),
    ],
)
def test_finds_the_place_that_is_meant(gazetteer: Gazetteer, text: str, country: str, expected: str) -> None:
    assert label(gazetteer, text, country) == expected


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("Texas", "region", "US-TX"),
        ("TX", "region", "US-TX"),
        ("Scotland", "region", "GB-SCT"),
        ("Bavaria", "region", "DE-BY"),
        ("Bayern", "region", "DE-BY"),
        ("Puerto Rico", "region", "US-PR"),
        ("Spain", "country", "ES"),
        ("España", "country", "ES"),
        ("Deutschland", "country", "DE"),
        ("UK", "country", "GB"),
        ("Mexico", "country", "MX"),
    ],
)
def test_finds_regions_and_countries(gazetteer: Gazetteer, text: str, kind: str, code: str) -> None:
    place = found(gazetteer, text)
    assert (place.kind, place.id, place.latitude) == (kind, code, None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sao Paulo", "São Paulo"),
        ("ZURICH", "Zürich"),
        ("دبي", "Dubai"),
        ("東京", "Tokyo"),
        ("Goeteborg", "Gothenburg"),
    ],
)
def test_folds_case_accents_and_scripts(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert found(gazetteer, text).name == name


def test_folds_punctuation_and_short_forms(gazetteer: Gazetteer) -> None:
    names = {place.id for place in gazetteer.find("st. ives", country="GB").others}
    names.add(found(gazetteer, "st. ives", "GB").id)
    assert names == {place.id for place in gazetteer.find("Saint Ives").others} | {found(gazetteer, "Saint Ives").id}
    assert found(gazetteer, "st. ives", "GB").country == "GB"
    assert found(gazetteer, "stoke on trent").name == "Stoke-on-Trent"


@pytest.mark.parametrize(
    ("text", "country", "place_id"),
    [
        ("78701", "", "US:78701"),
        ("78701-1234", "US", "US:78701"),
        ("78701, US", "DE", "US:78701"),
        ("00901", "", "US:00901"),
        ("m5v 3l9", "", "CA:M5V"),
        ("M5V", "CA", "CA:M5V"),
        ("SW1A 1AA", "", "GB:SW"),
        ("sw1a", "GB", "GB:SW"),
        ("LS6", "GB", "GB:LS"),
        ("E1W", "GB", "GB:E"),
        ("E1W", "CA", "CA:E1W"),
        ("75001", "FR", "FR:75001"),
        ("75001", "US", "US:75001"),
        ("75001", "", "US:75001"),
        ("75001, France", "", "FR:75001"),
        ("20000", "FR", "FR:20000"),
    ],
)
def test_finds_postcodes(gazetteer: Gazetteer, text: str, country: str, place_id: str) -> None:
    place = found(gazetteer, text, country)
    assert (place.id, place.kind) == (place_id, "postcode")
    assert place.latitude is not None
    assert place.timezone
    assert place.region


def test_does_not_take_a_foreign_postcode_for_an_american_one(gazetteer: Gazetteer) -> None:
    lookup = gazetteer.find("10115", country="DE")
    assert lookup.place is None
    assert [place.id for place in lookup.suggestions] == ["US:10115"]


def test_lists_the_others_of_the_name_largest_first(gazetteer: Gazetteer) -> None:
    lookup = gazetteer.find("Springfield", limit=5)
    assert lookup.place is not None
    assert len(lookup.others) == 5
    assert {place.name for place in lookup.others} == {"Springfield"}
    sizes = [lookup.place.population, *(place.population for place in lookup.others)]
    assert sizes == sorted(sizes, reverse=True)
    assert lookup.suggestions == ()


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Paris", "", "FR"),
        ("Paris", "US", "US"),
        ("Paris, France", "US", "FR"),
        ("London", "CA", "CA"),
        ("London", "US", "GB"),  # the largest London of the United States is a small town
        ("Birmingham", "US", "US"),
        ("Perth", "GB", "GB"),
        ("Córdoba", "AR", "AR"),
        ("Toledo", "ES", "ES"),
    ],
)
def test_prefers_the_readers_country_within_reason(
    gazetteer: Gazetteer, text: str, country: str, expected: str
) -> None:
    assert found(gazetteer, text, country).country == expected


@pytest.mark.parametrize(
    ("text", "country", "first"),
    [
        ("Leds", "GB", "Leeds"),
        ("Manchestr", "", "Manchester"),
        ("Manchestr, England", "", "Manchester"),
        ("Barcelonna", "", "Barcelona"),
        ("Birmingahm", "US", "Birmingham"),
        ("Glasgwo", "", "Glasgow"),
        ("Edimburrgh", "GB", "Edinburgh"),
        ("Newcastl", "GB", "Newcastle upon Tyne"),
        ("Springfield, Scotland", "", "Springfield"),
    ],
)
def test_suggests_near_names(gazetteer: Gazetteer, text: str, country: str, first: str) -> None:
    lookup = gazetteer.find(text, country=country)
    assert lookup.place is None
    assert lookup.others == ()
    assert 0 < len(lookup.suggestions) <= 8
    assert lookup.suggestions[0].name == first


NONSENSE = [
    "",
    " ",
    ",",
    "🙂",
    "x" * 10_000,
    "é" * 10_000,
    "Leeds\0",
    "\x1b[1m",
    "\ud800",
    "a\ud800b",
    '"',
    "*",
    "lee*",
]
SYNTAX = [
    "NEAR(",
    "NEAR(a b)",
    "field:",
    "name:leeds",
    "(",
    "((((",
    "+",
    "~",
    "^2",
    "[a TO b]",
    "{",
    "\\",
    "'",
    "%",
    "_",
]


@pytest.mark.parametrize("text", [*NONSENSE, *SYNTAX])
def test_what_is_no_place_finds_nothing(gazetteer: Gazetteer, text: str) -> None:
    lookup = gazetteer.find(text, country="GB")
    assert lookup.place is None or text == "NEAR(a b)"
    assert text == "NEAR(a b)" or lookup == Lookup()


@pytest.mark.parametrize("text", ["a, " * 60, "of the " * 25, "x" * 200, "St " * 60, ",".join("abcdefghij" * 9)])
def test_long_texts_take_bounded_work(gazetteer: Gazetteer, text: str) -> None:
    started = time.process_time()
    gazetteer.find(text, country="US")
    assert time.process_time() - started < 5  # generous: a bound on runaway work, not a measure of speed


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=40) | st.text("aeinrst, .'-()0123456789", max_size=30) | st.text(st.characters(), max_size=10),
    st.sampled_from(["", "US", "DE"]),
    st.integers(0, 10),
)
def test_no_text_breaks_it(gazetteer: Gazetteer, text: str, country: str, limit: int) -> None:
    lookup = gazetteer.find(text, country=country, limit=limit)
    assert len(lookup.others) <= limit
    assert len(lookup.suggestions) <= limit
    assert lookup.place is None or not lookup.suggestions


@pytest.mark.parametrize("country", ["", "XX", "gb", "nonsense", "🙂", "G\0"])
def test_any_country_may_be_given(gazetteer: Gazetteer, country: str) -> None:
    assert found(gazetteer, "Leeds", country).country == "GB"


def test_by_id(gazetteer: Gazetteer) -> None:
    for text in ("Leeds", "78701", "Texas", "Spain", "SW1A"):
        place = found(gazetteer, text)
        assert gazetteer.by_id(place.id) == place
    for nothing in ("", "0", "Leeds", "\ud800", "US:", "x" * 500, '"', "é"):
        assert gazetteer.by_id(nothing) is None


def test_labels_of_every_kind(gazetteer: Gazetteer) -> None:
    assert label(gazetteer, "Texas") == "Texas, United States"
    assert label(gazetteer, "Spain") == "Spain"
    assert label(gazetteer, "78701") == "78701 Austin, Texas, United States"
    assert found(gazetteer, "Leeds").label({}) == "Leeds, England, GB"


def test_not_built_or_damaged(tmp_path: Path) -> None:
    gazetteer = Gazetteer(tmp_path / "nowhere")
    assert not gazetteer.ready()
    with pytest.raises(IndexUnavailable):
        gazetteer.find("Leeds")
    (tmp_path / "nowhere").mkdir()
    (tmp_path / "nowhere" / "current.json").write_text('{"build": "gone", "position": 0, "version": "places-0"}')
    assert not gazetteer.ready()
