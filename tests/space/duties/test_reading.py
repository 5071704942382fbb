"""A duties file is taken as it stands; nothing in it is guessed."""

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
from tests.space.duties.written import GOOD, TODAY, written


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
