"""Each space, walked by nobody, by a member and by the staff: every page keeps the rules of the site's pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from support.common.accounts.entering import DESK
from support.common.kernel import access
from support.common.kernel.db import db
from support.space.forum.models import Thread
from tests.conftest import DATABASES, SPACES, Make, browser, database_url, readied
from tests.people import Person, member, signed_in, staff
from tests.rules import page_rules
from tests.rules.page import Page, parsed
from tests.rules.source import listed
from tests.rules.topic_words import topic_words_in
from tests.rules.tour import HOME, Visit, paths, visit
from tests.space.privacy import writing

RULES = (
    page_rules.one_heading, page_rules.language_and_direction, page_rules.title_names_the_site, page_rules.crisis_band,
    page_rules.exit_first, page_rules.nothing_inline, page_rules.labelled_fields, page_rules.unique_ids,
    page_rules.valid_nesting, page_rules.heading_levels, page_rules.own_addresses,
)  # fmt: skip
OF_STAFF = {"survivors": ("moderator", "lead"), "prevention": ("moderator", "lead")}
SELF_NAMED = "moderat"  # the staff's own address is named so in the contract; nobody else is led there


Ids = dict[str, tuple[str, ...]]


@pytest.fixture(scope="module", params=zip(SPACES, DATABASES, strict=True), ids="-".join)
def space(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """One space on each database, in which people write; shared by this module."""
    part, kind = request.param
    folder = tmp_path_factory.mktemp(f"walked-{part}")
    return readied(make_app(folder, database_url(kind, request, folder), part=part))


@pytest.fixture(scope="module")
def people(space: Flask) -> dict[str, Person]:
    """Those who walk: one of each kind, and as many of the staff as a space needs."""
    found = {"member": member(space), "other": member(space)}
    for role, count in (("moderator", 3), ("lead", 2)):
        found |= {f"{role} {number}" if number else role: staff(space, role) for number in range(count)}
    return found


@pytest.fixture(scope="module")
def known(space: Flask, people: dict[str, Person]) -> Ids:
    """What there is: posts of the member who walks and of another, published, waiting and in a reader's hands, and a
    draft."""
    with space.app_context():
        reader = people["moderator"]
        shown = writing.published(people["member"], "the lake is calm", reader)
        own = writing.sent(people["member"], "wait for me", answers=shown)
        waits = writing.sent(people["other"], "it rains", answers=shown)
        cases = (writing.held_by(waits, reader).id, writing.case_of(own).id)
        thread = db.session.get_one(Thread, shown.thread_id)
        ids = {
            "board_id": (thread.board_id,), "thread_id": (thread.id,), "post_id": (shown.id, own.id, waits.id),
            "case_id": cases,
        }  # fmt: skip
        db.session.commit()
        ids["draft_id"] = (writing.drafted(people["member"], "not yet"),)
    return {name: tuple(map(str, values)) for name, values in ids.items()}


@pytest.fixture(scope="module")
def walks(space: Flask, people: dict[str, Person], known: Ids) -> dict[str, list[Visit]]:
    """Every address as it answers to each kind of visitor."""
    clients = {who: signed_in(people[who]) for who in ("member", *OF_STAFF[space.config["PART"]])}
    clients["nobody"] = browser(space, keeps_cookies=False)
    stay = [path for path in paths(space, known) if path != "/leave"]
    return {who: [visit(space, client, who, "GET", path) for path in stay] for who, client in clients.items()}


def pages(walks: dict[str, list[Visit]]) -> Iterator[Visit]:
    for visits in walks.values():
        yield from (one for one in visits if one.is_page)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_page(walks: dict[str, list[Visit]], rule: Callable[[Page], list[str]]) -> None:
    faults = {f"{fault} @ {one}" for one in pages(walks) for fault in rule(parsed(one.answer.data))}
    assert not faults, listed(sorted(faults), str(rule.__doc__))


def test_what_is_there_is_walked_through(walks: dict[str, list[Visit]], known: Ids) -> None:
    """A member sees the thread and their own draft; who holds a case sees it."""
    for who, name in (
        ("member", "thread_id"),
        ("member", "draft_id"),
        ("member", "board_id"),
        ("moderator", "case_id"),
    ):
        answers = [one for one in walks[who] if known[name][0] in one.path and one.status == 200]
        assert answers, (who, name)
    assert not [one for one in walks["lead"] if known["case_id"][0] in one.path and b"it rains" in one.answer.data]
    unread = [one for who in ("nobody", "lead") for one in walks[who] if b"wait for me" in one.answer.data]
    assert not unread, "what waits is seen by its writer and its reader alone"


def test_nothing_fails(walks: dict[str, list[Visit]]) -> None:
    faults = [str(one) for visits in walks.values() for one in visits if one.status >= 500]
    assert not faults, listed(faults, "Nothing was broken, so nothing may fail.")


def test_every_view_says_who_may_enter(space: Flask) -> None:
    faults = [rule.rule for rule in space.url_map.iter_rules() if access.declared(space, rule.endpoint) is None]
    assert not faults, listed(faults, "Put @anyone or @needs(…) over each of these views.")


def test_titles_and_addresses_name_no_topic(walks: dict[str, list[Visit]], space: Flask) -> None:
    faults = {
        f"{parsed(one.answer.data).title()}: {word}"
        for one in pages(walks)
        for word in topic_words_in(parsed(one.answer.data).title())
    }
    for rule in space.url_map.iter_rules():
        faults |= {f"{rule.rule}: {word}" for word in topic_words_in(rule.rule) if SELF_NAMED not in word}
    assert not faults, listed(sorted(faults), "These words would stand in the history of a shared device (S10, S11).")


def test_nobody_learns_which_addresses_exist(space: Flask) -> None:
    """Without a sign-in every path that is not open to all leads to the door, existing or not (DESIGN section 2).

    What stands below the staff's desk, or would stand there, leads to the staff's own: the whole of it, so that nobody
    learns which of these exist.
    """
    client, closed = (
        browser(space, keeps_cookies=False),
        [
            "/en/account",
            "/en/boards",
            "/en/nothing",
            "/nothing",
            "/en/moderate/",
            "/en/moderate/nothing",
            "/en/moderated",
        ],
    )
    closed += [path for path in paths(space) if (need := _need(space, path)) and need != access.ANYONE]
    assert len(closed) > 10
    for path in closed:
        answer = client.get(path, base_url=HOME)
        assert (answer.status_code, answer.data) == (303, b""), path
        of_staff = path.split("/")[2:3] == ["moderate"]
        door, _question, ticket = answer.headers["Location"].partition("?")
        assert door.endswith("/moderate/sign-in" if of_staff else "/sign-in"), path
        assert ("moderate" in door) is of_staff, path
        assert ticket.startswith("w="), path


def test_a_member_sees_nothing_of_the_desk(walks: dict[str, list[Visit]], space: Flask) -> None:
    """What is not yours answers like what is not there, byte for byte (S50, S57)."""
    client = signed_in(member(space))
    unknown = client.get("/en-GB/nothing-here", base_url=HOME)
    assert unknown.status_code == 404
    desk = [
        one
        for one in walks["member"]
        if f"/{DESK[space.config['PART']]}" in one.path and _need(space, one.path) != access.ANYONE
    ]
    assert desk
    for one in desk:
        answer = client.get(one.path, base_url=HOME)
        assert answer.status_code == 404, str(one)
        assert parsed(answer.data) == parsed(unknown.data), str(one)


def test_an_unknown_host_is_refused(space: Flask) -> None:
    """400 with the band, on every path and for every visitor, never 500 and never a way to the door (S62)."""
    for client in (browser(space), signed_in(member(space))):
        for path in ("/", "/en-GB/", "/en-GB/nothing", "/en-GB/account", "/nothing"):
            answer = client.get(path, base_url="https://elsewhere.example")
            assert answer.status_code == 400, path
            assert not page_rules.crisis_band(parsed(answer.data)), path


def test_nothing_of_a_space_is_indexed(walks: dict[str, list[Visit]]) -> None:
    faults = [
        str(one)
        for visits in walks.values()
        for one in visits
        if one.answer.headers.get("X-Robots-Tag") != "noindex, noarchive"
    ]
    assert not faults, listed(faults, "S35: the forum is closed to the public.")


def test_no_cookie_before_one_is_needed(walks: dict[str, list[Visit]]) -> None:
    faults = [
        str(one)
        for one in walks["nobody"]
        if "Set-Cookie" in one.answer.headers or "Cookie" in one.answer.headers.get("Vary", "")
    ]
    assert not faults, listed(faults, "S15: looking around sets no cookie.")


def test_a_page_is_never_kept(walks: dict[str, list[Visit]]) -> None:
    faults = [
        str(one) for visits in walks.values() for one in visits
        if one.endpoint != "static" and one.answer.headers.get("Cache-Control") != "no-store"
    ]  # fmt: skip
    assert not faults, listed(faults, "S13")


def test_the_other_space_is_never_named(walks: dict[str, list[Visit]], space: Flask) -> None:
    """Promise 5: neither its address nor its part's name is in any byte that is served."""
    part = space.config["PART"]
    others = {"survivors": (b"prevention", b"/orchard"), "prevention": (b"survivors", b"/harbour")}[part]
    named = ("static", "crisis.now", "crisis.of_country")  # services call themselves what they do
    faults = [
        f"{other!r} @ {one}" for visits in walks.values() for one in visits for other in others
        if one.endpoint not in named and other in one.answer.data
    ]  # fmt: skip
    assert not faults, listed(faults, "Inside a space the other is never named.")


def test_the_lines_in_a_space_are_for_its_people(space: Flask) -> None:
    """Who was hurt meets no service that is only for people worried about their own thoughts."""
    client = browser(space)
    for country in ("GB", "US", "DE", "FR"):
        shown = client.get(f"/en-{country}/now", base_url=HOME).text
        assert ("Troubled Desire" in shown) is (space.config["PART"] == "prevention"), country


def test_what_one_person_sees_is_not_kept_for_another(space: Flask) -> None:
    """A page that is made once for everybody holds nothing of whoever came first (promise 6)."""
    first, second = signed_in(member(space)), signed_in(member(space))
    for path in ("/en-NO/now", "/en-NO/privacy", "/en-NO/"):
        pages = [client.get(path, base_url=HOME).text for client in (first, second, browser(space))]
        stamps = [set(re.findall(r'name="stamp" value="([^"]+)"', page)) for page in pages]
        assert stamps[0] and stamps[1] and not stamps[2], path
        assert not stamps[0] & stamps[1], path
        assert ["Sign out" in page for page in pages] == [True, True, False], path


def _need(space: Flask, path: str) -> access.Need | None:
    try:
        endpoint = space.url_map.bind("localhost").match(path.partition("?")[0], method="GET")[0]
    except Exception:
        return None
    return access.declared(space, endpoint)
