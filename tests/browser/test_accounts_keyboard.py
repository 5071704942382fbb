"""Joining with the keyboard alone: what is reached is in view and marked, and choices are made with the arrows."""

from __future__ import annotations

import pytest

from tests.browser.accounts import SITTINGS, Guest, arrives, guest
from tests.browser.conftest import OpenReader

# The focus of the thing, or for a choice, whose own box is invisible, of what is drawn in its label.
DRAWN = """e => {
  const choice = e.matches("[type=radio], [type=checkbox]"), drawn = choice ? e.labels[0] : e;
  const s = getComputedStyle(drawn, choice ? "::before" : null);
  return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderWidth].join(" ");
}"""
COVERED = """e => {
  const box = e.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return !top || !(e.contains(top) || [...(e.labels || [])].some(label => label.contains(top)));
}"""
FARTHEST = 60


def reaches(person: Guest, selector: str, *, farthest: int = FARTHEST) -> None:
    """Press Tab until the thing has the focus; it must then be in view, and look otherwise than without the focus."""
    page = person.page
    without = page.locator(selector).first.evaluate(DRAWN)
    for _press in range(farthest):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            break
    focused = page.locator(":focus")
    assert focused.evaluate("(e, wanted) => e.matches(wanted)", selector), f"the keyboard does not reach {selector}"
    assert not focused.evaluate(COVERED), f"{selector} has the focus and is hidden"
    assert focused.evaluate(DRAWN) != without, f"{selector} does not show that it has the focus"


@pytest.mark.parametrize("sitting", SITTINGS)
def test_joining_can_be_done_with_the_keyboard_alone(open_reader: OpenReader, sitting: str) -> None:
    person = guest(open_reader, sitting)
    page, keys = person.go("/join"), person.page.keyboard
    page.reload()
    reaches(person, "#adult")
    keys.press("ArrowDown")
    assert page.get_by_label("No", exact=True).is_checked()
    keys.press("ArrowUp")
    assert page.get_by_label("Yes", exact=True).is_checked()
    reaches(person, "main button", farthest=1)
    enters(person, "Continue", "/join/agree")
    reaches(person, "#agree-guidelines")
    keys.press("Space")
    reaches(person, "main button", farthest=1)
    enters(person, "Continue", "/join/name")
    reaches(person, "[name=choice]")
    keys.press("ArrowDown")
    assert page.get_by_role("radio").nth(1).is_checked()
    reaches(person, "#name", farthest=1)
    reaches(person, "main button", farthest=1)
    enters(person, "Use this name", "/join/words")
    digits = page.locator(".secret--digits").inner_text()
    reaches(person, "#own_device")
    reaches(person, "main button", farthest=1)
    enters(person, "I have it", "/join/check")
    reaches(person, "#passphrase")
    keys.type(digits)
    keys.press("Enter")
    arrives(person, "/account/codes")
    page.reload()
    reaches(person, "main button")
    enters(person, "I have them", "/account")


def enters(person: Guest, button: str, to: str) -> None:
    """Press Enter on the button that has the focus, and come to a page as if nobody had touched it yet."""
    focused = person.page.locator(":focus")
    assert focused.inner_text() == button
    focused.press("Enter")
    arrives(person, to)
    person.page.reload()
