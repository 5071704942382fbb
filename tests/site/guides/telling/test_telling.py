"""Where to tell: from every country in the data, for everything that can be found, there is a way."""

from __future__ import annotations

import pytest
from flask import Flask

from support.common.crisis.bundled import services
from support.common.crisis.lines import countries
from support.site.guides.facts.facts import fact
from support.site.guides.telling.places import (
    FOUND,
    LONG_AGO,
    NOT_A_CHILD_NEARBY,
    NOW,
    ONLINE,
    OWN_IMAGES,
    TAKES_MATERIAL,
    WORRIED,
    places,
)
from support.site.guides.telling.state import Told, seal, typed
from support.site.guides.telling.words import advice, by_name, questions
from tests.conftest import browser
from tests.rules.page import parsed
from tests.rules.page_rules import crisis_band

EVERYWHERE = ("", "AQ", *countries())
SAME = {"Sec-Fetch-Site": "same-origin"}


def page_for(app: Flask, found: str, country: str, tag: str = "en-GB") -> str:
    client = browser(app)
    sent = client.post(f"/{tag}/tell", data={"found": found, "country": country}, headers=SAME)
    assert sent.status_code == 303
    assert found not in sent.headers["Location"].partition("?")[0].removesuffix("/tell")
    answer = client.get(sent.headers["Location"])
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("found", FOUND)
def test_from_every_country_something_takes_it(guided: Flask, found: str) -> None:
    with guided.test_request_context("/en/tell"):
        for country in EVERYWHERE:
            where = places(found, country)
            assert where.everything or found == ONLINE, f"{found} in {country}"
            assert where.national or where.regional or advice(found).none_here


@pytest.mark.parametrize("found", FOUND)
def test_nobody_is_led_to_what_is_for_another_concern(found: str) -> None:
    for country in EVERYWHERE:
        for one in places(found, country).everything:
            assert one.shown
            assert one.kind != "prevention_service"
            assert WORRIED not in one.audience or "survivor" in one.audience, one.id


def test_the_lists_name_services_that_there_are() -> None:
    known = {one.id: one for one in services()}
    assert known.keys() >= TAKES_MATERIAL | NOT_A_CHILD_NEARBY
    assert all(known[one].kind in ("reporting", "image_removal") for one in TAKES_MATERIAL)


def test_every_american_state_and_canadian_province_has_its_line() -> None:
    for country, least in (("US", 50), ("CA", 13)):
        regions = {one.region for one in places(NOW, country).regional}
        assert len(regions) >= least, country


@pytest.mark.parametrize(
    ("found", "country", "expected"),
    [
        (ONLINE, "US", "us-ncmec-cybertipline"),
        (ONLINE, "GB", "gb-iwf-report"),
        (ONLINE, "CA", "ca-cybertip"),
        (ONLINE, "AU", "au-accce"),
        (OWN_IMAGES, "GB", "gb-report-remove"),
        (OWN_IMAGES, "DE", "zz-take-it-down"),
        (OWN_IMAGES, "", "zz-take-it-down"),
        (NOW, "US", "us-childhelp-national-child-abuse-hotline"),
        (NOW, "GB", "gb-nspcc-helpline"),
        (NOW, "IT", "it-114-emergenza-infanzia"),
        (NOW, "AQ", "zz-child-helpline-international"),
        (LONG_AGO, "FI", "eu-116006"),
        (LONG_AGO, "", "zz-findahelpline"),
    ],
)
def test_the_places_that_the_guides_name_are_there(found: str, country: str, expected: str) -> None:
    assert expected in {one.id for one in places(found, country).everything}


def test_what_is_for_web_pages_is_not_named_for_a_child_nearby() -> None:
    for country in EVERYWHERE:
        assert not TAKES_MATERIAL & {one.id for one in places(NOW, country).everything}


def test_a_state_line_for_children_does_not_take_web_pages() -> None:
    assert not places(ONLINE, "US").regional


@pytest.mark.parametrize("found", FOUND)
def test_the_page_says_what_to_do_what_not_and_what_then(guided: Flask, found: str) -> None:
    text = page_for(guided, found, "US")
    with guided.test_request_context("/en-GB/tell"):
        say = advice(found)
    assert say.heading in text
    for heading in ("First", "Better not", "Who takes it", "What happens then", "Where this comes from"):
        assert f"<h2>{heading}</h2>" in text
    for fact_id in say.facts:
        assert fact(fact_id).source_url.replace("&", "&amp;") in text
    assert text.index("Is somebody in danger now?") < text.index("Who takes it</h2>")
    assert "911" in text
    assert crisis_band(parsed(text.encode())) == []


def test_the_rows_say_where_they_come_from_and_whether_a_name_is_asked(guided: Flask) -> None:
    text = page_for(guided, ONLINE, "CA")
    row = next(one for one in services() if one.id == "ca-cybertip")
    assert f"/directory/{row.uuid}" in text
    assert "You need not give your name." in text
    assert row.source_url in text
    assert "22 November 2026" in text


def test_what_is_not_known_about_names_is_said_as_not_known(guided: Flask) -> None:
    with guided.test_request_context("/en/tell"):
        assert "Not known" in by_name("unknown")
        assert len({by_name(value) for value in ("yes", "no", "unknown")}) == 3


def test_the_country_can_be_another_than_the_readers(guided: Flask) -> None:
    text = page_for(guided, NOW, "US", tag="en-GB")
    assert "NSPCC" not in text[text.index("Who takes it</h2>") :]
    assert '<option value="US" selected>' in text


def test_the_question_begins_with_the_readers_own_country(guided: Flask) -> None:
    assert '<option value="FR" selected>' in browser(guided).get("/en-FR/tell").get_data(as_text=True)


def test_without_a_choice_the_page_asks_again(guided: Flask) -> None:
    client = browser(guided)
    for found in ("", "everything", "x" * 5000):
        sent = client.post("/en-GB/tell", data={"found": found, "country": "GB"}, headers=SAME)
        answer = client.get(sent.headers["Location"])
        assert answer.status_code == 422
        assert "Choose what it is about." in answer.get_data(as_text=True)


def test_a_country_that_is_none_counts_as_no_country() -> None:
    assert typed(NOW, "QQ") == Told(NOW, "")
    assert typed(NOW, "gb") == Told(NOW, "")


def test_a_changed_state_is_refused_and_an_old_one_has_expired(guided: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(guided)
    with guided.test_request_context("/en/tell"):
        token = seal(Told(NOW, "GB"))
    assert client.get(f"/en-GB/tell?s={token}").status_code == 200
    for bad in ("", "A" * 400, token[:-3] + "abc", token + "A"):
        assert client.get(f"/en-GB/tell?s={bad}").status_code == 400, bad
    from datetime import UTC, datetime, timedelta

    monkeypatch.setitem(guided.config, "CLOCK", datetime.now(UTC) + timedelta(hours=2))
    assert client.get(f"/en-GB/tell?s={token}").status_code == 410


def test_the_answer_does_not_stand_in_the_address(guided: Flask) -> None:
    with guided.test_request_context("/en/tell"):
        assert not any(word in seal(Told(found, "GB")) for found in ("online", "past") for word in (found,))
        assert [code for code, *_words in questions()] == list(FOUND)
