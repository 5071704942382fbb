"""A walk over the whole site through HTTP: every address that the application knows, real and unreal, in every state."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from support.common.kernel.db import db
from support.common.kernel.forms import stamp
from support.site.directory import sealed
from support.site.directory.models import ListingRow
from support.site.directory.terms import Terms
from support.site.directory.vocabulary import KINDS
from support.site.exchange.profile.terms import TAXONOMIES
from tests.conftest import browser

HOME = "https://localhost"
UNREAL_ID = "00000000-0000-4000-8000-000000000000"
VALUES: dict[str, tuple[str, ...]] = {
    "tag": ("en-GB",),
    "country": ("GB", "MX", "AQ", "ZZ", "gb"),
    "jurisdiction": ("GB-ENG", "MX", "QQ"),
    "guide_id": ("words-we-use", "nothing"),
    "organization_id": (UNREAL_ID,),
    "at_id": (UNREAL_ID,),
    "taxonomy_id": (str(TAXONOMIES["kinds"].id), UNREAL_ID),
    "term_id": (str(KINDS["shelter"].uuid), UNREAL_ID),
    **dict.fromkeys(("board_id", "thread_id", "post_id", "draft_id", "case_id", "decision_id"), (UNREAL_ID,)),
    "name": ("site.css", "nothing.css", "../support/config.py"),
}
OWN = {"Sec-Fetch-Site": "same-origin"}
MANY = {f"field{number}": "a" for number in range(150)}
SEARCHES: dict[str, dict[str, object]] = {
    "results": {"country": "GB"},
    "results near a town": {"near": "Leeds", "country": "GB", "sort": "near"},
    "nothing found": {"q": "zzzzqqqq", "country": "GB"},
    "an unclear place": {"near": "Springfeild xx", "country": "US"},
    "a wrong field": {"kind": "nonsense"},
    "the other side": {"audience": "own_thoughts"},
    "both sides": {"audience": "both"},
    "open now": {"open_now": "yes", "sort": "soonest"},
}


@dataclass(frozen=True)
class Visit:
    """One answer and how it came about. ``state`` says what was wrong with the site or the request."""

    state: str
    method: str
    path: str
    endpoint: str | None
    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def is_page(self) -> bool:
        return self.answer.mimetype == "text/html" and bool(self.answer.data)

    def __str__(self) -> str:
        return f"{self.method} {self.path[:70]} ({self.state}): {self.status}"


def everywhere(app: Flask, state: str) -> Iterator[Visit]:
    """Every GET address of the application, with real and unreal ids."""
    client = browser(app, keeps_cookies=False)
    for path in paths(app):
        yield visit(app, client, state, "GET", path)


def paths(app: Flask, known: Mapping[str, tuple[str, ...]] | None = None) -> list[str]:
    """An address for each rule and each value of its parts. A part that nobody taught this walk is an error.

    ``known``: values of parts that are there, to be asked for beside those that are not.
    """
    found = ["/en/", "/en/now", "/en-AQ/", "/en-AQ/now"]
    found += ["/en/directory", "/en/directory?page=1"] if app.config["PART"] == "site" else []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            ids = {"service_id": (real_id(app), UNREAL_ID)} if "service_id" in rule.arguments else {}
            ids |= {name: (*values, *VALUES[name]) for name, values in (known or {}).items()}
            found += list(_filled(rule, ids))
    return found


def _filled(rule: Rule, more: dict[str, tuple[str, ...]]) -> Iterator[str]:
    values = VALUES | more
    unknown = rule.arguments - values.keys()
    assert not unknown, f"{rule.rule} has parts that the walk does not know: add values for {unknown} to {__file__}"
    names = sorted(rule.arguments)
    for chosen in itertools.product(*(values[name] for name in names)):
        path = rule.rule
        for name, value in zip(names, chosen, strict=True):
            start, end = path.index("<"), path.index(">") + 1
            if name not in path[start:end]:
                start = path.index("<", end)
                end = path.index(">", start) + 1
            path = path[:start] + value + path[end:]
        yield path


def real_id(app: Flask) -> str:
    """The id of a listing that anybody may see: British, and among the bundled ones."""
    known: str | None = app.extensions.get("tests-real-id")
    if known is None:
        with app.app_context():
            found = db.session.scalars(
                sa.select(ListingRow.service_id).where(ListingRow.shown).order_by(ListingRow.number)
            )
            known = app.extensions["tests-real-id"] = str(found.first())
    return known


def visit(app: Flask, client: FlaskClient, state: str, method: str, path: str, **more: Any) -> Visit:
    """Ask and remember; the endpoint is found without a request, so that none leaves a context behind."""
    answer = client.open(path, method=method, **({"base_url": HOME, "buffered": True} | more))
    routes = app.url_map.bind("localhost")
    try:
        endpoint: str | None = routes.match(path.partition("?")[0], method=method)[0]
    except Exception:
        endpoint = None
    return Visit(state, method, path, endpoint, answer)


def searches(app: Flask) -> Iterator[Visit]:
    """Every kind of result, as a browser comes to it: the form, the redirect, the page."""
    client = browser(app, keeps_cookies=False)
    for state, fields in SEARCHES.items():
        sent = visit(app, client, f"{state}, sent", "POST", "/en-GB/directory", data=fields, headers=OWN)
        yield sent
        yield visit(app, client, state, "GET", sent.answer.headers["Location"])
    yield visit(app, client, "second page", "GET", f"/en-GB/directory?s={token(app, country='GB')}&page=2")


def refused(app: Flask) -> Iterator[Visit]:
    """Every way in which a request is refused while the site is well."""
    client, search = browser(app, keeps_cookies=False), "/en-GB/directory"
    good = token(app, country="GB")

    def ask(state: str, method: str, path: str, **more: Any) -> Visit:
        return visit(app, client, state, method, path, **more)

    yield ask("400 unknown host", "GET", "/en-GB/", base_url="https://elsewhere.example")
    yield ask("400 unknown host, no such page", "GET", "/nothing", base_url="https://elsewhere.example")
    yield ask("400 changed search", "GET", f"{search}?s={good[:-3]}abc")
    yield ask("400 empty search", "GET", f"{search}?s=")
    yield ask("400 sealed elsewhere", "GET", f"{search}?s={'A' * 1500}")
    yield ask("403 form from elsewhere", "POST", search, data={"q": "a"}, headers={"Sec-Fetch-Site": "cross-site"})
    yield ask("404 no such page", "GET", "/en-GB/nothing-here")
    yield ask("404 no such page, no language", "GET", "/nothing-here")
    yield ask("404 no such language", "GET", "/xx/")
    yield ask("404 no such country", "GET", "/en-QQ/")
    yield ask("404 strange bytes", "GET", "/en-GB/%ff%fe%00")
    yield ask("404 beyond the last page", "GET", f"{search}?s={good}&page=9999")
    yield ask("404 not a page number", "GET", f"{search}?s={good}&page=-1")
    yield ask("405 posted to a page", "POST", "/en-GB/now", data={"a": "b"})
    yield ask("405 deleted", "DELETE", search)
    yield ask("405 traced", "TRACE", "/en-GB/")
    yield ask("410 search run out", "GET", f"{search}?s={token(app, hours_ago=3)}")
    yield ask("413 large body", "POST", search, data={"q": "a" * 70_000}, headers=OWN)
    yield ask("413 many parts", "POST", search, data=MANY, headers=OWN, content_type="multipart/form-data")
    yield ask("308 a slash missing", "GET", "/en-GB")


def token(app: Flask, *, hours_ago: int = 0, **fields: Any) -> str:
    """A sealed search, made now or some hours ago."""
    with app.test_request_context("/en-GB/"):
        made = datetime.now(UTC) - timedelta(hours=hours_ago)
        return sealed._sealer().seal(sealed.msgspec.json.encode(Terms(**fields)), made)


def fresh_stamp(app: Flask) -> str:
    """What the hidden field of a form holds."""
    with app.test_request_context("/en-GB/"):
        return stamp()


def folder_of(app: Flask) -> Path:
    """Where the application keeps its files."""
    return Path(app.config["INSTANCE"])
