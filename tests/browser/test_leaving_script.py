"""What the script adds to leaving: three presses of Shift, and blanking before the network answers (S7, S8)."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenReader
from tests.browser.elsewhere import WORDS, Elsewhere
from tests.browser.readers import Reader
from tests.browser.serving import Server

COMPOSING = """() => { for (const kind of ["keydown", "keyup", "keydown", "keyup", "keydown", "keyup"])
  document.body.dispatchEvent(new KeyboardEvent(kind, {key: "Shift", isComposing: true, bubbles: true})); }"""


@pytest.fixture
def reader(open_reader: OpenReader, leavable: Server) -> Reader:
    opened = open_reader(on=leavable)
    opened.visit("/en-GB/directory")
    return opened


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (["Shift", "Shift", "Shift"], True),
        (["Shift", "Shift"], False),
        (["Shift", "a", "Shift", "Shift"], False),
        (["Shift+A", "Shift+B", "Shift+C"], False),
        (["Shift+Tab", "Shift+Tab", "Shift+Tab"], False),
        (["Shift", "Tab", "Shift", "Shift", "Shift"], True),
    ],
)
def test_three_lone_presses_of_shift(reader: Reader, elsewhere: Elsewhere, keys: list[str], left: bool) -> None:
    for key in keys:
        reader.page.keyboard.press(key)
    if left:
        reader.page.wait_for_url(elsewhere.url)
        assert WORDS in reader.page.content()
    else:
        assert reader.page.locator(".band").is_visible()


def test_presses_that_are_too_far_apart_do_not_count(open_reader: OpenReader, leavable: Server) -> None:
    reader = open_reader(on=leavable)
    reader.page.clock.install()
    reader.visit("/en-GB/directory")
    status = reader.page.locator(".exit-status")
    for _press in range(2):
        reader.page.keyboard.press("Shift")
    assert "once more" in status.inner_text()
    reader.page.clock.run_for(6_000)
    reader.page.keyboard.press("Shift")
    assert "two more times" in status.inner_text()
    assert reader.page.locator(".band").is_visible()


def test_shift_while_a_word_is_being_composed_does_not_count(reader: Reader) -> None:
    reader.page.evaluate(COMPOSING)
    assert reader.page.locator(".band").is_visible()
