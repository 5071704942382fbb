"""The search against a naive scan that shares none of its code: every filter, words, places, hours, order."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.common.index.engine import LocalIndex
from support.site.directory.hours import from_json, next_opening, state
from support.site.directory.index import design, document
from support.site.directory.listing import Listing
from support.site.directory.open_now import OpenNow, Patterns
from support.site.directory.search import LAST_PAGE, PAGE_SIZE, Found, search
from support.site.directory.terms import AUDIENCES, Terms
from support.site.directory.vocabulary import CHANNELS, COSTS, KINDS, WHO
from support.site.places.cells import distance_km
from support.site.places.place import Place
from tests.site.directory.fiction import TOWNS, WORDS, listings

NOW = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
MANY = listings(400, seed=7)
UNION = {"DE"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LocalIndex:
    index = LocalIndex(tmp_path_factory.mktemp("index"), design())
    index.rebuild(lambda: (document(number, listing) for number, listing in enumerate(MANY)), position=1)
    return index


@pytest.fixture(scope="module")
def opening() -> OpenNow:
    patterns = Patterns()
    patterns.learn({listing.hours_signature: listing.hours for listing in MANY})
    return patterns.at(NOW)


def place(name: str) -> Place:
    country, region, latitude, longitude = TOWNS[name]
    return Place("1", name, "town", country, region, region, latitude, longitude, "Europe/London", 100_000)


# the naive scan


def scan(terms: Terms, where: Place | None) -> set[int]:
    """The numbers of all listings that a patient person would pick by hand. Near the edge of a radius: see below."""
    return {number for number, listing in enumerate(MANY) if fits(listing, terms, where)}


def fits(listing: Listing, terms: Terms, where: Place | None) -> bool:
    return (
        (not terms.kind or listing.kind == terms.kind)
        and (not terms.cost or listing.cost == terms.cost)
        and (not terms.language or terms.language in {spoken.code for spoken in listing.languages})
        and (not terms.anonymous or any(fact.value == "yes" for fact in listing.facts))
        and (not terms.channel or any(reachable(listing, way) for way in terms.channel))
        and (not terms.open_now or state(from_json(listing.hours), NOW).kind == "open")
        and for_audience(listing, terms.audience)
        and for_person(listing, terms.who)
        and all(word in said(listing) for word in terms.q.split())
        and reaches(listing, terms, where)
    )


def said(listing: Listing) -> set[str]:
    return set(f"{listing.name} {listing.organization} {listing.description}".lower().split())


def reachable(listing: Listing, way: str) -> bool:
    if way == "phone":
        return any(contact.type == "voice" for contact in listing.contacts)
    return {"chat": bool(listing.chat_url), "web": bool(listing.url), "text": False}.get(
        way, any(not site.withheld for site in listing.places)
    )


def for_audience(listing: Listing, audience: str) -> bool:
    hurt, own = "survivor" in listing.concerns, "own_thoughts" in listing.concerns
    if audience == "both":
        return True
    if audience in ("own_thoughts", "family_worried"):
        if hurt and not own:
            return False
        if audience == "family_worried":
            return own and "family" in listing.concerns
        return own or "anyone" in listing.concerns
    if own and not hurt:
        return False
    if audience == "survivor":
        return hurt or "anyone" in listing.concerns or not listing.concerns
    return not audience or audience in listing.concerns


def for_person(listing: Listing, who: str) -> bool:
    others = {"men": {"women"}, "women": {"men"}} | {
        age: {"child", "teen", "adult"} - {age} for age in ("child", "teen", "adult")
    }
    if who in others:
        return who in listing.who or not others[who] & set(listing.who)
    return not who or who in listing.who


def reaches(listing: Listing, terms: Terms, where: Place | None) -> bool:
    if where is None:
        if not terms.country:
            return True
        here = {listing.country, *(site.country for site in listing.places), *(a.code[:2] for a in listing.areas)}
        return terms.country in here or wide(listing, terms.country)
    if wide(listing, where.country) or any(area.code in (where.country, where.region) for area in listing.areas):
        return True
    return any(distance <= terms.radius for distance in distances(listing, where))


def wide(listing: Listing, country: str) -> bool:
    return any(a.type == "worldwide" or (a.type == "union" and country in UNION) for a in listing.areas)


def distances(listing: Listing, where: Place) -> list[float]:
    spots = [(site.latitude, site.longitude) for site in listing.places if not site.withheld]
    spots += [(area.latitude, area.longitude) for area in listing.areas]
    return [
        distance_km(where.latitude or 0, where.longitude or 0, latitude, longitude or 0)
        for latitude, longitude in spots
        if latitude is not None
    ]


def at_the_edge(number: int, terms: Terms, where: Place | None) -> bool:
    """A radius is cut into cells of a 25th of its length: that close to the edge, either answer is right."""
    if where is None:
        return False
    return any(abs(distance - terms.radius) <= terms.radius / 25 for distance in distances(MANY[number], where))


def everything(index: LocalIndex, terms: Terms, where: Place | None, opening: OpenNow) -> Found:
    pages = [search(index, terms, where, opening, page) for page in range(1, LAST_PAGE + 1) if page == 1 or page <= 20]
    return Found([key for page in pages for key in page.keys], pages[0].total, pages[0].loosened)


some_terms = st.builds(
    Terms,
    q=st.sampled_from(["", *WORDS, "river garden", "candle kettle"]),
    kind=st.sampled_from(["", "", "", *KINDS]),
    within=st.sampled_from(["", "5", "25", "50", "100", "200"]),
    country=st.sampled_from(["", "GB", "US", "DE"]),
    language=st.sampled_from(["", "", "en", "cy"]),
    audience=st.sampled_from(AUDIENCES),
    who=st.sampled_from(["", "", *WHO]),
    cost=st.sampled_from(["", "", *COSTS]),
    channel=st.lists(st.sampled_from(sorted(CHANNELS)), max_size=2, unique=True).map(lambda ways: tuple(sorted(ways))),
    anonymous=st.sampled_from(["", "yes"]),
    open_now=st.sampled_from(["", "yes"]),
    sort=st.sampled_from(["", "best", "near", "soonest"]),
)


@given(terms=some_terms, town=st.sampled_from([None, *TOWNS]))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_finds_what_a_naive_scan_finds(index: LocalIndex, opening: OpenNow, terms: Terms, town: str | None) -> None:
    where = place(town) if town else None
    found, expected = everything(index, terms, where, opening), scan(terms, where)
    if found.loosened:
        assert expected == set()
        return
    assert len(found.keys) == len(set(found.keys)) == found.total
    differing = set(found.keys) ^ expected
    assert all(at_the_edge(number, terms, where) for number in differing), [MANY[number] for number in differing]


@given(audience=st.sampled_from(AUDIENCES), q=st.sampled_from(["", *WORDS]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_two_concerns_never_share_a_list_unasked(
    index: LocalIndex, opening: OpenNow, audience: str, q: str
) -> None:
    sides = {MANY[key].side for key in everything(index, Terms(q=q, audience=audience), None, opening).keys}
    if audience != "both":
        assert not {"hurt", "own"} <= sides


def test_nearest_first_is_nearest_first(index: LocalIndex, opening: OpenNow) -> None:
    where = place("Leeds")
    found = everything(index, Terms(sort="near", within="100", audience="both"), where, opening)
    away = [min(distances(MANY[key], where), default=None) for key in found.keys]
    near = [distance for distance in away if distance is not None and distance <= 96]
    assert len(near) > 10
    assert all(earlier <= later + 8 + 0.4 * later for earlier, later in pairwise(near))
    first_far = next(n for n, distance in enumerate(away) if distance is None)
    assert all(distance is None or distance > 96 for distance in away[first_far:])


def test_soonest_first_is_open_first(index: LocalIndex, opening: OpenNow) -> None:
    found = everything(index, Terms(sort="soonest", audience="both"), None, opening)
    opens = [next_opening(from_json(MANY[key].hours), NOW) for key in found.keys]
    known = [moment for moment in opens if moment is not None]
    assert known == sorted(known)
    assert opens[: len(known)] == known


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("rivr", "river"), ("gardne", "garden"), ("lanterm", "lantern"), ("mount", "mountain"), ("MEADOW", "meadow"),
     ("méadow", "meadow"), ("candles", "candle"), ("harvesting", "harvest")],
)  # fmt: skip
def test_typos_beginnings_accents_and_endings(index: LocalIndex, opening: OpenNow, typed: str, meant: str) -> None:
    found = everything(index, Terms(q=typed, audience="both"), None, opening)
    assert set(found.keys) == scan(Terms(q=meant, audience="both"), None) != set()


def test_more_words_than_fit_are_loosened_and_said(index: LocalIndex, opening: OpenNow) -> None:
    found = search(index, Terms(q=" ".join(WORDS[:8]), audience="both"), None, opening)
    assert found.loosened
    assert found.total


@pytest.mark.parametrize(
    "typed", ['"river', "river*", "NEAR(river)", "title:river", "river AND", "-river", "\\", "((", "^2"]
)
def test_engine_syntax_means_nothing(index: LocalIndex, opening: OpenNow, typed: str) -> None:
    found = everything(index, Terms(q=typed, audience="both"), None, opening)
    words = {
        "".join(sign if sign.isalpha() else " " for sign in typed)
        .lower()
        .replace("near", "")
        .replace("title", "")
        .strip()
    }
    if "river" in " ".join(words):
        assert set(found.keys) & scan(Terms(q="river", audience="both"), None)


@pytest.mark.parametrize("typed", ["😀😀😀", "\u200d", "...", "      ", "ａｂｃ", "עברית", "日本語", "नमस्ते"])
def test_signs_that_no_listing_has_are_harmless(index: LocalIndex, opening: OpenNow, typed: str) -> None:
    assert search(index, Terms(q=typed), None, opening).total >= 0


def test_withheld_places_are_found_by_their_town_only(index: LocalIndex, opening: OpenNow) -> None:
    """200 radius queries: a listing with a withheld place answers exactly as the middle of its town does."""
    withheld = [number for number, listing in enumerate(MANY) if listing.withheld]
    assert withheld
    for step in range(200):
        latitude, longitude = 52.6 + (step % 20) * 0.12, -3.2 + (step // 20) * 0.3
        asked = Place("1", "x", "town", "FR", "", "", latitude, longitude, "", 1)
        found = set(everything(index, Terms(within="25", audience="both"), asked, opening).keys)
        for number in withheld:
            area = MANY[number].areas[0]
            away = distance_km(latitude, longitude, area.latitude or 0, area.longitude or 0)
            if abs(away - 25) > 1:
                assert (number in found) == (away < 25)


def test_pages_cover_everything_once(index: LocalIndex, opening: OpenNow) -> None:
    first = search(index, Terms(audience="both"), None, opening)
    assert len(first.keys) == PAGE_SIZE
    assert first.pages == -(-first.total // PAGE_SIZE)
    assert len(set(everything(index, Terms(audience="both"), None, opening).keys)) == len(MANY)
