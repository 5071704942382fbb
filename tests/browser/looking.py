"""Looking at pages as axe-core does, on a small phone and on a wide screen, in the light and in the dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.readers import NARROW, WIDE
from tests.browser.test_accessible import COLOURS, found_by_axe
from tests.browser.windows import out_of_the_window

if TYPE_CHECKING:
    from tests.browser.readers import Reader

# What stands on more than one line and has no space or line in it: a word that is broken in its middle.
BROKEN = """selector => [...document.querySelectorAll(selector)].flatMap(e => {
  const broken = [], texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
  for (let text; text = texts.nextNode();)
    for (const word of text.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) broken.push(word[0]);
    }
  return broken;
})"""


class Look:
    """Looks at pages, and keeps what was found on them, by the name of the page's state."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def at(self, person: Reader, state: str) -> None:
        """axe in four looks, and whether anything stands out of a small phone's window."""
        before = person.page.viewport_size
        for size in (WIDE, NARROW):
            person.size(size)
            self._note(f"{state}, {size[0]}", found_by_axe(person))
            person.page.emulate_media(color_scheme="dark")
            self._note(f"{state}, {size[0]}, dark", found_by_axe(person, COLOURS))
            person.page.emulate_media(color_scheme="light")
        person.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        self._note(f"{state}, out of the window", out_of_the_window(person))
        self._note(f"{state}, broken", person.page.evaluate(BROKEN, ".secret, ol.secrets li"))
        assert before
        person.size((before["width"], before["height"]))

    def _note(self, where: str, found: list[str]) -> None:
        if found:
            self.found[where] = found
