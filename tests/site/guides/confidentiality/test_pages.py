"""Every wording rule of ``confidentiality.md`` on every page: what it says, what it never says, how it looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from support.site.guides.confidentiality.presenting import place
from support.site.guides.confidentiality.rows import Row, rows
from tests.conftest import browser
from tests.rules import page_rules
from tests.rules.page import parsed, words
from tests.rules.test_pages import RULES
from tests.rules.topic_words import topic_words_in
from tests.rules.tour import real_id

SAME = {"Sec-Fetch-Site": "same-origin"}
FIRST_LINE = "This is not legal advice. Laws change. Ask the professional first."
NEVER = re.compile(r"guarantee|nothing will happen|\bsafe\b|100 ?%|untraceable|\banonymous(ly)?\b", re.IGNORECASE)
TICKS = re.compile("[✓✔✗✘✅❌☑☒🟢🔴🟡]")
Ask = Callable[..., TestResponse]
ROWS = list(rows().values())
SHOWN = [row for row in ROWS if row.shown]


def main_of(answer: TestResponse) -> Element:
    return parsed(answer.data).all("main")[0]


def fact(answer: TestResponse, question: str) -> str:
    for group in main_of(answer).iter("div"):
        if (term := group.find("dt")) is not None and words(term) == question:
            return words(group.find("dd"))  # type: ignore[arg-type]
    raise AssertionError(question)


def ours(main: Element) -> str:
    """The page's own words, without the notes that are shown as they were written."""
    parts: list[str] = []

    def walk(element: Element) -> None:
        if element.attrib.get("lang") != "en":
            parts.append(element.text or "")
            for child in element:
                walk(child)
                parts.append(child.tail or "")

    walk(main)
    return " ".join(" ".join(parts).split())


@pytest.fixture
def page(sqlite_site: Flask) -> Ask:
    client = browser(sqlite_site)
    return cache(lambda path="": client.get(f"/en-GB/confidentiality{path}"))


@pytest.fixture
def compared(sqlite_site: Flask) -> Ask:
    def ask(first: str, second: str) -> TestResponse:
        client = browser(sqlite_site)
        sent = client.post("/en-GB/confidentiality", data={"first": first, "second": second}, headers=SAME)
        assert sent.status_code == 303
        assert re.fullmatch(r"/en-GB/confidentiality\?s=[\w-]+", sent.headers["Location"])
        return client.get(sent.headers["Location"])

    return ask


def keeps_every_rule(answer: TestResponse) -> None:
    read = parsed(answer.data)
    for rule in RULES:
        assert not rule(read), f"{rule.__name__}: {rule(read)}"
    assert not page_rules.keeps_the_language(read, "/en-GB/confidentiality")
    assert not topic_words_in(read.title()), read.title()
    main = main_of(answer)
    paragraphs = [words(element) for element in main.iter("p")]
    assert paragraphs[0] == FIRST_LINE
    assert not NEVER.search(ours(main)), NEVER.search(ours(main))
    assert not TICKS.search(words(main))
    assert not [one for one in main.iter() if "state--" in one.attrib.get("class", "")], "no colour as an answer"
    assert "How to ask before you tell" in words(main)


def test_the_list(page: Ask) -> None:
    answer = page()
    keeps_every_rule(answer)
    links = {link.attrib["href"] for link in parsed(answer.data).links()}
    assert {f"/en-GB/confidentiality/{row.code}" for row in ROWS} <= links
    headings = [words(one) for one in main_of(answer).iter("h3")]
    assert headings[0] == "United Kingdom", "the reader's own country comes first"
    said = words(main_of(answer))
    assert "not a way round the law" in said and "does not mean that nobody can find out" in said
    assert said.count("(not checked yet)") == 16
    for trigger in ("being harmed", "still a child", "a plan, or a serious threat", "material showing abuse"):
        assert trigger in said


def test_a_country_without_a_row_is_told_so(sqlite_site: Flask) -> None:
    said = words(main_of(browser(sqlite_site).get("/en-AR/confidentiality")))
    assert "nothing yet on this country: Argentina. It does not mean that there is no duty" in said


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_every_place(page: Ask, row: Row) -> None:
    answer = page(f"/{row.code}")
    assert answer.status_code == 200
    keeps_every_rule(answer)
    said = words(main_of(answer))
    if not row.shown:
        assert "Not checked yet." in said and "does not mean that there is no duty" in said
        assert not list(main_of(answer).iter("dl"))
        assert row.source_url not in answer.text
        assert all(one.note not in said for one in row.cells.values() if len(one.note) > 12)
        return
    facts = list(main_of(answer).iter("dd"))
    assert len(facts) == 12
    for one in facts:
        assert "Source: " in words(one) and "Checked on 22 November 2026." in words(one)
        assert re.search(r"Source: \S+, (\d{4}|no date given)", words(one)), words(one)
    assert all("About: " in words(one) for one in facts[2:]), "each says which profession it is about"
    assert "No lawyer has read this yet" in said


def test_unknown_is_unknown_and_depends_is_not_shortened(page: Ask) -> None:
    questions = dict(zip(rows()["DE"].cells, range(10), strict=True))
    order = ("trigger_current_child", "trigger_thoughts_only", "trigger_past_offence_disclosed",
             "trigger_past_abuse_adult_survivor", "trigger_viewing_illegal_images", "duty_to_warn",
             "anonymous_report_possible", "penalty_note", "clergy_note", "minors_note")  # fmt: skip
    assert set(order) == set(questions)
    for row in SHOWN:
        facts = [words(one) for one in main_of(page(f"/{row.code}")).iter("dd")][2:]
        for column, said in zip(order, facts, strict=True):
            cell = row.cells[column]
            if cell.answer == "unknown":
                assert "We do not know yet" in said and "No, as far" not in said and "Yes, as far" not in said
            if cell.answer == "depends":
                assert "t depends." in said and len(said) > 100
                assert "No, as" not in said and "reading: no" not in said and "Yes" not in said
            if cell.answer == "no" and column == "trigger_thoughts_only":
                assert "Our reading: no." in said and "A plan, or a child who may be at risk, can change that" in said
            if cell.answer == "no" and column.startswith("trigger_") and column != "trigger_thoughts_only":
                assert "A child at risk now can change that" in said


def test_the_doubt_about_england_is_shown(page: Ask) -> None:
    said = words(main_of(page("/GB-ENG")))
    assert "This is in doubt" in said and "we have not verified" in said
    assert said.index("This is in doubt") < said.index("As far as we read")


def test_two_places_side_by_side(compared: Ask) -> None:
    answer = compared("GB-ENG", "DE")
    assert answer.status_code == 200
    keeps_every_rule(answer)
    table = next(main_of(answer).iter("table"))
    assert [words(one) for one in table.iter("th")][:2] == ["England", "Germany"]
    assert all(len(list(line)) <= 2 for line in table.iter("tr")), "two columns fit at 320 px, three do not"
    assert "This is in doubt" in words(main_of(answer))
    for cell in table.iter("td"):
        assert cell.attrib["headers"].split()[1].startswith("place-")


@pytest.mark.parametrize(("first", "second"), [("DE", "MX"), ("MX", "DE"), ("MX", "BR")])
def test_a_place_that_is_not_checked_shows_no_facts_beside_another(compared: Ask, first: str, second: str) -> None:
    answer = compared(first, second)
    keeps_every_rule(answer)
    assert "Not checked yet" in words(main_of(answer))
    assert rows()["MX"].source_url not in answer.text


@pytest.mark.parametrize(("first", "second"), [("DE", "DE"), ("", ""), ("DE", "QQ"), ("<b>", "a" * 5000)])
def test_two_places_that_are_not_two(compared: Ask, first: str, second: str) -> None:
    answer = compared(first, second)
    assert answer.status_code == 422
    keeps_every_rule(answer)
    assert "Choose two different places" in answer.text


@pytest.mark.parametrize("made", ["x", "", "A" * 1400])
def test_a_comparison_that_was_tampered_with(sqlite_site: Flask, made: str) -> None:
    answer = browser(sqlite_site).get("/en-GB/confidentiality", query_string={"s": made})
    assert answer.status_code == 400
    assert "We could not open this comparison" in answer.text
    for rule in RULES:
        assert not rule(parsed(answer.data))


@pytest.mark.parametrize("code", ["QQ", "de", "US", "US-QQ", "US-CA-1", "%00", "DE/x"])
def test_an_unknown_place_is_a_page_that_is_not_there(sqlite_site: Flask, code: str) -> None:
    assert browser(sqlite_site).get(f"/en-GB/confidentiality/{code}").status_code == 404


def test_each_listing_leads_to_its_place(sqlite_site: Flask) -> None:
    answer = browser(sqlite_site).get(f"/en-GB/directory/{real_id(sqlite_site)}")
    links = [link.attrib["href"] for link in parsed(answer.data).links()]
    assert any(link.startswith("/en-GB/confidentiality") for link in links)


def test_in_another_language_notes_are_marked_as_english(sqlite_site: Flask) -> None:
    from flask_babel import force_locale

    from support.common.kernel.i18n import Reading

    with sqlite_site.test_request_context("/en/confidentiality"):
        from flask import g

        g.reading = Reading("es", "", "")
        with force_locale("es"):
            found = place(rows()["DE"])
            assert found.name == "Alemania"
            assert place(rows()["US-CA"]).in_english
            for row in SHOWN:
                for said in place(row).said:
                    assert said.answer or said.note or said.quoted
                    assert not (said.note and said.quoted)
