"""What the operator has stated stands at the door; what nobody stated is not made up (safety.md S26, D5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from support.space.duties.reading import SAMPLE, read
from support.space.duties.stated import Duties
from tests.conftest import SPACES
from tests.space.door.conftest import said, shown

TODAY = date(2026, 11, 22)
BOTH = [(part, path) for part in SPACES for path in ("/", "/promise")]


@pytest.fixture
def sample() -> Duties:
    return read(SAMPLE, "GB", today=TODAY)


@pytest.fixture
def real(sample: Duties) -> Duties:
    """As if an operator in a real place had written it."""
    first = replace(sample.duties[0], words={"en": "We tell the Office of Tests.", "es": "Avisamos a la Oficina."})
    return replace(
        sample, jurisdiction="GB", sample=False, reviewer="Ada Example, Example Law", duties=(first, *sample.duties[1:])
    )


@pytest.mark.parametrize(("part", "path"), BOTH)
def test_without_a_statement_the_page_says_not_to_rely_on_it(part: str, path: str, doors: dict[str, Flask]) -> None:
    marks = said(shown(doors[part], path))
    assert marks["not-stated"] == "The operator has not yet stated this; do not rely on this copy."
    assert "no-lawyer" in marks
    assert not {"duty", "held", "reviewed", "sample"} & marks.keys()


@pytest.mark.parametrize(("part", "path"), BOTH)
def test_a_sample_is_marked_as_one(part: str, path: str, doors: dict[str, Flask], sample: Duties) -> None:
    doors[part].extensions["duties"] = sample
    marks = said(shown(doors[part], path))
    assert "This is a sample. It names no real law." in marks["sample"]
    assert "do not rely on this copy" in marks["sample"]
    assert "names no real law" in marks["duty"]
    assert "no-lawyer" in marks
    assert not {"reviewed", "jurisdiction"} & marks.keys()


@pytest.mark.parametrize(("part", "path"), BOTH)
def test_what_is_stated_is_said_with_its_review(part: str, path: str, doors: dict[str, Flask], real: Duties) -> None:
    doors[part].extensions["duties"] = real
    page = shown(doors[part], path)
    marks = said(page)
    assert "GB" in marks["jurisdiction"]
    for words in (
        "We tell the Office of Tests.", "The law asks this of us.", "The law does not ask this of us. We chose it.",
        "the Sample Office of a place that does not exist", "Within 24 hours.", "the words of the post, the pseudonym",
        "Nothing else is passed on.", "More may have to be passed on", "We tell you after we have done it.",
    ):  # fmt: skip
        assert words in marks["duty"], words
    assert marks["held"].count(": 1.") == 2
    assert "Ada Example, Example Law" in marks["reviewed"]
    assert "1 January 2028" in marks["reviewed"]
    assert not {"no-lawyer", "sample", "not-stated", "overdue"} & marks.keys()
    assert "https://example.org/this-sample-names-no-real-law" in {link.attrib["href"] for link in page.links()}


def test_the_statement_is_in_the_language_of_the_page(doors: dict[str, Flask], real: Duties) -> None:
    app = doors["survivors"]
    app.extensions["duties"] = real
    body = app.test_client().get("/es-MX/promise", base_url="https://localhost").get_data(as_text=True)
    assert "Avisamos a la Oficina." in body
    assert "We tell the Office of Tests." not in body


@pytest.mark.parametrize("part", SPACES)
def test_a_review_that_is_overdue_is_said(part: str, doors: dict[str, Flask], real: Duties) -> None:
    doors[part].extensions["duties"] = replace(real, review_due=date(2026, 11, 21))
    marks = said(shown(doors[part], "/"))
    assert "21 November 2026" in marks["overdue"]
    assert "no-lawyer" in marks
    assert "reviewed" not in marks
    doors[part].extensions["duties"] = replace(real, review_due=TODAY)
    assert "overdue" not in said(shown(doors[part], "/"))


@pytest.mark.parametrize("part", SPACES)
def test_what_was_stated_for_another_place_counts_for_nothing_here(
    part: str, doors: dict[str, Flask], real: Duties
) -> None:
    doors[part].extensions["duties"] = replace(real, wanted="IE")
    marks = said(shown(doors[part], "/"))
    assert "not-stated" in marks
    assert "duty" not in marks


def test_what_an_operator_wrote_is_shown_as_text(doors: dict[str, Flask], real: Duties) -> None:
    broken = replace(real.duties[0], report_to="<b>the office</b>")
    doors["survivors"].extensions["duties"] = replace(real, duties=(broken,))
    page = shown(doors["survivors"], "/")
    assert "<b>the office</b>" in said(page)["duty"]
    assert not page.all("b")


def test_the_sample_lies_where_the_code_looks_for_it() -> None:
    assert SAMPLE.is_file()
    assert Path(SAMPLE).name == "sample.toml"
