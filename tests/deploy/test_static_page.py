"""The page of last resort: the lines, a way out, and nothing that has to be fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.common.crisis.lines import countries, lines_of
from tests.conftest import Make
from tests.rules import page_rules
from tests.rules.page import parsed, words
from tests.rules.topic_words import topic_words_in

LARGEST_BYTES = 60_000
RULES = (
    page_rules.one_heading, page_rules.language_and_direction, page_rules.title_names_the_site,
    page_rules.nothing_inline, page_rules.unique_ids, page_rules.valid_nesting, page_rules.heading_levels,
    page_rules.own_addresses,
)  # fmt: skip


@pytest.fixture(scope="module", params=["", "GB", "ES"])
def pages(request: pytest.FixtureRequest, make_app: Make, tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = {"default_country": request.param, "exit_urls": "en=https://one.example/ es=https://two.example/"}
    app = make_app(tmp_path_factory.mktemp("site"), settings=settings)
    folder = tmp_path_factory.mktemp("pages") / f"of-{request.param or 'nowhere'}"
    done = app.test_cli_runner().invoke(args=["unavailable-pages", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


def test_there_is_one_for_each_language(pages: Path) -> None:
    names = {path.name for path in pages.iterdir()}
    assert names == {f"{name}{ending}.html" for name in ("unavailable", "too-large") for ending in ("", ".en", ".es")}
    assert (pages / "unavailable.html").read_bytes() == (pages / "unavailable.en.html").read_bytes()
    for path in pages.iterdir():
        assert parsed(path.read_bytes()).root.attrib["lang"] == ("es" if ".es." in path.name else "en")


def test_it_keeps_the_rules_of_a_page(pages: Path) -> None:
    for path in pages.iterdir():
        page = parsed(path.read_bytes())
        assert not [fault for rule in RULES for fault in rule(page)]
        assert not topic_words_in(page.title())
        assert not page.all("link", "script", "style", "img", "form", "iframe")
        assert path.stat().st_size < LARGEST_BYTES


def test_it_has_the_lines(pages: Path) -> None:
    for path in pages.iterdir():
        band = parsed(path.read_bytes()).band()
        assert band is not None
        targets = [link.attrib["href"] for link in band.iter("a")]
        assert "https://findahelpline.com" in targets
        assert not [target for target in targets if not target.startswith(("tel:", "sms:", "https://"))]
        if pages.name == "of-GB":
            assert {"tel:999", "tel:116123"} <= set(targets)
    said = (pages / "unavailable.html").read_text("utf-8")
    missing = [
        item.number for code in countries() for item in lines_of(code).emergencies
        if "all" in item.reaches and f'href="tel:{item.number}"' not in said
    ]  # fmt: skip
    assert not missing


def test_the_way_out_needs_no_site(pages: Path) -> None:
    for path in pages.iterdir():
        links = parsed(path.read_bytes()).links()
        destination = "https://two.example/" if ".es." in path.name else "https://one.example/"
        for link in (links[0], links[-1]):
            assert link.attrib["href"] == destination and words(link)
        assert not [link for link in links if "/leave" in link.attrib["href"]]
