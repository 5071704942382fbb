"""The three series of the page are those of the data, and our notes agree with it."""

from __future__ import annotations

import re

import pytest

from support.environment import SHIPPED_LANGUAGES
from support.site.guides.facts.agreeing import contradiction
from support.site.guides.facts.facts import Fact, fact
from support.site.guides.facts.timeline import Count, counts
from support.site.guides.figures import series, words
from support.site.guides.figures.notes import notes
from support.site.guides.figures.series import Point, known, runs, sources, spans
from tests.conftest import Make


def year(points: tuple[Point, ...], which: int) -> Point:
    (found,) = [one for one in points if one.year == which]
    return found


def test_the_reports_are_not_joined_from_2023_to_2024_and_2025_is_empty() -> None:
    points = series.reports(counts())
    assert [one.year for one in points] == list(range(1998, 2026))
    assert year(points, 2024).breaks
    assert year(points, 2025).value is None
    assert [(run[0].year, run[-1].year) for run in runs(points)] == [(1998, 2023), (2024, 2024)]
    assert not any(one.rounded for one in points)


def test_the_pages_break_at_2014_and_2025_and_have_a_gap_at_2012() -> None:
    points = series.pages(counts())
    assert [one.year for one in points] == list(range(2011, 2026))
    assert [one.year for one in points if one.breaks] == [2014, 2025]
    assert [one.year for one in points if one.value is None] == [2012, 2025]
    assert [(run[0].year, run[-1].year) for run in runs(points)] == [(2011, 2011), (2013, 2013), (2014, 2024)]
    assert [one.year for one in points if one.rounded] == [2019]


def test_the_files_are_those_of_2018_to_2024_with_the_different_ones_of_three_years() -> None:
    points = series.files(counts())
    assert [one.year for one in points] == list(range(2018, 2025))
    assert [one.year for one in points if one.inside is not None] == [2020, 2021, 2022]
    assert [one.year for one in points if one.rounded] == [2018, 2023, 2024]
    assert all((one.inside or 0) < (one.value or 0) for one in points)
    assert year(points, 2022).inside == pytest.approx(
        int(fact("SC07").value) + int(fact("SC08").value), abs=100_000
    )  # two files of data, one number


def test_files_that_police_sent_are_in_no_series() -> None:
    """Another count: never on one line with the files of reports (timeline.csv)."""
    shown = {one.value for made in (series.reports, series.files, series.pages) for one in made(counts())}
    apart = {one.files for one in counts() if one.series == "ncmec_files_reviewed"}
    assert apart
    assert not shown & apart


def test_of_nothing_comes_nothing() -> None:
    for made in (series.reports, series.files, series.pages, series.recounted):
        assert made(()) == ()
    assert runs(()) == []
    assert sources(()) == []


def test_the_order_of_the_file_does_not_matter() -> None:
    back = tuple(reversed(counts()))
    assert series.reports(back) == series.reports(counts())


def test_every_number_has_a_source_and_each_source_stands_once() -> None:
    for made in (series.reports, series.files, series.pages):
        points = made(counts())
        found = sources(points)
        assert sorted(one for source in found for one in source.years) == [one.year for one in points]
        assert len({(source.url, source.date) for source in found}) == len(found)
        assert all(one.source_url and one.source_date for one in known(points))


def test_years_are_said_in_stretches() -> None:
    assert spans([2014, 2011, 2013, 2016]) == [(2011, 2011), (2013, 2014), (2016, 2016)]
    assert spans([]) == []


def as_fact(one: Count) -> Fact:
    numbers = f"{one.note} {one.year} {one.reports or ''} {one.files or ''} {one.source_date}"
    return Fact("XX00", "", numbers, "", "", str(one.year), "", "x", "https://example.org", "", "", "high")


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
@pytest.mark.parametrize("chart", words.CHARTS)
def test_no_note_says_a_number_that_its_row_does_not_hold(chart: str, language: str, tmp_path, make_app: Make) -> None:  # type: ignore[no-untyped-def]
    name = series.PAGES if chart == "pages" else series.REPORTS
    rows = {one.year: one for one in counts() if one.series == name}
    with make_app(tmp_path).test_request_context(f"/{language}/figures"):
        said = notes(chart)
        assert set(said) <= set(rows)
        wrong = {when: contradiction(note, as_fact(rows[when])) for when, note in said.items()}
    assert not {when: number for when, number in wrong.items() if number}
    assert all(re.search(r"\w", note) for note in said.values())


def test_every_gap_and_every_new_count_is_explained(tmp_path, make_app: Make) -> None:  # type: ignore[no-untyped-def]
    with make_app(tmp_path).test_request_context("/en/figures"):
        for chart, points in (("reports", series.reports(counts())), ("pages", series.pages(counts()))):
            asked = {one.year for one in points if one.breaks or one.value is None}
            assert asked
            assert asked <= set(notes(chart))


def test_the_headings_name_the_years_that_are_known(tmp_path, make_app: Make) -> None:  # type: ignore[no-untyped-def]
    with make_app(tmp_path).test_request_context("/en/figures"):
        for chart, points in zip(
            words.CHARTS, (series.reports(counts()), series.files(counts()), series.pages(counts())), strict=True
        ):
            there = known(points)
            assert re.findall(r"\d{4}", words.heading(chart)) == [str(there[0].year), str(there[-1].year)]


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
def test_no_sentence_contradicts_the_fact_it_leans_on(language: str, tmp_path, make_app: Make) -> None:  # type: ignore[no-untyped-def]
    with make_app(tmp_path).test_request_context(f"/{language}/figures"):
        said = [one for question in words.questions() for one in question.answer] + list(words.not_comparable())
        wrong = [one for one in said if one.fact_id and contradiction(one.words, fact(one.fact_id))]
        unsourced = [one.words for one in said if not one.fact_id and re.search(r"\d", one.words)]
    assert not wrong
    assert not unsourced


def test_the_facts_that_guides_md_asks_for_are_there(tmp_path, make_app: Make) -> None:  # type: ignore[no-untyped-def]
    with make_app(tmp_path).test_request_context("/en/figures"):
        leaned_on = {one.fact_id for question in words.questions() for one in question.answer}
    leaned_on |= {fact_id for under in words.UNDER.values() for fact_id in under}
    assert {"SC06", "SC07", "SC08", "SC24", "SC25", "SC27", "SC28", "SC33", "SC37", "SC40", "PR25"} <= leaned_on
    assert "SC23" not in leaned_on
