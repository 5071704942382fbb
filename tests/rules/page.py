"""One HTML page, read strictly: what stands in it, for the rules that every page keeps (promises 1 and 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as MEANING

STAMP = re.compile(rb'(name="stamp" value=")[^"]*')
NOT_SHOWN = ("hidden", "submit", "button", "reset", "image")


@dataclass(frozen=True)
class Page:
    """A parsed page and everything the parser had to mend."""

    root: Element
    mended: tuple[str, ...]

    def all(self, *tags: str) -> list[Element]:
        """Every element of those kinds, in the order of the page."""
        return [element for element in self.root.iter() if element.tag in tags]

    def ids(self) -> list[str]:
        return [element.attrib["id"] for element in self.root.iter() if "id" in element.attrib]

    def title(self) -> str:
        return words(self.all("title")[0]) if self.all("title") else ""

    def headings(self) -> list[str]:
        return [words(element) for element in self.all("h1")]

    def links(self) -> list[Element]:
        return [element for element in self.all("a") if "href" in element.attrib]

    def band(self) -> Element | None:
        """The section that says where help is, by its heading."""
        for section in self.all("section"):
            names = section.attrib.get("aria-labelledby", "").split()
            if any(element.attrib.get("id") in names for element in section.iter("h2")):
                return section
        return None

    def fields(self) -> Iterator[Element]:
        """What a person fills in."""
        for element in self.all("input", "select", "textarea"):
            if element.attrib.get("type") not in NOT_SHOWN:
                yield element


def words(element: Element) -> str:
    """The text of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())


def parsed(body: bytes) -> Page:
    """The page in ``body``; pages that differ in their stamps only are read once."""
    return _parsed(STAMP.sub(rb"\1stamp", body))


@lru_cache(maxsize=512)
def _parsed(body: bytes) -> Page:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(body.decode("utf-8"))
    mended = tuple(f"line {line}: {MEANING.get(code, code) % data}" for (line, _column), code, data in parser.errors)
    return Page(root, mended)
