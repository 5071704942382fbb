"""Screening points at what a reader should see, and fails softly (moderation.md, invariant 17, rows 61-66)."""

from __future__ import annotations

import pytest

from support.common.screening import screening
from support.common.screening.explaining import explain
from support.common.screening.findings import DANGERS, MOST_PLACES, NEWCOMER
from support.common.screening.rules import LANGUAGES, phrases, rules
from support.common.screening.screening import LONGEST, Screened, screen
from support.common.screening.steps import Steps
from support.common.screening.words import RULES


def found(text: str) -> frozenset[str]:
    return screen(text, part="survivors").categories


@pytest.mark.parametrize(
    "text",
    [
        "I would die for a coffee.",
        "My therapist lives in a small town.",
        "I was killing time at the station.",
        "I am 34.",
        "The children in my class painted the sea.",
        "Thank you.",
        "Me muero por un café.",
        "Tengo 34 años.",
    ],
)
def test_everyday_words_are_left_in_peace(text: str) -> None:
    answer = screen(text, part="survivors")
    assert answer == Screened((), 0, True)


def test_an_age_is_a_hint_only_beside_a_day_or_a_place() -> None:
    assert found("I am 34 and it was on 3 May 2004.") == {"identity"}
    assert "age_with_date" in screen("I am 34 and it was on 3 May.", part="survivors").rules
    assert not found("It was on 3 May.")


def test_a_finding_points_at_the_text_as_it_was_written() -> None:
    text = "Añadido: ｗｒｉｔｅ to robin@exam\u200bple.org\u200b please 👍"
    (mail,) = [one for one in screen(text, part="survivors").findings if one.rule == "mail"]
    assert text[mail.start : mail.end] == "robin@exam\u200bple.org"


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("r o b i n at example d o t org", "contact"),
        ("robin a t example d o t org", "contact"),
        ("I want to d.i.e", "danger_self"),
        ("i w a n t t o d i e", "danger_self"),
        ("I want to d1e", "danger_self"),
        ("I am su!cidal", "danger_self"),
        ("I am 5u1c1d4l", "danger_self"),
        ("I want to diiiiie", "danger_self"),
        ("I wаnt tо diе", "danger_self"),  # Cyrillic letters among them
        ("add me on sn@pchat", "contact"),
        ("add me on 🅂🄽🄰🄿🄲🄷🄰🅃", "contact"),
        ("０１６３２ ９６０１２３", "contact"),
        ("O1632 96O 123", "contact"),
        ("m a t a r m e", "danger_self"),
    ],
)
def test_disguises_are_undone(text: str, category: str) -> None:
    assert category in found(text)


def test_danger_brings_a_text_forward_and_nothing_else_does() -> None:
    assert screen("I am going to kill myself tonight.", part="survivors").urgent == 2
    assert screen("I want to die.", part="survivors").urgent == 1
    assert screen("Mail robin@example.org", part="survivors").urgent == 0
    assert all(rule.urgent == 0 or rule.category in DANGERS for rule in rules().values())
    assert all((rule.category in DANGERS) == (rule.kind == "help") for rule in rules().values())


def test_that_somebody_is_new_is_said_by_the_caller() -> None:
    assert [one.rule for one in screen("Thank you.", part="prevention", newcomer=True).findings] == [NEWCOMER]


def test_every_rule_is_explained_and_has_phrases_that_can_be_read() -> None:
    assert {*rules(), "repetition", NEWCOMER} == set(RULES)
    for rule in RULES:
        assert all(explain(rule))
    with pytest.raises(KeyError):
        explain("no such rule")
    assert all(len(phrases(language).by_word) > 100 for language in LANGUAGES)


def test_a_failure_makes_the_answer_incomplete_and_keeps_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("robin@example.org")

    monkeypatch.setattr(screening, "numbers", broken)
    answer = screen("I want to die.", part="survivors", newcomer=True)
    assert (answer.complete, answer.urgent) == (False, 1)
    assert answer.categories == {"danger_self", "newcomer"}
    monkeypatch.setattr(screening, "look_at", broken)
    assert screen("I want to die.", part="survivors") == Screened((), 0, False)


def test_running_out_of_steps_makes_the_answer_incomplete() -> None:
    text = "I want to die. " + "Then we went home. " * 50
    answer = screen(text, part="survivors", steps=Steps(0, most=len(text) + 1500))
    assert (answer.complete, answer.urgent) == (False, 1)
    assert screen(text, part="survivors").complete


def test_a_text_longer_than_any_of_ours_is_looked_at_from_its_beginning() -> None:
    assert not screen("a " * LONGEST, part="survivors").complete


def test_a_rule_is_told_of_at_few_places() -> None:
    assert len(screen("robin@example.org " * 200, part="survivors").findings) == MOST_PLACES
