"""What fails the check although the guide is shown; and that nothing is wrong with the guides that are shipped."""

from __future__ import annotations

from datetime import date

import pytest

from support.config import SHIPPED_LANGUAGES
from support.site.guides.articles.checking import FIRST_HEADING, faults, of_guide
from support.site.guides.articles.guide import KNOWN
from support.site.guides.articles.measuring import Piece, measured, sentences_of, syllables
from support.site.guides.articles.reading import read, shelf
from support.site.guides.articles.wording import never_said, unsaid_words
from tests.rules.source import listed
from tests.rules.topic_words import topic_words_in
from tests.site.guides.articles.conftest import Write

TODAY = date(2026, 11, 25)
MORE = "\n".join(["You can stop here. You can call a line. A line listens, and you can hang up."] * 24)


def said(write: Write, *changes: tuple[str, str], today: date = TODAY) -> list[str]:
    longer = ("## Was it my fault?", f"{MORE}\n\n## Was it my fault?")
    return [str(fault) for fault in of_guide(read(write(longer, *changes)), today)]


def test_nothing_is_wrong_with_the_guides() -> None:
    wrong = [str(fault) for fault in faults(shelf(), date.today())]
    assert not wrong, listed(wrong, "docs/guides.md says how a guide is written.")


def test_no_id_and_no_title_names_a_topic() -> None:
    names = [*KNOWN, *(guide.about.title for guide in shelf().guides.values())]
    wrong = [f"{name}: {word}" for name in names for word in topic_words_in(name)]
    assert not wrong, listed(wrong, "Ids and titles stand in the history of a shared device (safety.md S10, S11).")


def test_titles_are_not_those_of_another_page() -> None:
    titles = {guide.about.title for guide in shelf().guides.values()}
    assert not titles & {"Guides", "Search", "Lines", "Service", "First page", "Privacy", "About", "Who takes it"}


def test_a_good_guide_has_no_fault(write: Write) -> None:
    assert said(write) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("## In the next ten minutes", "## Before you begin"), "Begin with: ## In the next ten minutes"),
        (("## In the next ten minutes", "Hello.\n\n## In the next ten minutes"), "The text begins with something else"),
        (("## Was it my", "#### Was it my"), "There is a heading h4"),
        (("[[exit]]", "And so on."), "The exit is not in the middle"),
        (("No. [[fact", "No monster did it. [[fact"), "line 54: It says “monster”"),
        (('summary = "What', 'summary = "A victim: what'), "It says “victim”"),
        (("No. [[fact", "It was an organisational responsibility of institutional authorities. " * 30 + "[[fact"), "It reads hard"),
        ((MORE, "You can stop here and you can go on and nobody asks you why you stopped or what you read. " * 20), "words on average"),
        ((MORE, ""), "words. Between 400 and 700"),
    ],
)  # fmt: skip
def test_each_rule_of_the_house_is_looked_at(write: Write, change: tuple[str, str], expected: str) -> None:
    assert any(expected in fault for fault in said(write, change)), said(write, change)


def test_a_review_that_nobody_made_fails(write: Write) -> None:
    assert said(write, today=date(2027, 5, 25)) == []
    assert any("The review was due on 2027-05-25" in fault for fault in said(write, today=date(2027, 5, 26)))


def test_every_shipped_language_has_its_words_and_its_first_heading() -> None:
    assert never_said().keys() == set(SHIPPED_LANGUAGES) == FIRST_HEADING.keys()
    assert all(len(rows) > 30 for rows in never_said().values())


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("They are predators, all of them.", "en", ["predator*"]),
        ("A monstrous day", "en", []),
        ("He PAEDO-phile", "en", ["paedo*"]),
        ("child pornographic", "en", ["child porn*", "porn*"]),
        ("Why didn’t you say so?", "en", ["why didn’t you"]),
        ("La víctima habló", "es", ["victima"]),
        ("Es anónimo", "es", ["anonim*"]),
        ("Es una persona", "es", []),
    ],
)
def test_words_are_found_without_case_and_accents(text: str, language: str, found: list[str]) -> None:
    assert [expression for expression, _instead in unsaid_words(text, language)] == found


def test_a_quotation_is_allowed_only_where_it_is_the_subject() -> None:
    text = "We do not say “predator”."
    assert not list(unsaid_words(text, "en", may_quote=True))
    assert list(unsaid_words(text, "en"))


def test_sentences_and_syllables_are_counted_as_a_reader_would() -> None:
    assert sentences_of("One. Two! “Three?” Four") == ["One", "Two", "“Three", "Four"]
    words = {
        "call": 1,
        "little": 2,
        "people": 2,
        "somebody": 3,
        "hurt": 1,
        "used": 1,
        "wanted": 2,
        "line": 1,
        "family": 3,
    }
    assert {word: syllables(word, "en") for word in words} == words
    spanish = {"línea": 3, "ayuda": 3, "cuidado": 3, "persona": 3, "día": 2, "que": 1, "oír": 2}
    assert {word: syllables(word, "es") for word in spanish} == spanish


def test_an_easy_text_is_easier_than_a_hard_one() -> None:
    easy = [Piece("paragraph", "You can stop now. You can call us. We will listen.", 0)]
    hard = [
        Piece("paragraph", "Institutional responsibilities necessitate considerable organisational deliberation.", 0)
    ]
    assert measured(easy, "en").grade < 3 < 15 < measured(hard, "en").grade
    assert measured([], "en").words == 0
