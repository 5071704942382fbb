"""What six people came to ask, and what they go away with: with and without script, on a small phone."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import OpenReader
from tests.browser.guides import answer, cards, follow, live_in, named, question, seen, send, skip, went_back
from tests.browser.readers import Reader
from tests.browser.searching import left_no_word

SURVIVOR, OWN = "survivor", "person_with_unwanted_attractions"
YOUNG, GROWN = ("child", "teen"), "adult"
LISTING = re.compile(r"/directory/[0-9a-f-]{36}$")


def arrived(open_reader: OpenReader, script: bool, country: str = "GB") -> Reader:
    reader = open_reader(script=script, locale=f"en-{country}")
    reader.page.goto(f"{reader.server.url}/en-{country}/")
    seen(reader)
    return reader


def test_a_mother_who_has_just_been_told(open_reader: OpenReader, script: bool) -> None:
    """From the first page to the words for the first minute, and from there to a line."""
    reader = arrived(open_reader, script)
    follow(reader, "Short guides: first steps, telling somebody, finding a therapist, and more")
    page = follow(reader, "My child has been harmed")
    text = page.locator("main").inner_text()
    assert text.index("In the next ten minutes") < text.index("I believe you. It is not your fault.") < 700
    assert {card.name for card in cards(reader)} & named(OWN, without=(SURVIVOR,)) == set()
    line = next(card for card in cards(reader) if card.name == "NSPCC Helpline")
    assert "tel:08088005000" in line.links
    page = follow(reader, "NSPCC Helpline")
    assert LISTING.search(page.url)
    assert page.locator("main a[href='tel:08088005000']").count()
    left_no_word(reader, "mother", "abuse", "sexual", "harmed", "nspcc")


def test_a_nineteen_year_old_who_is_frightened_by_his_thoughts(open_reader: OpenReader, script: bool) -> None:
    """Lines that prevent harm, and nothing that is for survivors: not in the list, not in the guide after it."""
    reader = arrived(open_reader, script)
    follow(reader, "Not sure what to look for? Answer a few questions")
    answer(reader, "Me")
    answer(reader, "My own thoughts worry me")
    live_in(reader, "United Kingdom", "Leeds")
    page = answer(reader, "Chat or text")
    assert question(reader) == "What may fit"
    assert "Thoughts are not acts." in page.locator("main").inner_text()
    for_survivors, for_him = named(SURVIVOR, without=(OWN, "anyone_in_crisis")), named(OWN)
    found = [card.name for card in cards(reader)]
    assert found[0] in for_him and set(found) & for_survivors == set()
    assert all("Why it is here:" in card.words for card in cards(reader))
    page = follow(reader, "I am worried about my own thoughts")
    assert {card.name for card in cards(reader)} & for_survivors == set()
    assert {card.name for card in cards(reader)} & for_him
    left_no_word(reader, "leeds", "thoughts", "sexual", "chat", "kingdom")


def test_a_man_of_sixty_eight(open_reader: OpenReader, script: bool) -> None:
    """From the guide for men to others who have been through it, in his own country."""
    reader = arrived(open_reader, script, "US")
    follow(reader, "Short guides: first steps, telling somebody, finding a therapist, and more")
    page = follow(reader, "Men who were abused")
    assert "Am I still a man?" in page.locator("main").inner_text()
    page.get_by_role("button", name="Groups and people who have been through it too", exact=True).click()
    page.wait_for_url(re.compile(r"\?s="))
    seen(reader)
    found = {card.name for card in cards(reader)}
    assert "1in6 online support for men" in found
    assert found & named(OWN, without=(SURVIVOR,)) == set()
    assert not any("For: Women" in card.words for card in cards(reader))
    left_no_word(reader, "peer", "abuse", "survivor", "groups")


def test_a_teacher(open_reader: OpenReader, script: bool) -> None:
    """What her own place asks, beside another; and the guide for her work."""
    reader = arrived(open_reader, script)
    page = follow(reader, "Will they have to tell anybody? What professionals must report")
    first = page.locator("main h3").first.inner_text()
    assert first == "United Kingdom", "the reader's own country comes first"
    page = follow(reader, "England")
    said = page.locator("main").inner_text()
    assert said.index("This is not legal advice.") < said.index("As far as we read")
    assert page.locator("dl.facts a[href^='https://']").count() == page.locator("dl.facts > div").count()
    follow(reader, "All places")
    page.locator("#first").select_option(label="United Kingdom: England")
    page.locator("#second").select_option(label="Ireland")
    page = send(reader)
    assert page.locator("table thead th").all_inner_texts() == ["England", "Ireland"]
    assert "As far as we read" in page.locator("table caption").inner_text()
    left_no_word(reader, "ireland", "report")
    reader.visit("/en-GB/guides")
    page = follow(reader, "For professionals and teachers")
    assert "A child tells me." in page.locator("main").inner_text()
    follow(reader, "What must be reported")


def test_somebody_who_found_something(open_reader: OpenReader, script: bool) -> None:
    """Two questions, then a place that takes the address; nothing of it in the history."""
    reader = arrived(open_reader, script)
    page = follow(reader, "I found something, or a child is at risk: where to tell")
    page.get_by_role("radio", name="Something illegal online", exact=True).check()
    page.locator("#country").select_option(label="United Kingdom")
    page = send(reader)
    text = page.locator("main").inner_text()
    assert text.index("Then close the page.") < text.index("Do not save it, copy it") < text.index("Who takes it")
    line = next(card for card in cards(reader) if card.name == "IWF reporting")
    assert any(link.startswith("https://report.iwf.org.uk") for link in line.links)
    assert "Not known whether they ask for your name" not in line.words  # the guide says that the address is enough
    follow(reader, "I found something illegal, or a child is at risk")
    left_no_word(reader, "illegal", "kingdom", "iwf", "report", "risk")


def test_a_girl_of_fifteen(open_reader: OpenReader, script: bool) -> None:
    """Services for the young, and none that is for adults alone, whichever way she wants to talk."""
    reader = arrived(open_reader, script)
    follow(reader, "Not sure what to look for? Answer a few questions")
    answer(reader, "I am under 18 and it is about me")
    answer(reader, "I was hurt lately")
    live_in(reader, "United Kingdom")
    for way in ("Chat or text", "Call"):
        page = answer(reader, way)
        assert "What was done to you was not your fault." in page.locator("main").inner_text()
        found = {card.name for card in cards(reader)}
        assert "Childline" in found
        assert found & named(GROWN, without=YOUNG) == set()
        assert found <= named(*YOUNG)
        follow(reader, "The question before")
        assert question(reader) == "How would you like to talk?"
        assert page.get_by_role("radio", name=way, exact=True).is_checked()
    left_no_word(reader, "under", "hurt", "young", "kingdom", "chat")


def test_back_shows_the_question_before_and_another_answer_counts(open_reader: OpenReader, script: bool) -> None:
    reader = arrived(open_reader, script)
    follow(reader, "Not sure what to look for? Answer a few questions")
    answer(reader, "Me")
    answer(reader, "I was hurt long ago")
    skip(reader)
    skip(reader)
    assert question(reader) == "What may fit"
    for asked in ("How would you like to talk?", "Where?", "What is going on?"):
        went_back(reader)
        assert question(reader) == asked
    answer(reader, "My own thoughts worry me")
    skip(reader)
    skip(reader)
    assert {card.name for card in cards(reader)} & named(SURVIVOR, without=(OWN,)) == set()
    went_back(reader)
    assert question(reader) == "How would you like to talk?"
    left_no_word(reader, "hurt", "thoughts")


def test_danger_leads_to_numbers_at_once(open_reader: OpenReader, script: bool) -> None:
    reader = arrived(open_reader, script)
    follow(reader, "Not sure what to look for? Answer a few questions")
    skip(reader)
    page = answer(reader, "Somebody is in danger now")
    assert question(reader) == "Call now"
    assert page.locator("main .contact a[href='tel:999']").count()
    left_no_word(reader, "danger")


@pytest.mark.parametrize("guide", ["first-minutes", "men", "at-work", "worried-young", "words-we-use"])
def test_a_guide_can_be_printed(open_reader: OpenReader, guide: str) -> None:
    """On paper: the text, the numbers in figures and the sources; nothing that has to be tapped."""
    reader = open_reader()
    page = reader.visit(f"/en-GB/guides/{guide}")
    page.emulate_media(media="print")
    for heading in page.locator("main h1, main h2").all():
        assert heading.is_visible(), heading.inner_text()
    for number in page.locator("main .listing a[href^='tel:']").all():
        assert number.is_visible() and re.search(r"[0-9]", number.inner_text())
    assert page.locator(".source li").first.is_visible()
    assert not page.locator("a.exit").is_visible()
    assert not any(one.is_visible() for one in page.locator("main .screen-only").all())
    assert page.locator("main .screen-only").count() or guide in ("worried-young", "words-we-use")
