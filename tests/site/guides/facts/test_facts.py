"""The files of facts: whole, sourced, and the same in every place where a number stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.site.guides.articles.markdown import references
from support.site.guides.articles.reading import shelf
from support.site.guides.facts.agreeing import contradiction
from support.site.guides.facts.facts import DATA, BrokenFact, UnknownFact, fact, facts
from support.site.guides.facts.timeline import counts

# a count that stands in both files: fact → series, year, and what is counted
IN_BOTH = {
    "SC01": ("ncmec_cybertipline", 2018, "reports"),
    "SC02": ("ncmec_cybertipline", 2018, "files"),
    "SC03": ("ncmec_cybertipline", 2019, "reports"),
    "SC04": ("ncmec_cybertipline", 2019, "files"),
    "SC14": ("ncmec_cybertipline", 2020, "reports"),
    "SC15": ("ncmec_cybertipline", 2021, "reports"),
    "SC16": ("ncmec_cybertipline", 2022, "reports"),
    "SC17": ("ncmec_cybertipline", 2023, "reports"),
    "SC18": ("ncmec_cybertipline", 2024, "reports"),
    "SC19": ("ncmec_incidents_unbundled", 2024, "reports"),
    "SC28": ("ncmec_cybertipline", 1998, "reports"),
    "SC29": ("ncmec_files_reviewed", 2008, "files"),
    "SC32": ("iwf_confirmed_pages", 2018, "reports"),
    "SC38": ("iwf_confirmed_pages", 2024, "reports"),
}


def test_a_fact_is_found_by_its_id() -> None:
    assert fact("SC01").value == "18462422"
    assert len(facts()) > 200


@pytest.mark.parametrize("fact_id", ["ZZ99", "", "sc01", "SC34", "SC49"])
def test_what_is_unknown_or_of_low_confidence_is_not_handed_out(fact_id: str) -> None:
    with pytest.raises(UnknownFact):
        fact(fact_id)


def test_no_fact_contradicts_itself() -> None:
    """The value and the sentence of a row are the same number, so that a change in one place only is noticed."""
    wrong = [one.id for one in facts().values() if one.value and contradiction(one.statement, one)]
    assert not wrong


@pytest.mark.parametrize("fact_id", IN_BOTH)
def test_a_count_that_stands_in_two_files_is_the_same(fact_id: str) -> None:
    series, year, what = IN_BOTH[fact_id]
    (count,) = [one for one in counts() if (one.series, one.year) == (series, year)]
    assert str(getattr(count, what)) == fact(fact_id).value


def test_a_gap_is_not_zero() -> None:
    (gap,) = [one for one in counts() if (one.series, one.year) == ("iwf_confirmed_pages", 2012)]
    assert gap.reports is None


@pytest.mark.parametrize(
    ("words", "fact_id", "wrong"),
    [
        ("about 18 million reports", "SC01", ""),
        ("about 20 million reports", "SC01", "2e+07"),
        ("18,462,422 reports", "SC01", ""),
        ("about one woman in five", "PR01", ""),
        ("one woman in four", "PR01", "0.25"),
        ("una de cada cinco mujeres", "PR01", ""),
        ("una de cada cuatro mujeres", "PR01", "0.25"),
        ("unos 18 millones de avisos", "SC01", ""),
        ("two thirds", "DI01", ""),
        ("three quarters", "DI01", "0.75"),
        ("nine in ten", "PR17", ""),
        ("within 48 hours", "IM07", ""),
        ("within 24 hours", "IM07", "24"),
        ("most survivors", "DI01", ""),
    ],
)
def test_our_words_are_held_against_the_fact(words: str, fact_id: str, wrong: str) -> None:
    assert contradiction(words, fact(fact_id)) == wrong


def test_the_guides_are_held_against_the_facts() -> None:
    used = [(target, words) for guide in shelf().guides.values() for kind, target, words, _ in references(guide.tokens) if kind == "fact"]  # fmt: skip
    assert used
    assert not [(target, words) for target, words in used if contradiction(words, fact(target))]


HEAD = (DATA / "facts.csv").read_text("utf-8").splitlines()[0]
ROW = "SC01,scale,About 5 reports.,5,reports,2018,world,NCMEC: a report,https://example.org/,2023,yes,high"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([ROW, ROW], "line 3: the id stands on another line already"),
        ([ROW.replace("SC01", "S1")], "line 2: the id"),
        ([ROW.replace("high", "sure")], "the confidence 'sure'"),
        ([ROW.replace("https://example.org/", "javascript:alert(1)")], "is not a web address"),
        ([ROW.replace(",5,", ",five,")], "is not a number"),
        ([ROW.replace("About 5 reports.", "")], "must be filled in"),
        ([ROW + ",more"], "more or fewer cells"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(tmp_path: Path, rows: list[str], said: str) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")
    with pytest.raises(BrokenFact, match=r"facts\.csv, line \d") as broken:
        facts(path)
    assert said in str(broken.value)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("id,topic\nSC01,scale\n", "utf-8")
    with pytest.raises(BrokenFact, match="the columns must be exactly"):
        facts(path)


@pytest.mark.parametrize(("row", "said"), [("a,x,1,,https://e.org/,2023,", "the year"), ("a,2018,1.5,,https://e.org/,2023,", "the reports"), ("a,2018,1,,nowhere,2023,", "not a web address")])  # fmt: skip
def test_a_broken_count_is_refused(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "timeline.csv"
    path.write_text(f"series,year,reports,files,source_url,source_date,note\n{row}\n", "utf-8")
    with pytest.raises(BrokenFact, match=said):
        counts(path)
