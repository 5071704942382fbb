"""How the pages stand on the smallest phone, enlarged, on a wide screen, mirrored, on paper, with spaced text."""

from __future__ import annotations

import contextlib
import re

import pytest

from tests.browser.conftest import OpenReader
from tests.browser.readers import ENLARGED, NARROW, WIDE
from tests.browser.serving import Server
from tests.browser.states import states
from tests.browser.windows import SIZES, exit_is_in_its_place, out_of_the_window

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""  # WCAG 2.2, 1.4.12
CLIPPED = """() => [...document.body.querySelectorAll("*")].filter(e => {
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (e.closest(".govuk-visually-hidden, .skip-link, .exit-secondary") || e.matches("select, option, input")) return false;
  if (box.width === 0 || style.display === "inline") return false;
  const cuts = [style.overflowX, style.overflowY].some(way => way === "hidden" || way === "clip");
  return cuts && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.tagName + "." + e.className)"""
LEAVES_ITS_BOX = """() => [...document.querySelectorAll(".action, .button, .exit, .tag")].filter(e => {
  const box = e.getBoundingClientRect();
  if (box.width === 0) return false;
  const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (texts.currentNode.parentElement.closest(".govuk-visually-hidden")) continue;
    const range = document.createRange(); range.selectNodeContents(texts.currentNode);
    for (const part of range.getClientRects()) {
      if (part.width > 2 && (part.right > box.right + 1 || part.left < box.left - 1)) return true;
    }
  }
  return false;
}).map(e => e.className + ": " + e.innerText)"""
CAN_BE_TAPPED = """link => {
  const box = link.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  return box.height >= 44 && box.width >= 44 && box.bottom <= innerHeight && link.contains(document.elementFromPoint(x, y));
}"""


def test_the_first_number_is_on_the_first_screen(open_reader: OpenReader) -> None:
    reader = open_reader(size=NARROW)
    for path in ("/en-GB/", "/en-US/", "/en-MX/", "/en-DE/", "/en-GB/directory", "/en-GB/now", "/en-GB/nothing-here"):
        reader.page.goto(reader.server.url + path)
        assert reader.page.locator(".band a[href^='tel:']").first.evaluate(CAN_BE_TAPPED), path
        ways = reader.page.locator(".band a.action").all()
        assert all(way.evaluate(CAN_BE_TAPPED) for way in ways), f"{path}: not every contact of the band can be tapped"


def test_one_contact_can_be_reached_on_an_enlarged_page(open_reader: OpenReader) -> None:
    reader = open_reader(size=ENLARGED)
    for path in ("/en-GB/", "/en-TV/", "/en-GB/directory"):
        reader.page.goto(reader.server.url + path)
        assert reader.page.locator(".band a.action").first.evaluate(CAN_BE_TAPPED), path


def test_the_heading_begins_on_the_first_screen_of_a_small_phone(open_reader: OpenReader) -> None:
    reader = open_reader(size=NARROW)
    for path in ("/en-GB/", "/en-US/", "/en-DE/", "/en-MX/", "/en-TV/", "/en-GB/directory"):
        reader.page.goto(reader.server.url + path)
        box = reader.page.locator("h1").bounding_box()
        assert box and box["y"] + 40 < NARROW[1] - 48, path


def test_from_right_to_left(open_reader: OpenReader, mirrored_server: Server) -> None:
    for size in SIZES.values():
        reader = open_reader(size=size, on=mirrored_server)
        for path in ("/ar/", "/ar-EG/now", "/ar/directory", "/ar/safety", "/ar/nothing-here", "/ar/language"):
            page = reader.visit(path)
            assert (
                page.locator("html").get_attribute("dir") == "rtl"
                and page.locator("html").get_attribute("lang") == "ar"
            )
            assert out_of_the_window(reader) == [], path
            exit_is_in_its_place(reader)
        name = reader.page.locator(".header__name").bounding_box()
        assert name and name["x"] + name["width"] / 2 > size[0] / 2, "the name does not stand on the right"
        assert all(
            number == "ltr" for number in reader.page.locator(".number").evaluate_all("all => all.map(e => e.dir)")
        )


def test_on_paper_stand_the_numbers_and_not_the_exit(open_reader: OpenReader) -> None:
    for state in ("first page", "listing with a number", "results", "no such page"):
        reader = open_reader(size=WIDE)
        states()[state][1](reader)
        reader.page.emulate_media(media="print")
        assert reader.page.locator(".band a[href^='tel:']").first.is_visible(), state
        assert not reader.page.locator("a.exit").is_visible(), state
        assert not reader.page.locator("a.exit-secondary").is_visible(), state
        assert reader.page.locator("h1").is_visible(), state


@pytest.mark.parametrize(
    "state", ["first page", "lines of Mexico", "search", "results", "listing with a number", "place not known"]
)
def test_spaced_text_is_not_cut_off(open_reader: OpenReader, state: str) -> None:
    reader = open_reader(size=NARROW, bypass_csp=True)
    states()[state][1](reader)
    reader.page.add_style_tag(content=SPACED)
    assert reader.page.evaluate(CLIPPED) == []
    assert reader.page.evaluate(LEAVES_ITS_BOX) == []
    assert out_of_the_window(reader) == []


def test_with_forced_colours_things_to_press_have_an_edge(open_reader: OpenReader) -> None:
    reader = open_reader(forced_colors="active")
    page = reader.visit("/en-GB/directory")
    for thing in (".action", ".button:not(.button--quiet)", ".exit", ".govuk-input", ".govuk-select"):
        edge = page.locator(thing).first.evaluate(
            "e => getComputedStyle(e).borderTopStyle + parseFloat(getComputedStyle(e).borderTopWidth)"
        )
        assert re.fullmatch(r"solid[1-9.]+", edge), f"{thing}: {edge}"


def test_the_exit_leads_over_one_hop_to_the_page_of_the_operator(open_reader: OpenReader, script: bool) -> None:
    reader = open_reader(script=script)
    page = reader.visit("/en-GB/directory")
    with page.expect_event("requestfailed") as failed:  # this browser is cut off from every other site
        page.locator("a.exit").click()
    assert failed.value.url.startswith("https://")
    hop = failed.value.redirected_from or failed.value
    assert "referer" not in hop.all_headers()
    if not script:
        assert hop.url == f"{reader.server.url}/leave"


@pytest.mark.parametrize("state", ["first page", "lines of Mexico", "search", "results", "listing with a number"])
def test_a_line_so_slow_that_only_the_page_arrives(open_reader: OpenReader, state: str) -> None:
    """Style, script and icon never come: the words, the numbers and the exit are there all the same (S101, S102)."""
    reader = open_reader(size=NARROW)
    reader.page.route("**/static/**", lambda route: route.abort())
    with contextlib.suppress(AssertionError):  # the rules of a whole page ask for its style and script
        states()[state][1](reader)
    assert reader.page.locator("h1").is_visible()
    assert reader.page.locator("a[href^='tel:']").first.is_visible()
    assert reader.page.locator("a[href='/leave']").first.is_visible()
