"""What a screen reader is told of the search form: every control by its name, errors beside their fields (S96)."""

from __future__ import annotations

import re

from tests.browser.conftest import OpenReader
from tests.browser.searching import fill_in

CONTROLS = re.compile(r"^\s*- (textbox|combobox|checkbox|button)(?: \"([^\"]*)\")?", re.MULTILINE)


def test_every_control_of_the_form_has_a_name(open_reader: OpenReader, script: bool) -> None:
    reader = open_reader(script=script)
    page = reader.visit("/en-GB/directory")
    page.locator("form.search__form summary").click()
    told = CONTROLS.findall(page.locator("form.search__form").aria_snapshot())
    assert all(name for _role, name in told), told
    named = {(role, name) for role, name in told}
    assert {
        ("textbox", "What are you looking for?"), ("combobox", "Who is the help for?"), ("textbox", "Near"),
        ("combobox", "Country"), ("combobox", "Kind of help"), ("checkbox", "Open now"), ("button", "Search"),
        ("checkbox", "Phone call"), ("button", "Show results"),
    } <= named  # fmt: skip
    assert page.get_by_role("group", name="How do you want to make contact?").count() == 1


def test_an_error_is_told_at_the_top_and_at_its_field(open_reader: OpenReader) -> None:
    reader = open_reader()
    page = reader.visit("/en-GB/directory")
    fill_in(reader, Near="Leedz")
    page.get_by_role("button", name="Search", exact=True).click()
    alert = page.get_by_role("alert")
    assert "There is a problem" in alert.aria_snapshot()
    field = page.get_by_label("Near", exact=True)
    assert field.get_attribute("aria-invalid") == "true"
    told = " ".join(
        page.locator(f"#{part}").inner_text() for part in (field.get_attribute("aria-describedby") or "").split()
    )
    assert re.search(r"Error:\s+We do not know this place", told)
    alert.get_by_role("link").first.click()
    assert page.evaluate("() => document.activeElement.id") == "near"


def test_the_page_is_told_in_order(open_reader: OpenReader) -> None:
    """Skip link, exit, site, crisis help, content, about: the same on every page (W 3.2.6)."""
    reader = open_reader()
    reader.visit("/en-GB/")
    snapshot = reader.page.locator("body").aria_snapshot()
    order = [
        '"Skip to main content"', '"Exit this page"', '"Stillwater"', '"Help right now"', "- main", "- contentinfo",
    ]  # fmt: skip
    places = [snapshot.index(words) for words in order]
    assert places == sorted(places)
