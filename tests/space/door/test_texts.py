"""The door says what must be known before the first keystroke (safety.md S9, S25, S26), each space for itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from support.factory import create_app
from support.space.door.texts import PROMISE_VERSION
from tests.conftest import SPACES, browser, configured
from tests.rules.page import words
from tests.rules.topic_words import topic_words_in
from tests.space.door.conftest import said, shown

PATHS = {
    "survivors": ("/", "/promise", "/guidelines", "/join/young"),
    "prevention": ("/", "/promise", "/guidelines", "/join/young", "/commitment"),
}
AROUND = ("/about", "/privacy", "/safety", "/accessibility", "/join", "/sign-in", "/recover")
EVERYWHERE_SAID = {
    "read-first", "decided", "appeal", "delay", "words-only", "not-emergency",
    "no-name", "kept-pseudonym", "kept-passphrase", "kept-month", "kept-session", "kept-agreed", "kept-words",
    "kept-drafts", "kept-choices",
    "kept-copies", "no-address",
    "words-tell", "readers", "age", "host", "court",
    "limit", "not-stated", "no-lawyer",
    "close", "take-along", "gone", "lost-keys",
}  # fmt: skip
OF_LEAVING = {"exit", "shift", "history", "watched", "typed", "return"}
OF_THE_OTHER = {
    "survivors": (
        "prevention", "prevent ", "attract", "drawn to", "commitment", "orchard", "have not harmed", "not acted",
        "unwanted", " firm",
    ),
    "prevention": (
        "survivor", "survive", "harbour", "were sexually abused", "what was done to you", "whoever harmed you",
        "not your fault", "memories",
    ),
}  # fmt: skip
OF_ANY_OTHER = ("other space", "another space", "both spaces", "spaces", "other forum", "sister")
CODES = {
    "survivors": {*(f"C{n:02}" for n in range(1, 14)), *(f"X{n:02}" for n in range(1, 7)), *(f"SV{n:02}" for n in range(1, 12))},
    "prevention": {*(f"C{n:02}" for n in range(1, 14)), *(f"X{n:02}" for n in range(1, 7)), *(f"PV{n:02}" for n in range(1, 12))},
}  # fmt: skip
PROMISED_TOO_MUCH = ("anonymous", "100", "guarantee", "without a trace", "completely", "perfectly", "totally")
LABELS = ("victim", "offender", "paedophile", "pedophile", "perpetrator", "predator", "abuser")
PAGES = [(part, path) for part in SPACES for path in PATHS[part]]


def own_words(app: Flask, path: str) -> str:
    """What the space itself says on a page, in small letters: not the services listed, nor the crisis band."""
    page = shown(app, path)
    foreign = page.all("ul")
    listed = [element for element in foreign if "listings" in element.attrib.get("class", "")]
    text = words(page.root)
    for element in [*listed, page.band()]:
        if element is not None:
            text = text.replace(words(element), " ")
    return text.lower()


@pytest.mark.parametrize("part", SPACES)
def test_the_first_page_says_all_of_it(part: str, doors: dict[str, Flask]) -> None:
    marks = said(shown(doors[part], "/"))
    assert EVERYWHERE_SAID | OF_LEAVING | {"what-this-is", "for-whom", "adults"} <= marks.keys()
    assert all(marks.values())


@pytest.mark.parametrize("part", SPACES)
def test_the_promise_says_the_same_and_its_version(part: str, doors: dict[str, Flask]) -> None:
    first, promise = said(shown(doors[part], "/")), said(shown(doors[part], "/promise"))
    assert {mark: promise[mark] for mark in EVERYWHERE_SAID} == {mark: first[mark] for mark in EVERYWHERE_SAID}
    assert promise["version"] == f"Version {PROMISE_VERSION} of this promise."


@pytest.mark.parametrize("part", SPACES)
def test_the_first_page_leads_in_and_on(part: str, doors: dict[str, Flask]) -> None:
    targets = {link.attrib["href"] for link in shown(doors[part], "/").links()}
    for path in ("/join", "/sign-in", "/promise", "/guidelines", "/safety", "/join/young"):
        assert f"/en-GB{path}" in targets, path
    assert any(target.endswith("/en-GB/directory") for target in targets)
    assert ("/en-GB/commitment" in targets) is (part == "prevention")


@pytest.mark.parametrize("part", SPACES)
def test_the_numbers_are_those_of_the_settings(part: str, doors: dict[str, Flask]) -> None:
    marks = said(shown(doors[part], "/"))
    assert "for 47 days" in marks["kept-pseudonym"]
    assert "for 52 minutes" in marks["kept-passphrase"]
    assert "for 321 days" in marks["kept-month"]
    assert "after 13 minutes" in marks["kept-session"]
    assert "after 11 hours" in marks["kept-session"]
    assert "after 23 days" in marks["kept-copies"]
    assert "after 6 days" in marks["kept-copies"]
    assert "within 19 hours" in marks["no-address"]
    assert "within 23 days" in marks["gone"]


@pytest.mark.parametrize("part", SPACES)
def test_a_time_of_one_is_said_as_one(part: str, tmp_path: Path) -> None:
    ones = dict.fromkeys(("content_backup_days", "key_backup_days", "member_session_hours", "throttle_hours"), "1")
    marks = said(shown(create_app(part, configured(tmp_path, part, **ones)), "/"))
    assert "after 1 hour at the latest" in marks["kept-session"]
    assert marks["kept-copies"].count("after 1 day.") == 2
    assert "within 1 hour." in marks["no-address"]
    assert "within 1 day." in marks["gone"]


def test_the_commitment_is_made_again_after_the_days_that_are_set(doors: dict[str, Flask]) -> None:
    assert "every 45 days" in said(shown(doors["prevention"], "/"))["commitment"]
    assert "every 45 days" in said(shown(doors["prevention"], "/commitment"))["renewed"]


def test_the_commitment_is_firm_and_has_a_way_out(doors: dict[str, Flask]) -> None:
    page = shown(doors["prevention"], "/commitment")
    text = words(page.root)
    for sentence in (
        "I have not harmed a child, and I will not.",
        "I have not used material showing abuse, and I will not.",
        "If I fear that I might act, I get away from there at once.",
    ):
        assert sentence in text
    assert {"cannot", "renewed", "version"} <= said(page).keys()
    assert "/en-GB/now" in {link.attrib["href"] for link in page.links()}


def test_where_there_is_no_commitment_its_address_answers_like_any_other(doors: dict[str, Flask]) -> None:
    client = browser(doors["survivors"])
    answers = [client.get(f"/en/{name}", base_url="https://localhost") for name in ("commitment", "no-such-page")]
    assert answers[0].status_code in (303, 404)
    assert answers[0].status_code == answers[1].status_code
    ways = [answer.headers.get("Location", "").partition("?")[0] for answer in answers]
    assert ways[0] == ways[1]


@pytest.mark.parametrize(("part", "path"), PAGES)
def test_neither_space_speaks_of_the_other(part: str, path: str, doors: dict[str, Flask]) -> None:
    text = own_words(doors[part], path)
    assert len(text) > 500
    found = [word for word in (*OF_THE_OTHER[part], *OF_ANY_OTHER) if word in text]
    assert not found, f"{part}{path} says {found}"


@pytest.mark.parametrize("part", SPACES)
def test_each_space_has_words_that_the_list_of_the_other_would_find(part: str, doors: dict[str, Flask]) -> None:
    (other,) = set(SPACES) - {part}
    text = " ".join(own_words(doors[other], path) for path in PATHS[other])
    unused = [word for word in OF_THE_OTHER[part] if word not in text and word not in ("orchard", "harbour")]
    assert len(unused) <= 4, f"these words tell nothing: {unused}"


@pytest.mark.parametrize("part", SPACES)
def test_every_policy_code_is_explained_by_a_house_rule(part: str, doors: dict[str, Flask]) -> None:
    rules = [one for one in shown(doors[part], "/guidelines").all("li") if "data-codes" in one.attrib]
    named = [code for rule in rules for code in rule.attrib["data-codes"].split()]
    assert set(named) == CODES[part]
    assert len(named) == len(set(named)), "a code stands under two rules"
    assert 8 <= len(rules) <= 13
    assert all(rule.find("strong") is not None and len(words(rule)) > 80 for rule in rules), "a rule says why"


@pytest.mark.parametrize(("part", "path"), PAGES)
def test_sentences_are_short(part: str, path: str, doors: dict[str, Flask]) -> None:
    blocks = [one for one in shown(doors[part], path).all("main")[0].iter() if one.tag in ("p", "li", "h1", "h2")]
    texts = [
        words(one) for one in blocks if not {"listing", "listing__note"} & set(one.attrib.get("class", "").split())
    ]
    sentences = [one for text in texts for one in re.split(r"(?<=[.?!:])\s+", text) if len(one.split()) > 2]
    lengths = [len(one.split()) for one in sentences]
    assert sum(lengths) / len(lengths) < 15
    assert max(lengths) <= 34, max(sentences, key=lambda one: len(one.split()))


@pytest.mark.parametrize(("part", "path"), PAGES)
def test_no_page_promises_too_much_or_puts_a_label_on_a_person(part: str, path: str, doors: dict[str, Flask]) -> None:
    text = own_words(doors[part], path)
    assert not [word for word in (*PROMISED_TOO_MUCH, *LABELS) if word in text]


@pytest.mark.parametrize(("part", "path"), PAGES)
def test_titles_tell_the_function_only_and_there_is_one_heading(part: str, path: str, doors: dict[str, Flask]) -> None:
    page = shown(doors[part], path)
    assert not topic_words_in(page.title())
    assert len(page.headings()) == 1
    assert not page.mended


@pytest.mark.parametrize("part", SPACES)
def test_titles_differ(part: str, doors: dict[str, Flask]) -> None:
    assert len({shown(doors[part], path).title() for path in PATHS[part]}) == len(PATHS[part])


@pytest.mark.parametrize(("part", "path"), PAGES)
def test_reading_leaves_nothing_behind(part: str, path: str, doors: dict[str, Flask]) -> None:
    answer = browser(doors[part]).get(f"/en-GB{path}", base_url="https://localhost")
    assert "Set-Cookie" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]
