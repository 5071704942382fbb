"""Neutral names (S10, S11, S17): nothing that a browser keeps or shows outside of the page tells what it is about."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from support.config import SHIPPED_LANGUAGES
from tests.conftest import browser
from tests.rules.page import parsed
from tests.rules.source import ROOT, listed
from tests.rules.topic_words import topic_words, topic_words_in
from tests.rules.tour import HOME, Visit

CANARY = "Kingfisher"


def pages(tour: list[Visit]) -> list[Visit]:
    return [one for one in tour if one.is_page]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/en/survivors", ["surviv*"]),
        ("/en/child-protection", ["child"]),
        ("Find a therapist", ["therap*"]),
        ("/es/violación", ["violac*"]),
        ("Línea de prevención", ["prevenc*"]),
        ("/en/directory?s=abuse", []),
        ("Essex and Sussex", []),
        ("Search results, page 2 – Stillwater", []),
    ],
)
def test_the_list_is_read_as_meant(text: str, found: list[str]) -> None:
    assert topic_words_in(text) == found


def test_every_shipped_language_has_its_list() -> None:
    missing = set(SHIPPED_LANGUAGES) - topic_words().keys()
    assert not missing, f"tests/rules/topic_words.txt has no words yet for {missing}"
    assert all(len(words) >= 30 for words in topic_words().values())


def test_titles_name_the_function_only(tour: list[Visit]) -> None:
    titles = {parsed(one.answer.data).title() for one in pages(tour)}
    assert len(titles) > 10
    faults = [f"{title}: {word}" for title in titles for word in topic_words_in(title)]
    assert not faults, listed(faults, "A title names the function of the page; the h1 carries the detail (S10).")


def test_titles_differ_by_function(tour: list[Visit]) -> None:
    """One function, one title (WCAG 2.4.2): the title of a page that answers well belongs to no other address."""
    owners: dict[str, set[str]] = {}
    for one in pages(tour):
        if one.status == 200 and one.state == "all is well":
            owners.setdefault(parsed(one.answer.data).title(), set()).add(
                str(one.endpoint).replace("of_country", "now")
            )
    shared = [f"{title}: {sorted(endpoints)}" for title, endpoints in owners.items() if len(endpoints) > 1]
    assert not shared, listed(shared, "Two kinds of page have the same title.")
    errors: dict[str, set[int]] = {}
    for one in pages(tour):
        if one.status in (400, 403, 404, 405, 410, 413, 500, 503) and one.endpoint not in ("directory.listing",):
            errors.setdefault(parsed(one.answer.data).title(), set()).add(one.status)
    mixed = [f"{title}: {sorted(statuses)}" for title, statuses in errors.items() if len(statuses) > 1]
    assert not mixed, listed(mixed, "Two kinds of error have the same title.")
    assert not owners.keys() & errors.keys(), "an error has the title of a page that worked"


def test_addresses_of_ours_name_no_topic(tour: list[Visit]) -> None:
    targets = {link.attrib["href"] for one in pages(tour) for link in parsed(one.answer.data).links()}
    targets |= {form.attrib["action"] for one in pages(tour) for form in parsed(one.answer.data).all("form")}
    targets |= {
        one.answer.headers["Location"]
        for one in tour
        if "Location" in one.answer.headers and one.endpoint != "leaving.leave"
    }
    own = {target.removeprefix("/harbour").removeprefix("/orchard") for target in targets if target.startswith("/")}
    assert len(own) > 100
    faults = [
        f"{target}: {word}" for target in sorted(own) for word in topic_words_in(re.sub(r"=[\w-]{40,}", "=", target))
    ]  # sealed: random letters
    assert not faults, listed(faults, "An address ends up in the history: ids and neutral words only (S11).")


def test_the_head_tells_nothing(tour: list[Visit]) -> None:
    faults = []
    for one in pages(tour):
        for element in parsed(one.answer.data).all("meta", "link"):
            for name in ("content", "href", "title"):
                faults += [f"{element.tag} {name}: {word}" for word in topic_words_in(element.attrib.get(name, ""))]
    assert not faults, listed(sorted(set(faults)), "Icon, description and preview tell no topic (S17).")


def test_names_that_a_browser_keeps_tell_nothing(site: Flask) -> None:
    names = {path.name for path in (ROOT / "static").rglob("*")} | {
        site.config["SESSION_COOKIE_NAME"],
        site.config["SITE_NAME"],
    }
    faults = [f"{name}: {word}" for name in names for word in topic_words_in(name)]
    assert not faults, listed(faults, "Static files, cookies and the name of the site are neutral (S17).")


def test_saved_files_have_neutral_names(tour: list[Visit]) -> None:
    saved = [
        one.answer.headers["Content-Disposition"]
        for one in tour
        if "attachment" in one.answer.headers.get("Content-Disposition", "")
    ]
    assert saved
    faults = [f"{name}: {word}" for name in set(saved) for word in topic_words_in(name)]
    assert not faults, listed(faults, "A downloaded file stays in the list of downloads under its name (S79).")


def test_what_was_searched_stands_nowhere_a_browser_keeps_it(site: Flask) -> None:
    """Search words are in the page, where they can be changed, and in no address and no title (S11)."""
    client = browser(site)
    for fields in ({"q": CANARY}, {"near": CANARY}, {"kind": CANARY}, {"q": f"{CANARY} " * 20}):
        sent = client.post("/en-GB/directory", base_url=HOME, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        answer = client.get(sent.headers["Location"], base_url=HOME)
        page = parsed(answer.data)
        kept = [sent.headers["Location"], page.title(), *(link.attrib["href"] for link in page.links())]
        kept += [f"{name}: {value}" for response in (sent, answer) for name, value in response.headers]
        faults = [text for text in kept if CANARY.lower() in text.lower()]
        assert not faults, listed(faults, "What somebody typed would stay in the history.")
        assert len(sent.headers["Location"]) < 1600
