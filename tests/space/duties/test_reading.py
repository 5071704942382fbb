"""A duties file is taken whole or refused with file, key and what to write; nothing in it is guessed."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.config import ROOT
from support.space.duties.reading import ONE, SAMPLE, WHOLE, read
from support.space.duties.stated import AUTHOR_TOLD, PASSED_ON, TRIGGERS, Duties
from support.space.duties.table import DutiesError

TODAY = date(2026, 11, 22)
GOOD = """
jurisdiction = "US-CA"
sample = false
reviewer = "Ada Example, Example Law"
reviewed_on = 2026-03-31
review_due = 2027-03-31

[[duty]]
id = "child-now"
trigger = "child_in_danger"
must = true
report_to = "the Office of Tests"
how = "by the office's form"
within_hours = 36
passed_on = ["times", "text"]
author_told = "after"
source_url = "https://example.org/law"
words.en = "We tell the Office of Tests."
words.es = "Avisamos a la Oficina de Pruebas."

[[duty]]
id = "own-life"
trigger = "own_life_in_danger"
must = false
report_to = "the emergency number"
how = "by telephone"
passed_on = ["text", "nothing_else"]
author_told = "yes"
words.en = "We call for help."
words.es = "Pedimos ayuda."

[retention]
held_text_days = 90
decision_days = 365
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "duties.toml"
    path.write_text(text, "utf-8")
    return path


def refused(folder: Path, text: str) -> str:
    """What the refusal of that text says."""
    with pytest.raises(DutiesError) as caught:
        read(written(folder, text), "US-CA", today=TODAY)
    assert str(folder / "duties.toml") in str(caught.value)
    assert "docs/duties.md" in str(caught.value)
    return str(caught.value)


@pytest.fixture
def duties(tmp_path: Path) -> Duties:
    return read(written(tmp_path, GOOD), "US-CA", today=TODAY)


def test_a_good_file_is_read_as_it_stands(duties: Duties) -> None:
    assert (duties.jurisdiction, duties.sample, duties.reviewer) == ("US-CA", False, "Ada Example, Example Law")
    assert (duties.reviewed_on, duties.review_due) == (date(2026, 3, 31), date(2027, 3, 31))
    assert (duties.retention.held_text_days, duties.retention.decision_days) == (90, 365)
    first, second = duties.duties
    assert (first.id, first.trigger, first.must, first.within_hours) == ("child-now", "child_in_danger", True, 36)
    assert (first.report_to, first.how) == ("the Office of Tests", "by the office's form")
    assert first.passed_on == ("text", "times"), "in the order of the fixed words"
    assert (first.author_told, first.source_url) == ("after", "https://example.org/law")
    assert first.words == {"en": "We tell the Office of Tests.", "es": "Avisamos a la Oficina de Pruebas."}
    assert (second.must, second.within_hours, second.source_url) == (False, None, "")
    assert duties.usable(TODAY) == []


def test_only_what_the_law_asks_must_name_its_source(tmp_path: Path) -> None:
    assert "source_url: write the https address" in refused(
        tmp_path, GOOD.replace('source_url = "https://example.org/law"\n', "")
    )


@pytest.mark.parametrize("key", ["jurisdiction", "sample", "reviewer", "reviewed_on", "review_due"])
def test_nothing_of_the_head_may_be_left_out(tmp_path: Path, key: str) -> None:
    lines = [line for line in GOOD.splitlines() if not line.startswith(f"{key} =")]
    assert f" {key}: write " in refused(tmp_path, "\n".join(lines))


@pytest.mark.parametrize("key", ["id", "trigger", "must", "report_to", "how", "passed_on", "author_told"])
def test_nothing_of_a_duty_may_be_left_out(tmp_path: Path, key: str) -> None:
    head, _, tail = GOOD.partition("[[duty]]")
    lines = [line for line in tail.splitlines() if not line.startswith(f"{key} =")]
    assert f"duty 1, {key}: write " in refused(tmp_path, head + "[[duty]]" + "\n".join(lines))


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('"US-CA"', '"us-ca"', "jurisdiction: write the code of ISO 3166"),
        ('"US-CA"', '"XX"', "jurisdiction: write the code of ISO 3166"),
        ('"US-CA"', '"GB and IE"', "jurisdiction: write the code of ISO 3166"),
        ('"US-CA"', '"ZZ"', "jurisdiction: a sample is for ZZ"),
        ("sample = false", "sample = true", "jurisdiction: a sample is for ZZ"),
        ("sample = false", 'sample = "no"', "sample: write true or false"),
        ("sample = false", "sample = 0", "sample: write true or false"),
        ('"Ada Example, Example Law"', '"  "', "reviewer: write who"),
        ('"Ada Example, Example Law"', '"""two\nlines"""', "reviewer: write one line"),
        ("2026-03-31", '"2026-03-31"', "reviewed_on: write a day"),
        ("2026-03-31", "2026-03-31T10:00:00Z", "reviewed_on: write a day"),
        ("2026-03-31", "2026-11-23", "reviewed_on: 2026-11-23 is still to come"),
        ("2027-03-31", "2026-03-31", "review_due: write a day after"),
        ("2027-03-31", "2028-04-01", "at most two years later"),
        ('trigger = "child_in_danger"', 'trigger = "anything"', "duty 1, trigger: write one of: own_life_in_danger"),
        ("must = true", "must = 1", "duty 1, must: write true or false"),
        ("within_hours = 36", "within_hours = -1", "duty 1, within_hours: write a whole number"),
        ("within_hours = 36", "within_hours = true", "duty 1, within_hours: write a whole number"),
        ("within_hours = 36", "within_hours = 1.5", "duty 1, within_hours: write a whole number"),
        ('["times", "text"]', "[]", "duty 1, passed_on: write a list"),
        ('["times", "text"]', '["nothing_else"]', "nothing_else not by itself"),
        ('["times", "text"]', '["text", "text"]', "each once"),
        ('["times", "text"]', '["address"]', "duty 1, passed_on: write a list"),
        ('["times", "text"]', '"text"', "duty 1, passed_on: write a list"),
        ('["times", "text"]', '[["text"]]', "duty 1, passed_on: write a list"),
        ('author_told = "after"', 'author_told = "maybe"', "duty 1, author_told: write one of: yes, no, after"),
        ("https://example.org/law", "http://example.org/law", "duty 1, source_url: write a whole address"),
        ("https://example.org/law", "https://[", "duty 1, source_url: write a whole address"),
        ("https://example.org/law", "the law book", "duty 1, source_url: write a whole address"),
        ('words.es = "Pedimos ayuda."', "", "duty 2, words.es: write one plain sentence"),
        ('"We call for help."', '"We call. Then we wait."', "duty 2, words.en: write one sentence"),
        ('"We call for help."', '"We call for help"', "duty 2, words.en: write one sentence"),
        ('"We call for help."', f'"{"a" * 240}."', "duty 2, words.en: write one line of at most 240"),
        ('words.en = "We call', 'words.fr = "Nous."\nwords.en = "We call', "duty 2, words.fr: there is no such key"),
        ('id = "own-life"', 'id = "child-now"', "duty 2, id: child-now stands there already"),
        ('id = "own-life"', 'id = "Own life"', "duty 2, id: write small letters"),
        ('id = "own-life"', 'id = "own-life"\nreport_too = "x"', "duty 2, report_too: there is no such key"),
        ("sample = false", "sample = false\nsamples = false", "samples: there is no such key. Those there are"),
        ("held_text_days = 90", "held_text_days = 0", "retention.held_text_days: write a whole number from 1"),
        ("held_text_days = 90", "held_text_days = 3651", "retention.held_text_days: write a whole number"),
        ("decision_days = 365", "", "retention.decision_days: write a whole number"),
        ("decision_days = 365", "decision_days = 365\nyears = 1", "retention.years: there is no such key"),
        ("[retention]", "[kept]", "kept: there is no such key"),
        ("[[duty]]", "duty", "the file: it is not written in TOML"),
    ],
)
def test_what_cannot_be_right_is_refused(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    assert was in GOOD
    message = refused(tmp_path, GOOD.replace(was, becomes, 1))
    assert said in message, message


def test_a_file_without_a_duty_or_without_retention_is_refused(tmp_path: Path) -> None:
    head, retention = GOOD.split("[[duty]]", maxsplit=1)[0], GOOD[GOOD.index("[retention]") :]
    assert "duty: write at least one table [[duty]]" in refused(tmp_path, head + retention)
    assert "duty: write at least one table [[duty]]" in refused(tmp_path, head + "duty = [1]\n" + retention)
    assert "retention: write a table" in refused(tmp_path, GOOD[: GOOD.index("[retention]")])


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.toml", tmp_path):
        with pytest.raises(DutiesError, match="the file: it cannot be read"):
            read(path, "GB", today=TODAY)
    path = tmp_path / "latin.toml"
    path.write_bytes("reviewer = 'Zoë'".encode("latin-1"))
    with pytest.raises(DutiesError, match="the file: it is not written in TOML"):
        read(path, "GB", today=TODAY)


def test_the_day_of_the_review_may_be_today(tmp_path: Path) -> None:
    assert read(written(tmp_path, GOOD), "US-CA", today=date(2026, 3, 31)).usable(date(2026, 3, 31)) == []


def test_without_a_day_given_the_present_one_counts(tmp_path: Path) -> None:
    far = GOOD.replace("2026-03-31", "9000-01-01").replace("2027-03-31", "9001-01-01")
    with pytest.raises(DutiesError, match="still to come"):
        read(written(tmp_path, far), "US-CA")


@given(days=st.integers(-4000, 4000))
def test_it_is_overdue_from_the_day_after_the_review_was_due(
    days: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    duties = read(written(tmp_path_factory.getbasetemp(), GOOD), "US-CA", today=TODAY)
    today = duties.review_due + timedelta(days=days)
    assert duties.overdue(today) is (days > 0)
    assert bool(duties.usable(today)) is (days > 0)


def test_a_file_for_another_place_says_so(tmp_path: Path) -> None:
    for wanted, named in (("GB", "GB"), ("US", "US"), ("", "not set")):
        (problem,) = read(written(tmp_path, GOOD), wanted, today=TODAY).usable(TODAY)
        assert "is for US-CA" in problem
        assert problem.endswith(named)


@given(text=st.text(max_size=200))
def test_no_text_makes_it_fail_in_another_way(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, "utf-8", errors="replace")
    with pytest.raises(DutiesError):
        read(path, "GB", today=TODAY)


def test_the_sample_is_read_and_never_usable() -> None:
    sample = read(SAMPLE, "ZZ", today=TODAY)
    assert sample.sample
    assert any("sample" in problem for problem in sample.usable(TODAY))
    assert all("names no real law" in duty.words["en"] for duty in sample.duties)
    assert all("no nombra ninguna ley real" in duty.words["es"] for duty in sample.duties)
    assert all("example.org" in duty.source_url for duty in sample.duties if duty.must)


def test_triggers_and_what_is_passed_on_are_fixed() -> None:
    codes = [code for named in TRIGGERS.values() for code in named]
    assert set(codes) == {*(f"X{number:02}" for number in range(1, 7)), "PV07"}, "moderation.md 4.1, PV07"
    assert PASSED_ON[-1] == "nothing_else"


def test_the_page_for_operators_names_every_word_that_may_be_written() -> None:
    page = (ROOT / "docs" / "duties.md").read_text("utf-8")
    missing = [word for word in (*WHOLE, *ONE, *TRIGGERS, *PASSED_ON, *AUTHOR_TOLD) if word not in page]
    assert not missing
    block = tomllib.loads(page.split("```toml\n", maxsplit=1)[1].split("```", maxsplit=1)[0])
    assert set(block) == set(WHOLE)
    assert set(block["duty"][0]) == set(ONE)
