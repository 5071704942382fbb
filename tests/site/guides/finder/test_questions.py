"""The tree of questions and the pages: back, skip, danger, what was tampered with, and nothing left behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from support.site.guides.finder import questions as q
from support.site.guides.finder.answers import seal, taken
from tests.conftest import Make, browser, filled
from tests.rules import breaking, page_rules
from tests.rules.page import parsed, words
from tests.rules.test_pages import RULES
from tests.rules.topic_words import topic_words_in

SAME = {"Sec-Fetch-Site": "same-origin"}


def token_in(answer: TestResponse) -> str:
    found = re.search(r'name="s" value="([^"]*)"', answer.text)
    return found[1] if found else ""


def go(client: FlaskClient, here: TestResponse, tag: str = "en-GB", **fields: str) -> TestResponse:
    """Send one form as a browser does, and follow it."""
    sent = client.post(f"/{tag}/find", data={"s": token_in(here), **fields}, headers=SAME)
    assert sent.status_code == 303 and not sent.data
    assert not topic_words_in(sent.headers["Location"])
    return client.get(sent.headers["Location"])


def walk(app: Flask, who: str, what: str, country: str = "GB", talk: str = "any", near: str = "") -> list[TestResponse]:
    client = browser(app)
    pages = [client.get("/en-GB/find")]
    for fields in (
        {"step": "who", "who": who},
        {"step": "what", "what": what},
        {"step": "where", "country": country, "near": near},
        {"step": "talk", "talk": talk},
    ):
        pages.append(go(client, pages[-1], **fields))
    return pages


def heading(answer: TestResponse) -> str:
    return parsed(answer.data).headings()[0]


def keeps_every_rule(answer: TestResponse, path: str = "/en-GB/find") -> None:
    read = parsed(answer.data)
    for rule in RULES:
        assert not rule(read), f"{rule.__name__}: {rule(read)}"
    assert not page_rules.keeps_the_language(read, path)
    assert not topic_words_in(read.title()), read.title()
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "what", "talk"),
    [("me", "past", "call"), ("young", "thoughts", "write"), ("child", "hurt", "any"), ("me", "done", "mail"),
     ("loved", "worried", "call"), ("work", "worried", "visit"), ("help", "learn", "any"), ("me", "found", "mail"),
     ("young", "images", "write")],
)  # fmt: skip
def test_four_steps_lead_to_a_list(sqlite_site: Flask, who: str, what: str, talk: str) -> None:
    pages = walk(sqlite_site, who, what, talk=talk)
    assert [heading(page) for page in pages] == [
        "Who is this for?", "What is going on?", "Where?", "How would you like to talk?", "What may fit",
    ]  # fmt: skip
    for page in pages:
        assert page.status_code == 200
        keeps_every_rule(page)
    assert 1 <= pages[-1].text.count("Why it is here: ") <= 5
    assert 'action="/en-GB/directory"' in pages[-1].text


def test_every_question_can_be_skipped(sqlite_site: Flask) -> None:
    client = browser(sqlite_site)
    here = client.get("/en-GB/find")
    for step in q.STEPS:
        here = go(client, here, step=step, skip="yes")
    assert heading(here) == "What may fit"
    assert "Why it is here: " in here.text


def test_danger_leads_straight_to_numbers(sqlite_site: Flask) -> None:
    client = browser(sqlite_site)
    for who in (*q.PEOPLE, ""):
        here = go(client, client.get("/en-GB/find"), step="who", who=who, **({} if who else {"skip": "yes"}))
        here = go(client, here, step="what", what="danger")
        assert here.status_code == 200 and heading(here) == "Call now"
        assert "tel:999" in here.text.partition("<main")[2]
        keeps_every_rule(here)
    nowhere = client.get("/en-AQ/find")
    here = go(client, go(client, nowhere, "en-AQ", step="who", who="me"), "en-AQ", step="what", what="danger")
    assert "where you are" in here.text and "<li" in here.text.partition("<main")[2]
    keeps_every_rule(here, "/en-AQ/find")


def test_back_shows_the_question_before_with_its_answer(sqlite_site: Flask) -> None:
    client, pages = browser(sqlite_site), walk(sqlite_site, "me", "past", country="MX")
    back = [
        link.attrib["href"] for link in parsed(pages[-1].data).links() if "back-link" in link.attrib.get("class", "")
    ]
    here = client.get(back[0])
    for expected in ("How would you like to talk?", "Where?", "What is going on?", "Who is this for?"):
        assert heading(here) == expected
        read = parsed(here.data)
        links = [link.attrib["href"] for link in read.links() if "back-link" in link.attrib.get("class", "")]
        if expected == "Where?":
            assert '<option value="MX" selected>' in here.text
        else:
            assert len([one for one in read.all("input") if "checked" in one.attrib]) == 1
        here = client.get(links[0]) if links else here
    assert not links
    changed = go(client, here, step="who", who="child")
    assert heading(changed) == "What is going on?", "what fits a grown-up does not fit a child: it is asked again"
    assert heading(go(client, changed, step="what", what="hurt")) == "What may fit", "the rest stays answered"


def test_no_answer_is_told_at_the_field(sqlite_site: Flask) -> None:
    client = browser(sqlite_site)
    here = go(client, client.get("/en-GB/find"), step="who")
    assert here.status_code == 422 and parsed(here.data).title().startswith("Error:")
    keeps_every_rule(here)
    nowhere = go(client, walk(sqlite_site, "me", "past")[2], step="where", country="QQ")
    assert nowhere.status_code == 422 and heading(nowhere) == "Where?"
    keeps_every_rule(nowhere)


@pytest.mark.parametrize("made", ["x", "", "A" * 1400, "%00", "é"])
def test_what_was_tampered_with_is_refused_with_a_way_to_begin_again(sqlite_site: Flask, made: str) -> None:
    answer = browser(sqlite_site).get("/en-GB/find", query_string={"s": made})
    assert answer.status_code == 400
    keeps_every_rule(answer)
    assert any(words(link) == "Begin again" for link in parsed(answer.data).links())
    if made:
        sent = browser(sqlite_site).post("/en-GB/find", data={"s": made, "step": "who", "who": "me"}, headers=SAME)
        assert sent.status_code == 303 and browser(sqlite_site).get(sent.headers["Location"]).status_code == 400


def test_a_state_that_is_too_old_is_gone(sqlite_site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime, timedelta

    from support.site.guides.finder import answers

    with sqlite_site.test_request_context("/en/find"):
        old = answers._sealer().seal(b"{}", datetime.now(UTC) - timedelta(hours=3))
    answer = browser(sqlite_site).get("/en-GB/find", query_string={"s": old})
    assert answer.status_code == 410 and "Begin again" in answer.text


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        (q.Answers(who="child", what="past", where="answered", talk="call"), "What is going on?"),
        (q.Answers(who="nobody", what="past"), "Who is this for?"),
        (q.Answers(talk="call"), "Who is this for?"),
        (q.Answers(who="me", what="past", where="answered", country="QQ", talk="any"), "Where?"),
        (q.Answers(who="me", what="past", where="skipped", talk="shout"), "How would you like to talk?"),
        (q.Answers(who="help", what="done"), "What is going on?"),
        (q.Answers(who="me", what="past", at="nothing"), "Where?"),
    ],
)
def test_what_does_not_fit_is_asked_again(sqlite_site: Flask, made: q.Answers, asked: str) -> None:
    with sqlite_site.test_request_context("/en/find"):
        token = seal(made)
    answer = browser(sqlite_site).get("/en-GB/find", query_string={"s": token})
    assert answer.status_code == 200 and heading(answer) == asked


def test_a_strange_form_changes_nothing() -> None:
    start = q.Answers(who="me")
    assert taken(start, {"step": "when", "who": "child"}) == start
    assert taken(start, {}) == start
    assert taken(start, {"step": "what", "what": "hurt"}).missing, "that is no answer of an adult about themselves"


def test_a_town_that_nobody_knows_still_gives_a_list(sqlite_site: Flask) -> None:
    last = walk(sqlite_site, "me", "lately", near="Zzqqxx")[-1]
    assert "do not know this town" in last.text and "Why it is here: " in last.text
    known = walk(sqlite_site, "me", "lately", near="Leeds")[-1]
    assert "do not know this town" not in known.text and "Why it is here: " in known.text
    strange = walk(sqlite_site, "me", "lately", near="<b>" + "\u202e" * 500)[-1]
    assert strange.status_code == 200 and "<b>" not in strange.text


@pytest.mark.parametrize("broken", [breaking.without_index, breaking.without_places, breaking.emptied])
def test_without_the_directory_the_bundled_lines_answer(
    sqlite_site: Flask, tmp_path: Path, make_app: Make, broken: breaking.Breaks
) -> None:
    app = breaking.copied(sqlite_site, tmp_path, make_app)
    with broken(app):
        for who, what in (("me", "past"), ("me", "done"), ("young", "lately"), ("me", "found")):
            last = walk(app, who, what, near="Leeds")[-1]
            assert last.status_code == 200, f"{who} {what}"
            assert "Why it is here: " in last.text and "does not answer" in last.text
            keeps_every_rule(last)


def test_a_girl_of_fifteen_and_a_frightened_young_man(sqlite_site: Flask) -> None:
    girl = walk(sqlite_site, "young", "lately", talk="write")[-1].text.partition("<main")[2]
    assert girl.index("Childline") < girl.index("Shout") and "NAPAC" not in girl
    man = walk(sqlite_site, "me", "thoughts", talk="write")[-1].text.partition("<main")[2]
    assert "Stop It Now" in man and "Childline" not in man and "Rape" not in man
    assert "What was done to you" not in man


def test_nothing_that_was_answered_can_be_read_in_an_address(sqlite_site: Flask) -> None:
    for page in walk(sqlite_site, "me", "thoughts", near="Leeds"):
        for link in parsed(page.data).links():
            target = link.attrib["href"]
            assert not target.startswith("/") or not re.search(r"thoughts|Leeds|who=|what=", target), target


def test_it_is_there_in_spanish_as_well(make_app: Make, tmp_path: Path) -> None:
    app = filled(make_app(tmp_path))
    answer = browser(app).get("/es-MX/find")
    assert answer.status_code in (200, 404), "404 where Spanish is not switched on"
