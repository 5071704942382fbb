"""How a page stands in windows of different sizes: nothing sticks out sideways, and the exit is where it belongs."""

from __future__ import annotations

from typing import cast

from tests.browser.readers import ENLARGED, NARROW, ON_TOP_AT_ITS_CENTRE, WIDE, Reader

SIZES = {"small phone": NARROW, "enlarged to 400 percent": ENLARGED, "wide screen": WIDE}
ONE_COLUMN = 600
WIDER_THAN_THE_WINDOW = """() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= innerWidth) return [];
  return [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.tagName + "." + e.className).slice(0, 5).concat([page.scrollWidth + " > " + innerWidth]);
}"""
TO_THE_END = "() => scrollTo(0, document.scrollingElement.scrollHeight)"


def out_of_the_window(reader: Reader) -> list[str]:
    """What stands out of the window sideways; empty where nobody has to scroll sideways."""
    return cast("list[str]", reader.page.evaluate(WIDER_THAN_THE_WINDOW))


def exit_is_in_its_place(reader: Reader) -> None:
    """Along the lower edge on a phone, in the upper corner on a wide screen; at the top and at the end of the page."""
    way_out = reader.page.locator("a.exit")
    size = reader.page.viewport_size
    assert size
    edge = 0.0
    for _where in ("top", "end"):
        assert way_out.evaluate(ON_TOP_AT_ITS_CENTRE), f"the exit is covered: {reader.page.url}"
        box = way_out.bounding_box()
        assert box and box["height"] >= 44
        edge = box["y"]
        if size["width"] < ONE_COLUMN:
            assert abs(box["y"] + box["height"] - size["height"]) <= 1
        else:
            assert box["y"] < 20
        reader.page.evaluate(TO_THE_END)
    last = reader.page.locator(".footer p").last
    assert last.evaluate(
        "(e, top) => top === null || e.getBoundingClientRect().bottom <= top + 1",
        edge if size["width"] < ONE_COLUMN else None,
    ), "the exit hides the end of the page"
    reader.page.evaluate("() => scrollTo(0, 0)")
