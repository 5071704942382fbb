"""What a reader sees of the guides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from support.common.crisis.bundled import services
from support.common.kernel.errors import Unavailable
from support.site.guides.articles import presenting
from support.site.guides.articles.guide import KNOWN
from support.site.guides.articles.reading import Shelf, shelf
from tests.conftest import browser
from tests.rules.page import parsed
from tests.site.guides.articles.conftest import Write


def shown(app: Flask, path: str) -> str:
    answer = browser(app).get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


@pytest.fixture
def written(write: Write, own_shelf: Callable[[], Shelf]) -> None:
    write()
    own_shelf()


def test_every_guide_that_is_written_answers_in_every_language(guided: Flask) -> None:
    for language, guide_id in shelf().guides:
        page = parsed(shown(guided, f"/{language}/guides/{guide_id}").encode())
        assert len(page.all("h1")) == 1
        assert "[[" not in shown(guided, f"/{language}/guides/{guide_id}")


def test_links_inside_guides_lead_somewhere(guided: Flask) -> None:
    """Every address of the directory, the lines and the guides, in every guide and every language."""
    client, seen = browser(guided), set[str]()
    for language, guide_id in shelf().guides:
        page = parsed(shown(guided, f"/{language}-GB/guides/{guide_id}").encode())
        seen |= {link.attrib["href"].partition("#")[0] for link in page.links() if link.attrib["href"].startswith("/")}
    own = {address for address in seen if any(part in address for part in ("/directory", "/guides", "/now", "/tell"))}
    assert own
    assert not [address for address in own if client.get(address).status_code != 200]


def test_an_id_that_is_not_known_is_no_page(guided: Flask) -> None:
    assert browser(guided).get("/en/guides/anything").status_code == 404


@pytest.mark.usefixtures("written")
def test_a_guide_shows_note_text_lines_sources_and_dates(guided: Flask) -> None:
    text = shown(guided, "/en-GB/guides/first-steps")
    napac = next(one for one in services() if one.id == "gb-napac")
    assert parsed(text.encode()).title() == "First steps – Stillwater"
    assert text.index("This page speaks about abuse.") < text.index("In the next ten minutes")
    assert f'<a href="/en-GB/directory/{napac.uuid}">{napac.name}</a>' in text
    assert '<a href="/en-GB/now">All crisis lines</a> and' in text
    assert "About one woman in five" in text
    assert 'href="#source-PR01"' in text
    assert 'id="source-PR01"' in text
    assert "10.1016/S0140-6736(25)00311-3" in text
    assert "25 November 2026" in text
    assert "25 May 2027" in text
    assert "https://napac.org.uk/" in text
    assert text.count(">Exit this page</a>") == 3


@pytest.mark.usefixtures("written")
def test_the_lines_of_the_readers_country_come_first(guided: Flask) -> None:
    british, american = shown(guided, "/en-GB/guides/first-steps"), shown(guided, "/en-US/guides/first-steps")
    assert "In other countries" in british
    assert british.index("Take It Down") < british.index("In other countries") < british.index("1in6")
    assert american.index("1in6") < american.index("In other countries")


@pytest.mark.usefixtures("written")
def test_three_results_of_the_first_search_are_live(guided: Flask) -> None:
    text = shown(guided, "/en-GB/guides/first-steps")
    live = text[text.index("From the directory now") : text.index("Look for more")]
    assert live.count('<li class="listing">') == 3
    assert "Stop It Now" not in live


@pytest.mark.usefixtures("written")
def test_without_the_directory_the_rest_of_the_guide_is_there(guided: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_given: object) -> None:
        raise Unavailable

    monkeypatch.setattr(presenting, "answer", gone)
    text = shown(guided, "/en-GB/guides/first-steps")
    assert "From the directory now" not in text
    assert "In the next ten minutes" in text
    assert "Look for more" in text


@pytest.mark.usefixtures("written")
def test_a_language_without_the_guide_shows_the_english_one_and_says_so(guided: Flask) -> None:
    text = shown(guided, "/es-MX/guides/first-steps")
    page = parsed(text.encode())
    assert [one.attrib["lang"] for one in page.all("div") if one.attrib.get("class") == "prose"] == ["en"]
    assert 'class="notice"' in text
    assert "In the next ten minutes" in text


@pytest.mark.usefixtures("written")
def test_an_overdue_guide_says_so(guided: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "should have been reviewed" not in shown(guided, "/en-GB/guides/first-steps")
    monkeypatch.setitem(guided.config, "CLOCK", datetime(2027, 6, 1, tzinfo=UTC))
    assert "should have been reviewed by 25 May 2027" in shown(guided, "/en-GB/guides/first-steps")


def test_the_two_concerns_stand_in_groups_of_their_own(
    write: Write, own_shelf: Callable[[], Shelf], guided: Flask
) -> None:
    write()
    text = write().read_text("utf-8").replace("number = 1", "number = 7").replace('"survivor"', '"own_thoughts"')
    text = text.replace('["gb-napac", "zz-take-it-down", "us-1in6"]', '["gb-stop-it-now"]')
    write(name="worried-adult", text=text.replace("gb-napac", "gb-stop-it-now"))
    assert not own_shelf().faults
    page = shown(guided, "/en-GB/guides")
    hurt, own = page.index("If it happened to you"), page.index("If you are worried about your own thoughts")
    assert hurt < page.index("/guides/first-steps") < own < page.index("/guides/worried-adult")


def test_what_stands_in_a_guide_is_escaped(write: Write, own_shelf: Callable[[], Shelf], guided: Flask) -> None:
    write(("Breathe out slowly.", 'Breathe < out & "slowly".'), ("[[now]]", '[[now|a "line" & more]]'))
    own_shelf()
    text = shown(guided, "/en-GB/guides/first-steps")
    assert "Breathe &lt; out &amp; &quot;slowly&quot;." in text
    assert ">a &#34;line&#34; &amp; more</a>" in text


def test_the_ids_are_seventeen() -> None:
    assert sorted(number for number, _audience in KNOWN.values()) == list(range(1, 18))
