"""Every sentence of the plain pages that can be checked is checked: a number is a setting or stands here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from support.common.accounts import cookies
from support.common.crisis.bundled import services
from support.common.kernel.db import db
from support.common.kernel.forms import STAMP_AGE_SECONDS
from support.common.kernel.headers import CONTENT_SECURITY_POLICY
from support.common.leaving.views import MARKER, MARKER_SECONDS
from support.site.directory.models import Service
from support.site.directory.sealed import HALF_AN_HOUR
from support.site.guides.articles.checking import MOST_WORDS_A_SENTENCE
from support.site.guides.articles.reading import shelf
from support.space.forum.models import Board
from support.space.forum.openness import sending_is_open
from tests.common.pages.conftest import PAGES, PARTS, UNUSUAL, Place
from tests.conftest import browser
from tests.people import member, signed_in
from tests.rules.page import parsed, words
from tests.rules.source import ROOT
from tests.rules.topic_words import topic_words_in

SCRIPT = (ROOT / "static" / "site.js").read_text("utf-8")
SHEET = (ROOT / "static" / "site.css").read_text("utf-8")
OWN = {"Sec-Fetch-Site": "same-origin"}
HOME = "https://localhost"
Check = Callable[[Place, str], None]


def leads(path: str) -> Check:
    """The sentence links to a page of this application that is there."""

    def check(place: Place, _words: str) -> None:
        main = place.page("about").all("main")[0]
        assert f"/en-GB/{path}" in {link.attrib["href"] for link in main.iter("a")}
        place.page(path)

    return check


def exit_page(place: Place, _words: str) -> None:
    for path in PAGES:
        assert len([link for link in place.page(path).links() if link.attrib["href"].endswith("/leave")]) >= 2
    answer = browser(place.app).get("/leave", base_url=HOME)
    assert (answer.status_code, answer.headers["Location"]) == (303, place.app.config["EXIT_URLS"]["*"])
    assert "var PRESSES = 3;" in SCRIPT
    assert "Shift" in SCRIPT


def back_shows_nothing(place: Place, said: str) -> None:
    assert MARKER_SECONDS == 15 * 60
    assert "fifteen minutes" in said
    assert f"Max-Age={MARKER_SECONDS}" in SCRIPT
    client = browser(place.app)
    cookie = client.get("/leave", base_url=HOME).headers.getlist("Set-Cookie")
    assert len(cookie) == 1
    assert cookie[0].startswith(f"{MARKER}=1;")
    assert f"Max-Age={MARKER_SECONDS}" in cookie[0]
    assert "This page is empty" in client.get("/en-GB/about", base_url=HOME).text


def start_again(place: Place, said: str) -> None:
    client = browser(place.app)
    client.get("/leave", base_url=HOME)
    assert re.search(r"“(.+?)”", said)[1] in client.get("/en-GB/about", base_url=HOME).text  # type: ignore[index]
    client.post("/return", base_url=HOME, headers=OWN)
    assert "This page is empty" not in client.get("/en-GB/about", base_url=HOME).text


def leaving_signs_out(place: Place, _words: str) -> None:
    client = signed_in(member(place.app))
    assert client.get("/en-GB/account", base_url=HOME).status_code == 200
    taken = client.get("/leave", base_url=HOME).headers.getlist("Set-Cookie")
    assert [one for one in taken if one.startswith(f"{cookies.COOKIES[place.part]['member']}=;")]
    client.post("/return", base_url=HOME, headers=OWN)
    assert client.get("/en-GB/account", base_url=HOME).status_code != 200


def no_cookie(place: Place, _words: str) -> None:
    for path in (*PAGES, "", "now", "nothing-here"):
        answer = browser(place.app).get(f"/en-GB/{path}", base_url=HOME)
        assert "Set-Cookie" not in answer.headers, path
    assert not re.search(r"localStorage|sessionStorage|indexedDB|serviceWorker", SCRIPT)


def neutral_history(place: Place, _words: str) -> None:
    for path in PAGES:
        page = place.page(path)
        kept = [page.title(), *(link.attrib["href"] for link in page.links() if link.attrib["href"].startswith("/"))]
        assert not [word for text in kept for word in topic_words_in(re.sub(r"^/(?:harbour|orchard)", "", text))]


def sealed_answers(place: Place, _words: str) -> None:
    for path, fields in (
        ("directory", {"q": "kingfisher", "country": "GB"}),
        ("find", {"step": "who", "who": "kingfisher"}),
        ("tell", {"found": "at_risk", "country": "MX"}),
        ("confidentiality", {"first": "US-CA", "second": "US-NY"}),
    ):
        answer = browser(place.app).post(f"/en-GB/{path}", data=fields, base_url=HOME, headers=OWN)
        assert answer.status_code == 303, path
        where = answer.headers["Location"].partition("?")[2]
        assert not [value for value in fields.values() if value in where], path


def signed_in_times(place: Place, said: str) -> None:
    times = place.app.config["TIMES"]
    assert (times.member_idle_minutes, times.member_session_hours) == (13, 11)
    assert said.count("13 minutes") == said.count("11 hours") == 2  # on two pages
    assert UNUSUAL["member_idle_minutes"] == "13"


def nothing_from_elsewhere(place: Place, _words: str) -> None:
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert set(re.findall(r"'self'|https?:\S+", CONTENT_SECURITY_POLICY)) == {"'self'"}
    answer = browser(place.app).get("/en-GB/about", base_url=HOME)
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def no_copies(place: Place, _words: str) -> None:
    for path in (*PAGES, "", "nothing-here"):
        assert browser(place.app).get(f"/en-GB/{path}", base_url=HOME).headers["Cache-Control"] == "no-store", path


def country_by_language(place: Place, _words: str) -> None:
    client = browser(place.app)
    pages = {
        (language, address): words(parsed(client.get(
            "/en/safety", base_url=HOME, headers={"Accept-Language": language},
            environ_base={"REMOTE_ADDR": address},
        ).data).band())  # type: ignore[arg-type]
        for language in ("en-GB", "en-MX") for address in ("203.0.113.9", "198.51.100.7")
    }  # fmt: skip
    assert pages["en-GB", "203.0.113.9"] == pages["en-GB", "198.51.100.7"] != pages["en-MX", "203.0.113.9"]


def colours(place: Place, _words: str) -> None:
    assert re.search(r"prefers-color-scheme:\s*dark", SHEET)
    assert re.search(r"prefers-contrast:\s*more", SHEET)
    assert place.page("about").all("meta")


def exit_second(place: Place, _words: str) -> None:
    for path in PAGES:
        assert place.page(path).links()[1].attrib["href"].endswith("/leave")
    assert re.search(r"\.exit\s*\{[^}]*position:\s*fixed", SHEET)


def text_lines(place: Place, _words: str) -> None:
    boxes = [
        one.attrib.get("value") for one in place.page("directory").all("input") if one.attrib.get("name") == "channel"
    ]
    assert {"text", "chat"} <= set(boxes)


def marked_language(place: Place, _words: str) -> None:
    one = next(service for service in services() if service.shown and service.description)
    leads_with = [
        part for part in place.page(f"directory/{one.uuid}").all("p") if "lead" in part.attrib.get("class", "")
    ]
    assert leads_with
    assert all(re.fullmatch(r"[a-z]{2,3}", part.attrib["lang"]) for part in leads_with)


def tables(place: Place, _words: str) -> None:
    page = place.page("figures")
    assert len(page.all("{http://www.w3.org/2000/svg}svg")) >= len(page.all("table")) == 3


def guide_language(place: Place, _words: str) -> None:
    missing = next(guide for language, guide in sorted(shelf().guides) if ("es", guide) not in shelf().guides)
    answer = browser(place.app).get(f"/es/guides/{missing}", base_url=HOME)
    assert [one for one in parsed(answer.data).all("div") if one.attrib.get("lang") == "en"]
    assert 'class="notice"' in answer.text


def sealed_for_an_hour(_place: Place, said: str) -> None:
    assert HALF_AN_HOUR == 30 * 60  # a token opens in its window and the next: 30 to 60 minutes
    assert "half an hour at least and one hour at most" in said


def stamp_for_a_day(_place: Place, said: str) -> None:
    assert STAMP_AGE_SECONDS == 24 * 60 * 60
    assert "24 hours" in said


def nothing_moves(place: Place, _words: str) -> None:
    assert set(re.findall(r"(?:animation|transition)[^;}]*", SHEET)) <= {
        "animation:none !important",
        "transition:none !important",
    }
    assert "@keyframes" not in SHEET
    for path in PAGES:
        assert not [one for one in place.page(path).all("meta") if "http-equiv" in one.attrib]
    assert "setInterval" not in SCRIPT


def never_in_one_list(place: Place, _words: str) -> None:
    audiences = {str(one.uuid): set(one.audience) for one in services()}
    hurt, own = "survivor", "person_with_unwanted_attractions"
    for asked, wanted, other in (("survivor", hurt, own), ("own_thoughts", own, hurt)):
        client = browser(place.app)
        answer = client.post("/en-GB/directory", data={"audience": asked}, base_url=HOME, headers=OWN)
        page = parsed(client.get(answer.headers["Location"], base_url=HOME).data)
        shown = {
            link.attrib["href"].rpartition("/")[2] for link in page.all("main")[0].iter("a") if "href" in link.attrib
        }
        found = [audiences[one] for one in shown if one in audiences]
        assert found
        assert not [one for one in found if other in one and wanted not in one]


def collected(_place: Place, said: str) -> None:
    readme = (ROOT / "support" / "common" / "crisis" / "data" / "README.md").read_text("utf-8")
    assert f"compiled from public sources {re.search(r'on [0-9]+ [A-Z][a-z]+ [0-9]{4}', said)[0]}" in readme  # type: ignore[index]
    assert "No line was called." in readme


def listings(place: Place, said: str) -> None:
    collected(place, said)
    with place.app.app_context():
        dates = set(db.session.scalars(sa.select(Service.assured_date)))
        assert dates == {None}, "somebody confirmed a listing: the page says that nobody has"
    one, weak = (next(service for service in services() if service.shown is shown) for shown in (True, False))
    page = words(place.page(f"directory/{one.uuid}").root)
    assert re.search(r"“(.+?)”", said)[1] in page  # type: ignore[index]
    assert all(service.source_url or service.source_note for service in services() if service.shown)
    assert browser(place.app).get(f"/en-GB/directory/{weak.uuid}", base_url=HOME).status_code == 404


def guides_have_sources(place: Place, _words: str) -> None:
    text = words(place.page(f"guides/{sorted(shelf().guides)[0][1]}").root)
    assert "Where this comes from" in text
    assert "Written on" in text
    assert "To be reviewed by" in text


def guides_are_measured(_place: Place, said: str) -> None:
    assert f"{MOST_WORDS_A_SENTENCE:g} words" in said


def inside_only(place: Place, _words: str) -> None:
    """Who has joined reads and writes; who has not is led to the door, whatever they ask for."""
    person = member(place.app)
    inside, outside = signed_in(person), browser(place.app)
    for path in ("boards", "unanswered", "my-posts", "notices"):
        assert inside.get(f"/en-GB/{path}", base_url=HOME).status_code == 200, path
        answer = outside.get(f"/en-GB/{path}", base_url=HOME)
        assert (answer.status_code, answer.data) == (303, b""), path


def only_with_enough_readers(place: Place, _words: str) -> None:
    """Nobody reads in these applications: nothing is taken, the boards are open, and a draft can be begun."""
    client = signed_in(member(place.app))
    with place.app.app_context():
        assert not sending_is_open().open
        board = db.session.scalars(sa.select(Board.id).order_by(Board.position)).first()
    assert client.get("/en-GB/boards", base_url=HOME).status_code == 200
    if board is None:
        with place.app.app_context():
            board = db.session.scalars(sa.select(Board.id).order_by(Board.position)).first()
    assert client.get(f"/en-GB/boards/{board}", base_url=HOME).status_code == 200


def own_accounts(place: Place, _words: str) -> None:
    for path in ("join", "sign-in"):
        place.page(path)
    assert place.app.config["PART"] in str(place.app.config["SQLALCHEMY_DATABASE_URI"])


def spaces(place: Place, said: str) -> None:
    assert place.app.config["SPACES"]
    leads("talk")(place, said)


def components(_place: Place, _words: str) -> None:
    assert "govuk-frontend" in json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]


def place_names(_place: Place, _words: str) -> None:
    assert "GeoNames" in (ROOT / "support" / "site" / "places" / "data" / "README.md").read_text("utf-8")


def contact(_place: Place, said: str) -> None:
    assert UNUSUAL["operator_contact"] in said


CHECKS: dict[str, Check] = {
    "apart": never_in_one_list, "lines": leads("now"), "directory": leads("directory"), "find": leads("find"),
    "guides": leads("guides"), "confidentiality": leads("confidentiality"), "tell": leads("tell"),
    "figures": leads("figures"), "spaces": spaces, "listings": listings, "sources": guides_have_sources,
    "easy": guides_are_measured, "languages": guide_language, "own-accounts": own_accounts, "inside": inside_only,
    "enough": only_with_enough_readers,
    "first-page": leads(""), "collected": collected, "places": place_names, "components": components, "contact": contact,
    "colours": colours, "exit-second": exit_second, "text-lines": text_lines, "marked-language": marked_language,
    "tables": tables, "guide-language": guide_language, "sealed": sealed_for_an_hour, "signed-in": signed_in_times,
    "stamp": stamp_for_a_day, "nothing-moves": nothing_moves, "exit": exit_page, "back": back_shows_nothing,
    "signed-out": leaving_signs_out, "return": start_again, "history": neutral_history, "answers": sealed_answers,
    "no-cookie": no_cookie, "cookie": no_cookie, "nobody-else": nothing_from_elsewhere, "no-copies": no_copies,
    "country": country_by_language, "data": leads("data"),
}  # fmt: skip
# What no test of ours can hold, and who answers for it.
ABOUT_THE_WORLD = {
    "not-read": "about people who have not done something yet; an editor takes it out when they have",
    "every-page": "held in a real browser, tests/browser",
    "guidelines": "an aim, and what is missing; tests/browser runs axe on every kind of page",
    "typed": "how browsers behave, tests/browser/test_leaving.py",
    "not-erased": "how browsers behave",
    "private": "how browsers behave",
    "single": "advice",
    "calls": "how telephones behave",
    "links": "how browsers behave",
    "paper": "how paper behaves",
    "watched": "how devices behave",
}


def test_every_marked_sentence_is_checked_or_excused(everywhere: dict[str, Place]) -> None:
    said = {mark for place in everywhere.values() for mark in place.said()}
    assert said == CHECKS.keys() | ABOUT_THE_WORLD.keys()
    assert not CHECKS.keys() & ABOUT_THE_WORLD.keys()


def test_every_sentence_of_these_pages_is_marked(everywhere: dict[str, Place]) -> None:
    """A sentence that nobody marked would be checked by nobody. The leads say what a page is about."""
    for place in everywhere.values():
        for path in PAGES:
            main = place.page(path).all("main")[0]
            bare = [
                words(one)
                for one in main.iter()
                if one.tag in ("p", "li") and "data-says" not in one.attrib and one.attrib.get("class") != "lead"
            ]
            assert not bare, (place.part, path)


@pytest.mark.parametrize("mark", CHECKS)
def test_it_is_true(everywhere: dict[str, Place], mark: str) -> None:
    said = {part: everywhere[part].said() for part in PARTS}
    here = [part for part in PARTS if mark in said[part]]
    assert here
    for part in here:
        CHECKS[mark](everywhere[part], said[part][mark])


def test_every_number_of_these_pages_belongs_to_a_checked_sentence(everywhere: dict[str, Place]) -> None:
    for place in everywhere.values():
        for mark, text in place.said().items():
            if re.search(r"\d", text):
                assert mark in CHECKS or mark in ("every-page", "guidelines"), (place.part, mark, text)


def test_a_space_does_not_say_whom_else_the_directory_serves(everywhere: dict[str, Place]) -> None:
    hurt, own = ("were sexually abused", "worried about their own")
    assert all(text in words(everywhere["site"].page("about").root) for text in (hurt, own))
    for part in ("survivors", "prevention"):
        text = words(everywhere[part].page("about").all("main")[0])
        assert hurt not in text
        assert own not in text
