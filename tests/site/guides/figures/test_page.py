"""What a reader of the figures page gets, with images and without."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask

from support.site.guides.facts.timeline import Count, counts
from support.site.guides.figures import views
from support.site.guides.figures.views import figures
from tests.conftest import Make, browser
from tests.rules import page_rules
from tests.rules.page import Page, parsed, words

SVG = "{http://www.w3.org/2000/svg}svg"
RULES = (
    page_rules.one_heading,
    page_rules.title_names_the_site,
    page_rules.nothing_inline,
    page_rules.unique_ids,
    page_rules.valid_nesting,
    page_rules.heading_levels,
    page_rules.own_addresses,
)


@pytest.fixture(scope="module")
def plotted(tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """The site without its database: the page needs none."""
    app = make_app(tmp_path_factory.mktemp("figures"))
    if figures.name not in app.blueprints:
        app.register_blueprint(figures)
    return app


def shown(app: Flask, tag: str = "en-GB") -> Page:
    answer = browser(app).get(f"/{tag}/figures")
    assert answer.status_code == 200
    return parsed(answer.data)


def with_rows(app: Flask, monkeypatch: pytest.MonkeyPatch, rows: Sequence[Count]) -> Page:
    monkeypatch.setattr(views, "counts", lambda: tuple(rows))
    return shown(app)


@pytest.mark.parametrize("tag", ["en-GB", "es", "es-MX", "en-IN"])
def test_the_page_keeps_the_rules_of_every_page(plotted: Flask, tag: str) -> None:
    page = shown(plotted, tag)
    assert not [fault for rule in RULES for fault in rule(page)]


def test_the_same_numbers_stand_in_tables(plotted: Flask) -> None:
    page = shown(plotted)
    assert len(page.all(SVG)) == 4
    tables = page.all("table")
    assert [len(list(table.iter("tr"))) for table in tables] == [29, 8, 16]
    for table in tables:
        assert words(next(table.iter("caption")))
        assert {cell.attrib.get("scope") for cell in table.iter("th")} == {"col", "row"}
    text = words(page.root)
    for one in counts():
        if one.series in ("ncmec_cybertipline", "iwf_confirmed_pages") and one.reports is not None:
            assert f"{one.reports:,}" in text


def test_a_gap_says_that_there_is_no_figure(plotted: Flask) -> None:
    for table, gaps in zip(shown(plotted).all("table"), (["2025"], [], ["2012", "2025"]), strict=True):
        rows = [row for row in table.iter("tr") if "no figure" in words(row)]
        assert [words(next(row.iter("th"))) for row in rows] == gaps


@pytest.mark.parametrize(("tag", "number"), [("en-GB", "36,210,368"), ("es", "36.210.368"), ("es-MX", "36,210,368")])
def test_numbers_are_written_as_the_place_writes_them(plotted: Flask, tag: str, number: str) -> None:
    assert number in words(shown(plotted, tag).root)


def test_every_plot_says_what_it_is_not_and_what_cannot_be_compared(plotted: Flask) -> None:
    text = words(shown(plotted).root)
    assert text.count("A report is a warning, not a child. More reports can mean more looking.") == 3
    assert "What cannot be compared" in text
    assert "29,200,000" in text


def test_every_mark_leads_to_a_source_with_its_date(plotted: Flask) -> None:
    page = shown(plotted)
    marks = {link.attrib["href"][1:] for link in page.links() if link.attrib["href"].startswith("#source-")}
    items = {
        item.attrib["id"]: words(item) for item in page.all("li") if item.attrib.get("id", "").startswith("source-")
    }
    assert marks == items.keys()
    assert all(any(sign.isdigit() for sign in item) for item in items.values())


def test_without_data_the_page_says_so_and_stays(plotted: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    page = with_rows(plotted, monkeypatch, ())
    assert not page.all(SVG)
    assert words(page.root).count("There is no figure yet") == 3
    assert "Is there more abuse, or more reporting?" in words(page.root)
    assert not [fault for rule in RULES for fault in rule(page)]


def test_one_number_is_no_picture_but_a_table(plotted: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    page = with_rows(plotted, monkeypatch, [one for one in counts() if one.year == 2019])
    assert not page.all(SVG)
    assert words(page.root).count("There is only one figure.") == 3
    assert "132,700" in words(page.root)


def test_a_gap_alone_is_said_and_not_drawn(plotted: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    page = with_rows(plotted, monkeypatch, [one for one in counts() if one.year == 2025])
    assert not page.all(SVG)
    assert "no figure" in words(page.root)
