"""Every address: who may enter, how it is written, which language it speaks, and who may send a form to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from support.common.kernel import access
from tests.conftest import Make, browser
from tests.rules.page import parsed
from tests.rules.page_rules import crisis_band
from tests.rules.source import listed
from tests.rules.topic_words import topic_words_in
from tests.rules.tour import HOME, fresh_stamp, paths

# Addresses without a language, each with its reason.
WITHOUT_LANGUAGE = {
    "/": "sends a reader to their language",
    "/leave": "the exit, the same from every page",
    "/return": "the button of the empty page",
    "/healthz": "for whoever watches the server",
    "/readyz": "for the machine itself",
    "/robots.txt": "where search engines look",
    "/favicon.ico": "where browsers look",
    "/.well-known/security.txt": "RFC 9116",
    "/static/<path:name>": "files",
}
WITHOUT_DECLARATION = ("static",)
TYPED = {"tag", "country", "uuid", "guide", "jurisdiction"}
PATHS_ALLOWED = {"/static/<path:name>"}
API = "/api/v3/"  # its words are those of HSDS; what it answers is held by tests/site/exchange/api
WRITTEN = re.compile(
    r"(?:\.well-known|[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:txt|ico|json|csv|png|zip))?|\.(?:vcf|json|csv|zip))?"
)
PART = re.compile(r"<(?:(?P<kind>[a-z_]+)(?:\([^)]*\))?:)?(?P<name>[a-z_]+)>")
METHODS = {"GET", "HEAD", "OPTIONS", "POST"}
ELSEWHERE = "https://elsewhere.example"


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


TAKEN = {"/leave": 204} | dict.fromkeys(  # told in the background; every other form is answered with a 303, but
    ("/en-GB/edit/invited", "/en-GB/join/words", "/en-GB/join/own-words", "/en-GB/join/check"), 404
)  # nobody is about to join here


def posted(app: Flask) -> list[str]:
    """The address of every view that takes a form of anybody's; the others lead whoever is not signed in to the door."""
    takers = [rule for rule in rules(app) if "POST" in (rule.methods or ())]
    places = [rule.rule for rule in takers if access.declared(app, rule.endpoint) == access.ANYONE]
    found = [place.replace("<tag:tag>", "en-GB") for place in places]
    assert found
    assert not [place for place in found if "<" in place], f"teach this test an id for {found}"
    return found


def test_every_view_says_who_may_enter(sqlite_site: Flask) -> None:
    assert access.OPEN_ENDPOINTS == WITHOUT_DECLARATION, "only static files need no declaration"
    faults = [rule.rule for rule in rules(sqlite_site) if access.declared(sqlite_site, rule.endpoint) is None]
    assert not faults, listed(faults, "Put @anyone, or a stricter word of kernel/access.py, over each of these views.")


def test_a_view_without_a_declaration_is_closed(tmp_path: Path, make_app: Make) -> None:
    app = make_app(tmp_path)
    app.add_url_rule("/en/forgotten", "forgotten", lambda: "open to all")
    answer = browser(app).get("/en/forgotten")
    assert answer.status_code == 403
    assert b"open to all" not in answer.data
    assert not crisis_band(parsed(answer.data))


def test_every_part_of_an_address_has_a_type(sqlite_site: Flask) -> None:
    faults = []
    for rule in rules(sqlite_site):
        for part in PART.finditer(rule.rule):
            if part["kind"] not in TYPED and rule.rule not in PATHS_ALLOWED:
                faults.append(f"{rule.rule}: <{part['name']}> takes {part['kind'] or 'any text'}")
    assert not faults, listed(
        faults, f"A part of an address is one of {sorted(TYPED)}: free text ends up in histories, and invites tricks."
    )


def test_addresses_are_written_alike(sqlite_site: Flask) -> None:
    faults = [
        rule.rule
        for rule in rules(sqlite_site)
        if not rule.rule.startswith(API)
        and not all(WRITTEN.fullmatch(piece) for piece in PART.sub("", rule.rule).split("/"))
    ]
    assert not faults, listed(faults, "Addresses are small letters and digits with hyphens between (kebab-case).")


def test_addresses_name_no_topic(sqlite_site: Flask) -> None:
    faults = [f"{rule.rule}: {word}" for rule in rules(sqlite_site) for word in topic_words_in(PART.sub("", rule.rule))]
    assert not faults, listed(
        faults, "These words would stand in the history of a shared device (S11, topic_words.txt)."
    )


def test_addresses_stand_under_a_language(sqlite_site: Flask) -> None:
    faults = [
        rule.rule for rule in rules(sqlite_site)
        if not rule.rule.startswith("/<tag:tag>/") and rule.rule not in WITHOUT_LANGUAGE and not rule.rule.startswith(API)
    ]  # fmt: skip
    assert not faults, listed(faults, "Every page stands under /<tag:tag>/; exceptions stand in WITHOUT_LANGUAGE.")
    gone = WITHOUT_LANGUAGE.keys() - {rule.rule for rule in rules(sqlite_site)}
    assert not gone, f"take these out of WITHOUT_LANGUAGE: {gone}"


def test_a_language_with_and_without_a_country_answers(sqlite_site: Flask) -> None:
    client = browser(sqlite_site)
    for path in paths(sqlite_site):
        if path.startswith("/en-GB"):
            bare = path.replace("/en-GB", "/en", 1)
            assert client.get(path).status_code == client.get(bare).status_code, path


@pytest.mark.parametrize(
    "tag", ["EN", "en_GB", "en-gb", "eng", "xx", "en-XX", "en-GB-x", "en-EU", "en-ZZ", "..", "en%20"]
)
def test_only_shipped_languages_and_real_countries_answer(sqlite_site: Flask, tag: str) -> None:
    answer = browser(sqlite_site).get(f"/{tag}/now")
    assert answer.status_code in (404, 308)
    assert answer.status_code == 308 or not crisis_band(parsed(answer.data))


@pytest.mark.parametrize(
    ("asked", "tag"),
    [("en-GB,en;q=0.8", "en"), ("de-CH,de", "en"), ("", "en"), ("*", "en"), ("x" * 5000, "en"), ("en-US;q=abc", "en")],
)
def test_the_bare_root_goes_to_a_language(sqlite_site: Flask, asked: str, tag: str) -> None:
    answer = sqlite_site.test_client().get("/", headers={"Accept-Language": asked})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{tag}/")
    assert "Set-Cookie" not in answer.headers


def test_only_four_methods(sqlite_site: Flask) -> None:
    faults = [f"{rule.rule}: {method}" for rule in rules(sqlite_site) for method in (rule.methods or set()) - METHODS]
    assert not faults, listed(faults, "A browser without script can GET and POST, and nothing else is offered.")


# forms: who may send one (S65)

FOREIGN: dict[str, dict[str, str]] = {
    "another site, told by the browser": {"Sec-Fetch-Site": "cross-site"},
    "a neighbour on the same domain": {"Sec-Fetch-Site": "same-site"},
    "another site, told by the origin": {"Origin": ELSEWHERE},
    "our name with something behind": {"Origin": "https://localhost.elsewhere.example"},
    "our name in front of theirs": {"Origin": "https://localhost@elsewhere.example"},
    "another port": {"Origin": "https://localhost:8443"},
    "an origin that is no address": {"Origin": "https://[elsewhere"},
    "an origin that is empty": {"Origin": ""},
    "an origin kept secret, no stamp": {"Origin": "null"},
    "nothing at all, no stamp": {},
    "only a referrer": {"Referer": f"{HOME}/en-GB/"},
}
OWN: dict[str, dict[str, str]] = {
    "our own page, told by the browser": {"Sec-Fetch-Site": "same-origin"},
    "our own page, told by the origin": {"Origin": HOME},
}


@pytest.mark.parametrize("case", FOREIGN)
def test_a_form_from_elsewhere_is_refused(site: Flask, case: str) -> None:
    for place in posted(site):
        answer = browser(site).post(place, base_url=HOME, data={"q": "word"}, headers=FOREIGN[case])
        assert answer.status_code == 403, f"{place}: {case}: the view has to call require_own_form() first (S65)"
        assert place == "/return" or not crisis_band(parsed(answer.data))  # that one answers with its empty page


@pytest.mark.parametrize("case", OWN)
def test_a_form_of_ours_is_taken(site: Flask, case: str) -> None:
    for place in posted(site):
        answer = browser(site).post(place, base_url=HOME, data={"q": "word"}, headers=OWN[case])
        assert answer.status_code == TAKEN.get(place, 303), f"{place}: {case}"


def test_an_old_browser_is_known_by_its_stamp(site: Flask) -> None:
    for place in posted(site):
        client, good = browser(site, keeps_cookies=False), fresh_stamp(site)
        for headers in ({}, {"Origin": "null"}):
            taken = client.post(place, base_url=HOME, data={"stamp": good}, headers=headers)
            assert taken.status_code == TAKEN.get(place, 303)
            for bad in (good[:-1], good + "a", "", "form", good.replace(".", "..")):
                refused = client.post(place, base_url=HOME, data={"stamp": bad}, headers=headers)
                assert refused.status_code == 403, f"{place} takes the stamp {bad!r}"


def test_a_stamp_does_not_help_a_foreign_site(site: Flask) -> None:
    """Anybody can fetch a stamp: where the browser says that the form is foreign, it is."""
    for place in posted(site):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": ELSEWHERE}):
            sent = {"stamp": fresh_stamp(site)}
            assert browser(site).post(place, base_url=HOME, data=sent, headers=headers).status_code == 403


def test_a_stamp_ages(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    good = fresh_stamp(site)
    monkeypatch.setattr("support.common.kernel.forms.STAMP_AGE_SECONDS", -1)
    for place in posted(site):
        assert browser(site).post(place, base_url=HOME, data={"stamp": good}).status_code == 403


def test_looking_changes_nothing(site: Flask) -> None:
    """GET and HEAD change nothing (S65): the same words twice, and HEAD says what GET says."""
    client = browser(site, keeps_cookies=False)
    for path in paths(site):
        first, second, head = (
            client.get(path, base_url=HOME, buffered=True),
            client.get(path, base_url=HOME, buffered=True),
            client.head(path, base_url=HOME),
        )
        assert first.status_code == second.status_code == head.status_code, path
        assert parsed(first.data).title() == parsed(second.data).title() if first.mimetype == "text/html" else True
