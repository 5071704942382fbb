"""Promises 1, 2 and 6 on every answer of the site: whatever its status, the address, or what is broken behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask

from tests.rules import page_rules
from tests.rules.page import Page, parsed
from tests.rules.source import listed
from tests.rules.tour import Visit, real_id

# Promise 1 has these exceptions and no others: answers that are not pages. Redirects carry nothing at all.
NO_PAGES = {
    "static": "a style sheet or a picture",
    "health.healthz": "one word for a machine",
    "health.readyz": "one word for this machine itself",
    "root.robots": "for search engines",
    "root.security_txt": "for people who found a hole (RFC 9116)",
    "root.icon": "a picture",
    "directory.card": "a card for a phone book (RFC 6350)",
    **dict.fromkeys(
        (f"data.{of}_{form}" for of in ("all", "found", "one") for form in ("json", "csv", "zip")), "a file to take along"
    ),
    **dict.fromkeys(
        (f"api.{name}" for name in (
            "root", "description", "own_profile", "services", "service", "organizations", "organization",
            "service_at_locations", "service_at_location", "taxonomies", "taxonomy", "taxonomy_terms", "taxonomy_term",
        )), "for machines; its errors are problems with a link to help (RFC 9457)",
    ),
}  # fmt: skip
PLAIN_ERRORS = ("root.security_txt", "health.readyz", *(name for name in NO_PAGES if name.startswith("api.")))
PROBLEM = "application/problem+json"
LEAVING = "leaving.leave"  # the one cookie: somebody asked to be gone (S5, S15)
RULES = [
    page_rules.one_heading, page_rules.language_and_direction, page_rules.title_names_the_site, page_rules.crisis_band,
    page_rules.exit_first, page_rules.nothing_inline, page_rules.labelled_fields, page_rules.unique_ids,
    page_rules.valid_nesting, page_rules.heading_levels, page_rules.own_addresses,
]  # fmt: skip
OF_LAST_WORDS = [
    page_rules.one_heading, page_rules.language_and_direction, page_rules.title_names_the_site, page_rules.crisis_band,
    page_rules.exit_first, page_rules.nothing_inline, page_rules.unique_ids, page_rules.valid_nesting, page_rules.own_addresses,
]  # fmt: skip
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
DENIED = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
STATES = {
    "all is well": 200,
    "400": 400,
    "403": 403,
    "404": 404,
    "405": 405,
    "410": 410,
    "413": 413,
    "500": 500,
    "503": 503,
}
Rule = Callable[[Page], list[str]]


def pages(visits: list[Visit]) -> list[Visit]:
    return [one for one in visits if one.is_page]


def report(faults: list[str], lesson: str) -> str:
    """Each fault once, with how many pages have it and one of them."""
    kinds = Counter(fault.split(" @ ")[0] for fault in faults)
    first = {fault.split(" @ ")[0]: fault for fault in reversed(faults)}
    return listed([f"{count} × {first[kind]}" for kind, count in kinds.most_common(25)], lesson)


def broken_rules(rule: Rule, visits: list[Visit]) -> list[str]:
    return [f"{fault} @ {one}" for one in pages(visits) for fault in rule(parsed(one.answer.data))]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_page(tour: list[Visit], rule: Rule) -> None:
    faults = broken_rules(rule, tour)
    assert not faults, report(faults, str(rule.__doc__))


@pytest.mark.parametrize("rule", OF_LAST_WORDS, ids=lambda rule: rule.__name__)
def test_the_page_that_needs_no_template(last_words: list[Visit], rule: Rule) -> None:
    """Where even the layout fails, ``band.last_resort`` answers. It carries the lines and the exit as any page."""
    faults = broken_rules(rule, last_words)
    assert not faults, report(faults, str(rule.__doc__))


def test_the_walk_met_every_state(tour: list[Visit]) -> None:
    for start, status in STATES.items():
        met = [one.status for one in tour if one.state.startswith(start)]
        assert status in met, f"the walk has no answer {status} for {start!r}: {sorted(set(met))}"
    wrong = [str(one) for one in tour if re.match(r"4\d\d", one.state) and not one.state.startswith(str(one.status))]
    assert not wrong, listed(wrong, "These were to be answered with the status in their name.")
    wrong_field = [one.status for one in tour if one.state == "a wrong field"]
    assert 422 in wrong_field


def test_nothing_fails_that_was_not_broken(tour: list[Visit]) -> None:
    well = (
        "all is well",
        *map(str, range(400, 500)),
        "results",
        "nothing",
        "an unclear",
        "a wrong",
        "the other",
        "both",
        "open",
    )
    faults = [str(one) for one in tour if one.state.startswith(well) and one.status >= 500 and not _broken(tour, one)]
    assert not faults, listed(faults, "A request, however strange, is refused with 4xx: a 500 is our own mistake.")


def _broken(tour: list[Visit], one: Visit) -> bool:
    """Whether that search was asked while something was broken: the walk of the whole site comes first."""
    first_broken = next(number for number, other in enumerate(tour) if other.state.startswith(("500", "503")))
    return tour.index(one) >= first_broken


def test_a_broken_part_takes_nothing_else_with_it(tour: list[Visit]) -> None:
    """With the database or the index gone, whatever does not need it still answers 200 (promise 1, S24)."""
    needs = {"health.readyz", "directory.results", "directory.search", "directory.listing", "directory.card", None}
    needs |= {name for name in NO_PAGES if name.startswith(("data.", "api."))} - {
        "api.root",
        "api.description",
        "api.own_profile",
    }
    needs |= {"invited.invited_name"}  # whether a link invites to the staff stands in the database
    faults = [
        str(one) for one in tour if one.state.startswith("503") and one.endpoint not in needs and one.status >= 500
    ]
    assert not faults, listed(faults, "These pages need no database and no index, and must answer.")


def test_a_failing_database_is_503_and_never_500(tour: list[Visit]) -> None:
    faults = [str(one) for one in tour if one.state.startswith("503") and one.status == 500]
    assert not faults, listed(faults, "A part that does not answer is 503 with advice to try again, not 500.")


def test_a_bundled_listing_is_shown_without_the_database(tour: list[Visit], site: Flask) -> None:
    shown = [one for one in tour if one.state.startswith("503 database") and one.path.endswith(real_id(site))]
    assert shown
    for one in shown:
        assert one.status == 503
        assert "does not answer" in one.answer.text, str(one)


def test_answers_are_pages_or_named_exceptions(tour: list[Visit]) -> None:
    faults = []
    for one in tour:
        empty = not one.answer.data and (300 <= one.status < 400 or one.method in ("HEAD", "OPTIONS"))
        if not one.is_page and not empty and one.endpoint not in NO_PAGES:
            faults.append(f"{one} is {one.answer.mimetype}")
    assert not faults, report(faults, "Every answer that is not a page stands in NO_PAGES with its reason (promise 1).")


def test_a_refused_answer_is_a_page_even_there(tour: list[Visit]) -> None:
    """An exception covers the answer that was asked for, not its errors: those carry the band like any other."""
    faults = [
        str(one) for one in tour
        if one.endpoint in NO_PAGES and one.status >= 400 and not one.is_page and one.endpoint not in PLAIN_ERRORS
    ]  # fmt: skip
    assert not faults, report(faults, "Errors of these addresses are pages as well.")


def test_an_error_of_the_api_is_a_problem_with_a_link_to_help(tour: list[Visit]) -> None:
    """Promise 1 is about pages; whoever builds on the API is still led to help."""
    refused = [one for one in tour if str(one.endpoint).startswith("api.") and one.status >= 400]
    assert {404, 500, 503} <= {one.status for one in refused}
    faults = [str(one) for one in refused if one.answer.mimetype != PROBLEM or "/en/now" not in one.answer.json["help"]]
    assert not faults, listed(faults, "An error below /api/v3 is application/problem+json with a link to help.")


def test_redirects_carry_nothing(tour: list[Visit]) -> None:
    redirects = [one for one in tour if 300 <= one.status < 400 and one.status != 304]
    assert redirects
    faults = [str(one) for one in redirects if one.answer.data]
    assert not faults, listed(faults, "A redirect has an empty body: a page in it would lack the band (promise 1).")
    outside = [
        str(one)
        for one in redirects
        if not one.answer.headers["Location"].startswith("/") and one.endpoint != "leaving.leave"
    ]
    assert not outside, listed(outside, "Only the exit leads away from here; every other Location is a path (S62).")


@pytest.mark.parametrize("name", HEADERS)
def test_headers(tour: list[Visit], last_words: list[Visit], name: str) -> None:
    faults = [
        f"{one.answer.headers.get(name)!r} @ {one}"
        for one in [*tour, *last_words]
        if one.answer.headers.get(name) != HEADERS[name]
    ]
    assert not faults, report(faults, f"{name} is {HEADERS[name]!r} on every answer, errors included (S59 to S61).")


def test_the_browser_is_denied_what_we_never_use(tour: list[Visit]) -> None:
    faults = [
        str(one) for one in tour for name in DENIED if f"{name}=()" not in one.answer.headers["Permissions-Policy"]
    ]
    assert not faults, report(faults, "Permissions-Policy denies the camera and its like on every answer.")


def test_nothing_is_kept(tour: list[Visit]) -> None:
    faults = [
        f"{one.answer.headers.get('Cache-Control')!r} @ {one}" for one in tour
        if one.answer.headers.get("Cache-Control") != "no-store" and not (one.endpoint == "static" and one.status == 200)
    ]  # fmt: skip
    assert not faults, report(faults, "Cache-Control: no-store on everything but static files that exist (S13).")
    tagged = [str(one) for one in pages(tour) if "ETag" in one.answer.headers or "Last-Modified" in one.answer.headers]
    assert not tagged, listed(tagged, "A page has no ETag: a browser would have to keep it to use one (S13).")


def test_no_cookie(tour: list[Visit], last_words: list[Visit]) -> None:
    every = [*tour, *last_words]
    faults = [str(one) for one in every if "Set-Cookie" in one.answer.headers and one.endpoint != LEAVING]
    assert not faults, listed(faults, "No cookie before the reader asks for something that needs one (promise 6, S15).")
    varied = [str(one) for one in every if "cookie" in one.answer.headers.get("Vary", "").lower()]
    assert not varied, listed(varied, "Vary: Cookie says that something looked at a session (S15).")


def test_pages_say_what_they_depend_on(tour: list[Visit]) -> None:
    faults = [str(one) for one in pages(tour) if "Accept-Language" not in one.answer.headers.get("Vary", "")]
    assert not faults, report(faults, "The guess of the country comes from Accept-Language, and Vary says so (S64).")


def test_no_server_name(tour: list[Visit]) -> None:
    telling = re.compile(rb"Werkzeug|Python/|SQLAlchemy|gunicorn|Traceback|sqlite|postgres", re.IGNORECASE)
    faults = [f"{telling.search(one.answer.data)} @ {one}" for one in pages(tour) if telling.search(one.answer.data)]
    assert not faults, report(faults, "Errors are generic: no version, no trace, no name of a part (S68).")


def test_links_keep_the_language(tour: list[Visit]) -> None:
    faults = [
        f"{fault} @ {one}" for one in pages(tour) if not one.state.startswith("404 no such")
        for fault in page_rules.keeps_the_language(parsed(one.answer.data), one.path)
    ]  # fmt: skip
    assert not faults, report(faults, "Every link keeps the language and the country of the page (DESIGN section 3).")


def test_every_link_of_ours_leads_somewhere(tour: list[Visit], site: Flask) -> None:
    routes = site.url_map.bind("localhost")
    targets = {
        link.attrib["href"].partition("?")[0].partition("#")[0]
        for one in pages(tour)
        for link in parsed(one.answer.data).links()
    }
    own = {target for target in targets if target.startswith("/")} - {"/harbour/en-GB/", "/orchard/en-GB/"}
    faults = sorted(target for target in own if not routes.test(target))
    assert not faults, listed(faults, "No route answers these links.")
