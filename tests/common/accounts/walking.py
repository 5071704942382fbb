"""A person with a browser who fills in forms: opens a page, types, presses, and sees where that leads.

``Walker(space).open("/sign-in").fill(name="Quiet Otter", passphrase="…")`` posts the page's form with everything that a
browser would send along, follows the redirects, and holds what is then seen: ``page``, ``path``, ``status``, ``answer``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import browser
from tests.rules.page import Page, parsed, words

HOME = "https://localhost"
TAG = "/en-GB"
OWN = {"Sec-Fetch-Site": "same-origin"}
SHOWN_STAMP = re.compile(rb'name="stamp" value="([^"]*)"')
MOST_HOPS = 6

Typed = str | list[str] | None
Sent = dict[str, list[str]]


class Walker:
    """One browser at one application. Paths are given and kept without the language: ``/sign-in``."""

    def __init__(self, app: Flask, client: FlaskClient | None = None) -> None:
        self.app, self.client = app, client or browser(app)
        self.answer: TestResponse
        self.path, self.hops = "", list[str]()

    @property
    def page(self) -> Page:
        """What is seen now."""
        return parsed(self.answer.data)

    @property
    def status(self) -> int:
        """The status of what is seen now."""
        return self.answer.status_code

    @property
    def text(self) -> str:
        """The words of the page's own part, with single spaces."""
        return words(self.page.all("main")[0])

    @property
    def problems(self) -> list[str]:
        """The sentences of the list of errors on top of the page; empty for none."""
        boxes = [one for one in self.page.all("div") if "error-summary" in one.attrib.get("class", "").split()]
        return [words(one) for box in boxes for one in box.iter("li")]

    def open(self, path: str) -> Walker:
        """Go to a page and follow where it leads."""
        self.hops = []
        return self._follow(self.client.get(TAG + path, base_url=HOME, headers=OWN), path)

    def fill(self, form: str = "", *, press: str = "", follow: bool = True, **fields: Typed) -> Walker:
        """Type into the form and send it. ``form``: how its address ends, where the page has several in its main part.

        A list ticks these boxes of one name; None leaves a field out, as a box without a tick is. ``press`` is the
        name of the button, where it has one. A field that the form does not have is an error of the test.
        """
        chosen = self.form(form)
        sent = self.sent(chosen) | {name: _list(value) for name, value in fields.items() if value is not None}
        unknown = fields.keys() - {one.attrib.get("name") for one in chosen.iter()}
        assert not unknown, f"{self.path} has no field {unknown}"
        for name in [name for name, value in fields.items() if value is None]:
            sent.pop(name, None)
        if press:
            sent[press] = [_button(chosen, press).attrib.get("value", "")]
        address = urlsplit(chosen.attrib.get("action") or TAG + self.path).path
        return self._send(address, sent, follow=follow)

    def post(self, path: str, fields: Sent | dict[str, str], *, follow: bool = True) -> Walker:
        """Send exactly these fields to an address, as nobody's form would."""
        return self._send(TAG + path, fields, follow=follow)

    def form(self, ending: str = "") -> Element:
        """The form of the page's main part whose address ends so; the bar's button to sign out where that is asked."""
        place = self.page.root if ending == "/sign-out" else self.page.all("main")[0]
        found = [
            one
            for one in place.iter("form")
            if urlsplit(one.attrib.get("action") or self.path).path.endswith(ending) or not ending
        ]
        if not ending and len(found) > 1:  # the way out of a page is asked for by its address
            found = [one for one in found if "not-now" not in one.attrib.get("class", "").split()]
        assert len(found) == 1, f"{self.status} {self.path} has {len(found)} forms {ending}: {self.text[:300]}"
        return found[0]

    def sent(self, form: Element) -> Sent:
        """What a browser sends of a form that nobody has touched."""
        fields: Sent = {}
        for name, value in _untouched(form):
            fields.setdefault(name, []).append(value)
        stamp = SHOWN_STAMP.search(self.answer.data)  # the parser keeps pages without their stamps
        if "stamp" in fields and stamp:
            fields["stamp"] = [stamp[1].decode()]
        return fields

    def cookies(self) -> dict[str, str]:
        """The cookies that this browser holds."""
        return {one.key: one.value for one in (self.client._cookies or {}).values()}

    def _send(self, address: str, fields: Sent | dict[str, str], *, follow: bool) -> Walker:
        self.hops = []
        answer = self.client.post(address, data=fields, base_url=HOME, headers=OWN)
        if follow:
            return self._follow(answer, address)
        self.answer, self.path = answer, address.removeprefix(TAG)
        return self

    def _follow(self, answer: TestResponse, path: str) -> Walker:
        while answer.status_code == 303 and len(self.hops) < MOST_HOPS:
            location = answer.headers["Location"]
            if not location.startswith("/") or location.startswith("//"):
                break
            path = location
            self.hops.append(location)
            answer = self.client.get(location, base_url=HOME, headers=OWN)
        self.answer, self.path = answer, urlsplit(path).path.removeprefix(TAG)
        return self


def _untouched(form: Element) -> Iterator[tuple[str, str]]:
    for field in form.iter():
        name, kind = field.attrib.get("name"), field.attrib.get("type", "text")
        if not name or (kind in ("checkbox", "radio") and "checked" not in field.attrib):
            continue
        if field.tag == "input" and kind not in ("submit", "button", "image", "file", "reset"):
            yield name, field.attrib.get("value", "on" if kind in ("checkbox", "radio") else "")
        elif field.tag == "textarea":
            yield name, "".join(field.itertext()).removeprefix("\n")
        elif field.tag == "select":
            options = list(field.iter("option"))
            yield from ((name, one.attrib.get("value", words(one))) for one in options if "selected" in one.attrib)


def _list(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value or ""]


def _button(form: Element, name: str) -> Element:
    found = [one for one in form.iter() if one.tag in ("button", "input") and one.attrib.get("name") == name]
    assert found, f"no button {name}"
    return found[0]
