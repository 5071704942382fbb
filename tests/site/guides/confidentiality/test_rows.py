"""The rows: what the file says is taken as it is, and a row that cannot be true is refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from support.common.crisis.bundled_rows import BrokenRow
from support.site.guides.confidentiality.linking import link_for
from support.site.guides.confidentiality.rows import ANSWERS, DATA, cell, overdue, rows
from support.site.guides.confidentiality.sources import AGES, PENALTIES, REVIEW, source_of

TODAY = date(2026, 11, 26)


def test_every_row_is_read() -> None:
    found = rows()
    assert len(found) == 121
    assert [sum(row.confidence == name for row in found.values()) for name in ("high", "medium", "low")] == [64, 41, 16]
    assert not overdue(TODAY), "every row is read again within 12 months (wording rule 8)"
    assert len(overdue(date(2027, 11, 23))) == 121


def test_canada_is_not_california_and_israel_not_illinois() -> None:
    assert rows()["CA"].name.startswith("Canada") and rows()["US-CA"].name == "California"
    assert rows()["IL"].name == "Israel" and rows()["US-IL"].name == "Illinois"


@pytest.mark.parametrize(
    ("text", "answer", "note"),
    [
        ("unknown", "unknown", ""),
        ("no: our reading: ask first", "no", "our reading: ask first"),
        ("no duty; therapists may tell", "", "no duty; therapists may tell"),
        ("depends: turns on: two things", "depends", "turns on: two things"),
        ("secondary: a court test", "", "secondary: a court test"),
        ("yes", "yes", ""),
    ],
)
def test_an_answer_is_told_from_a_sentence(text: str, answer: str, note: str) -> None:
    assert (cell(text).answer, cell(text).note) == (answer, note)


def test_answers_are_known_and_depends_has_its_condition() -> None:
    for row in rows().values():
        for column, one in row.cells.items():
            assert one.answer in ("", *ANSWERS)
            assert one.note or one.answer not in ("depends", "")
            assert one.answer != "no" or one.note or column == "anonymous_report_possible", f"{row.code} {column}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("US-AL,Alabama", "US-AK,Alabama"),
        ("US-AL,Alabama", "QQ-AL,Alabama"),
        ("US-AL,Alabama", "US-<b>,Alabama"),
        ("US-AL,Alabama,listed professionals", "US-AL,Alabama,some"),
        ("US-AL,Alabama", "US-AL,Alabama,more"),
        ("https://www.childwelfare.gov/resources/mandatory-reporting-child-abuse-and-neglect-alabama/", "javascript:1"),
        ("high,2026-11-22\nUS-AK", "sure,2026-11-22\nUS-AK"),
        ("2026-11-22\nUS-AK", "lately\nUS-AK"),
        ("jurisdiction,name", "name,jurisdiction"),
        (
            ',"no: our reading: the duty is about suspected abuse of a child, not thoughts; a plan against a known child can count; ask first",',
            ",no,",
        ),
    ],
)
def test_a_row_that_cannot_be_true_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = DATA.read_text("utf-8")
    assert old in text
    path = tmp_path / "broken.csv"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BrokenRow, match=r"broken\.csv, line \d+"):
        rows(path)


def test_a_fact_of_another_source_names_that_source() -> None:
    alabama, germany = rows()["US-AL"], rows()["DE"]
    assert source_of(alabama, "duty_to_warn") == REVIEW
    assert source_of(alabama, "penalty_note") == PENALTIES
    assert source_of(alabama, "minors_note") == AGES
    assert "childwelfare.gov" in source_of(alabama, "trigger_current_child").url
    assert source_of(germany, "duty_to_warn").url == germany.source_url
    for row in rows().values():
        if "2014 review" in row.cells["duty_to_warn"].note:
            assert source_of(row, "duty_to_warn") == REVIEW


@pytest.mark.parametrize(
    ("country", "region", "link"),
    [
        ("DE", "", "/confidentiality/DE"),
        ("US", "US-CA", "/confidentiality/US-CA"),
        ("US", "", "/confidentiality#US"),
        ("GB", "GB-SCT", "/confidentiality/GB-SCT"),
        ("GB", "", "/confidentiality#GB"),
        ("CA", "CA-ON", "/confidentiality/CA-ON"),
        ("CA", "", "/confidentiality/CA"),
        ("DE", "US-CA", "/confidentiality/DE"),
        ("AR", "", None),
        ("ZZ", "", None),
        ("", "", None),
    ],
)
def test_a_place_is_linked_as_closely_as_it_is_known(country: str, region: str, link: str | None) -> None:
    assert link_for(country, region) == link
