"""Every page about guides, questions, rules, figures and telling, and every state of one, each with the way to it.

Nothing is found by its words, so that the ways are the same in each language. ``tag`` is the reader's, as ``en-GB``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from support.common.sealing.tokens import Sealer
from support.site.guides.articles.guide import KNOWN
from tests.browser.guides import GO_ON
from tests.browser.states import LONG_AGO, sent
from tests.conftest import SECRET

if TYPE_CHECKING:
    from tests.browser.readers import Reader

Way = Callable[["Reader", str], None]
States = dict[str, tuple[int, Way]]
SKIP = ""
CHANGED = "?s=" + "A" * 52


def at(path: str) -> Way:
    """Open an address."""

    def way(reader: Reader, tag: str) -> None:
        reader.page.goto(f"{reader.server.url}/{tag}{path}")

    return way


def asked(*answers: str, country: str = "", town: str = "") -> Way:
    """Answer the questions one after the other, by the values of the fields; ``SKIP`` leaves one out."""

    def way(reader: Reader, tag: str) -> None:
        at("/find")(reader, tag)
        for answer in answers:
            if answer == "where":
                reader.page.select_option("#country", country)
                reader.page.locator("#near").fill(town)
            elif answer:
                reader.page.check(f"main input[value={answer}]")
            _press(reader, GO_ON if answer else "main form button[name=skip]")

    return way


def nothing_chosen(*before: str) -> Way:
    """Send a question without an answer."""

    def way(reader: Reader, tag: str) -> None:
        asked(*before)(reader, tag)
        _press(reader, GO_ON)

    return way


def told(found: str, country: str) -> Way:
    """Send the form on where to tell it."""

    def way(reader: Reader, tag: str) -> None:
        at("/tell")(reader, tag)
        if found:
            reader.page.check(f"main input[value={found}]")
        reader.page.select_option("#country", country)
        _press(reader, GO_ON)

    return way


def compared(first: str, second: str) -> Way:
    """Choose two places."""

    def way(reader: Reader, tag: str) -> None:
        at("/confidentiality")(reader, tag)
        reader.page.select_option("#first", first)
        reader.page.select_option("#second", second)
        _press(reader, GO_ON)

    return way


def ran_out(path: str, purpose: str) -> Way:
    """Open an answer whose time is over."""
    return at(f"{path}?s={Sealer(SECRET, purpose, 1800).seal(b'{}', LONG_AGO)}")


def foreign(action: str) -> Way:
    """Send a form from a page that is not of the site."""
    return lambda reader, tag: sent(f"/{tag}{action}", foreign=True, step="who")(reader)


def _press(reader: Reader, what: str) -> None:
    with reader.page.expect_navigation(wait_until="load"):
        reader.page.locator(what).last.click()


def guides() -> States:
    """The list, and each guide."""
    return {"list": (200, at("/guides"))} | {one: (200, at(f"/guides/{one}")) for one in KNOWN}


def questions() -> States:
    """The finder."""
    return {
        "who": (200, at("/find")),
        "who, nothing chosen": (422, nothing_chosen()),
        "what, about me": (200, asked("me")),
        "what, about a child": (200, asked("child")),
        "what, nothing chosen": (422, nothing_chosen("work")),
        "where": (200, asked("me", "past")),
        "how": (200, asked("me", "past", SKIP)),
        "list, hurt long ago": (200, asked("me", "past", "where", "call", country="GB", town="Leeds")),
        "list, own thoughts": (200, asked("me", "thoughts", "where", "write", country="US")),
        "list, own thoughts, under 18": (200, asked("young", "thoughts", "where", "any", country="GB")),
        "list, something found": (200, asked(SKIP, "found", "where", "mail", country="AU")),
        "list, a town that is not known": (
            200,
            asked("young", "lately", "where", "visit", country="MX", town="Qqqzzzxx"),
        ),
        "list, everything left out": (200, asked(SKIP, SKIP, SKIP, SKIP)),
        "danger": (200, asked("young", "danger")),
        "changed": (400, at(f"/find{CHANGED}")),
        "ran out": (410, ran_out("/find", "find:site")),
        "sent from elsewhere": (403, foreign("/find")),
    }


def places() -> States:
    """What professionals must report, where to tell it, and the figures."""
    return {
        "rules, list": (200, at("/confidentiality")),
        "rules, a place in doubt": (200, at("/confidentiality/GB-ENG")),
        "rules, a place with a long law": (200, at("/confidentiality/US-CA")),
        "rules, a place not checked": (200, at("/confidentiality/MX")),
        "rules, two places": (200, compared("US-CA", "DE")),
        "rules, one of two not checked": (200, compared("GB-SCT", "MX")),
        "rules, the same place twice": (422, compared("IE", "IE")),
        "rules, changed": (400, at(f"/confidentiality{CHANGED}")),
        "rules, ran out": (410, ran_out("/confidentiality", "places:site")),
        "rules, no such place": (404, at("/confidentiality/XX-YY")),
        "tell": (200, at("/tell")),
        "tell, nothing chosen": (422, told("", "GB")),
        "tell, a child in danger": (200, told("now", "US")),
        "tell, something online": (200, told("online", "GB")),
        "tell, images of me": (200, told("own", "ES")),
        "tell, long ago": (200, told("past", "IE")),
        "tell, no country": (200, told("now", "")),
        "tell, a country with little": (200, told("online", "MG")),
        "tell, changed": (400, at(f"/tell{CHANGED}")),
        "tell, ran out": (410, ran_out("/tell", "tell:site")),
        "figures": (200, at("/figures")),
        "no such guide": (404, at("/guides/anything")),
    }
