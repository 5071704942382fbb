"""Every GET address, with every id there is, as everybody: no word that is not published, but where it belongs.

Invariants 1, 2, 3, 16 and 25 of moderation.md 2.4.
"""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from support.common.accounts import cookies
from support.common.kernel.db import db
from support.space.cases.models import Case, Decision
from support.space.forum.models import Board
from support.space.forum.searching.keeping import keep_index
from tests import people
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.conftest import SPACES, Make, browser, readied
from tests.people import Person
from tests.rules import page_rules
from tests.rules.page import parsed
from tests.space.proof.scene import Scene, set_up
from tests.space.proof.watching import Watching, words_of, words_on
from tests.space.proof.world import House

ROLES = ("nobody", "member", "moderator", "lead", "holder", "stranger")
COUNTRY = "GB"


@dataclass
class Walk:
    """The scene, the other space, and every address with every id."""

    scene: Scene
    other: Flask
    ids: dict[str, list[uuid.UUID]]
    watching: Watching

    @property
    def app(self) -> Flask:
        return self.scene.world.app

    def paths(self, app: Flask, *, unreal: bool = False) -> Iterator[tuple[str, str, str]]:
        """Endpoint, address and the id in it; ``unreal``: ids that nothing has."""
        for rule in app.url_map.iter_rules():
            names = rule.arguments - {"tag"}
            if "GET" not in (rule.methods or ()) or rule.endpoint in ("static", "leaving.leave"):
                continue
            choices = [[uuid.uuid4()] if unreal and name != "country" else self.ids[name] for name in sorted(names)]
            for values in itertools.product(*choices):
                path = rule.rule.replace("<tag:tag>", "en-GB")
                for name, value in zip(sorted(names), values, strict=True):
                    path = re.sub(f"<[a-z]+:{name}>", str(value), path)
                yield rule.endpoint, path, str(values[0]) if values else ""

    def client(self, role: str) -> FlaskClient:
        world = self.scene.world
        if role == "nobody":
            return browser(self.app)
        if role == "stranger":  # a member of the other space, with that sign-in under every name it could have
            client = browser(self.app)
            theirs = people.signed_in(people.member(self.other))
            with self.app.app_context():
                names = {cookies.name_of(kind) for kind in ("member", "staff")}
            for cookie in list((theirs._cookies or {}).values()):
                for name in {cookie.key, *names}:
                    client.set_cookie(name, cookie.value, domain="localhost", secure=True)
            return client
        person = {
            "member": world.watcher, "moderator": world.house.moderators[-1], "lead": world.house.leads[-1],
            "holder": world.readers[0],
        }[role]  # fmt: skip
        return self.signed_in(person)

    def signed_in(self, person: Person) -> FlaskClient:
        with self.app.app_context():
            return self.watching.at(person)

    def visible(self) -> set[str]:
        return self.watching._all_visible()


def get(client: FlaskClient, path: str) -> TestResponse:
    return client.get(path, base_url=HOME, headers=OWN)


@pytest.fixture(scope="module", params=SPACES)
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("walk")
    house = House(readied(make_app(folder, part=request.param))).fill()
    other = readied(make_app(folder / "other", part=next(one for one in SPACES if one != request.param)))
    scene = set_up(house)
    keep_index()
    posts = scene.world.forum.posts
    ids = {
        "thread_id": list({one.thread_id for one in posts}),
        "post_id": [one.id for one in posts],
        "draft_id": scene.drafts,
        "case_id": list(db.session.scalars(sa.select(Case.id))),
        "decision_id": list(db.session.scalars(sa.select(Decision.id))),
        "board_id": [house.board, *db.session.scalars(sa.select(Board.id).limit(1))],
        "country": [COUNTRY],
    }
    db.session.rollback()
    scene.world.context.pop()
    other.config["CLOCK"] = scene.world.now
    yield Walk(scene, other, ids, Watching(scene.world, scene.desk))
    scene.world.context.push()
    scene.world.end()


def test_the_scene_has_a_text_in_every_state(walk: Walk) -> None:
    states = {version.state for post in walk.scene.world.forum.posts for version in post.versions}
    stages = {case.stage for case in walk.scene.world.forum.cases()}
    assert states == {
        "queued", "approved", "changes_requested", "rejected", "withdrawn", "superseded", "lapsed", "held", "unpublished",
    }  # fmt: skip
    assert stages == {"queued", "second_needed", "with_lead", "approving", "held"}
    hidden = set().union(*(words_of(v) for post in walk.scene.world.forum.posts for v in post.versions))
    assert len(walk.visible()) >= 8 and len(hidden - walk.visible()) > 40


@pytest.mark.parametrize("role", ROLES)
def test_invariants_1_2_3_no_get_shows_anybody_a_word_that_is_not_published(walk: Walk, role: str) -> None:
    client, visible = walk.client(role), walk.visible() if role not in ("nobody", "stranger") else set()
    seen: set[str] = set()
    for endpoint, path, which in walk.paths(walk.app):
        words, allowed = words_on(get(client, path)), visible
        held = walk.scene.in_hand
        if role == "holder" and held and endpoint.startswith("review.") and which == str(held.case.id):
            allowed = visible | set().union(*(words_of(one) for one in held.case.post.versions))
        assert words <= allowed, f"{role} {path}"
        seen |= words
    if role not in ("nobody", "stranger"):
        assert len(seen & visible) >= 8, "the walk sees nothing: it cannot fail"
    if role == "holder" and walk.scene.in_hand:
        assert words_of(walk.scene.in_hand.case.head) <= seen


def test_invariant_1_each_writer_sees_their_own_words_and_nobody_elses(walk: Walk) -> None:
    for state, person in walk.scene.authors.items():
        client = walk.signed_in(person)
        own = {word for text in walk.scene.world.typed[person.id] for word in re.findall(r"qu[a-z]{8}[a-z]+", text)}
        seen = set().union(*(words_on(get(client, path)) for endpoint, path, _id in walk.paths(walk.app)
                             if endpoint.startswith(("writing.", "privacy.", "notices."))))  # fmt: skip
        assert seen <= own | walk.visible(), state
        held = state in (
            "held",
            "unpublished",
        )  # what its writer is told follows the duties: not even the text (moderation.md 2.3)
        assert bool(seen & own) != held, f"{state}: the writer does not find their own text"


@pytest.mark.parametrize("role", ["nobody", "member", "moderator", "lead", "stranger"])
def test_invariant_2_what_is_hidden_answers_like_what_never_was(walk: Walk, role: str) -> None:
    client, never = walk.client(role), {}
    for endpoint, path, which in walk.paths(walk.app, unreal=True):
        if which and which != COUNTRY:
            never[endpoint] = bare(get(client, path), which)
    visible = {str(one.id) for one in walk.scene.world.forum.posts if one.visible}
    visible |= {str(one.thread_id) for one in walk.scene.world.forum.posts if one.visible}
    visible |= {str(one) for one in walk.ids["board_id"]}
    compared = 0
    for endpoint, path, which in walk.paths(walk.app):
        if endpoint in never and which not in visible:
            assert bare(get(client, path), which) == never[endpoint], f"{role} {path}"
            compared += 1
    assert compared > 50


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_invariant_1_no_search_finds_a_word_that_is_not_published(walk: Walk, role: str) -> None:
    walker, visible = Walker(walk.app, walk.client(role)), walk.visible()
    found = 0
    for post in walk.scene.world.forum.posts:
        for version in post.versions[:1]:
            word = sorted(words_of(version))[0]
            walker.open("/search").fill("/search", q=word)
            words = words_on(walker.answer) - {word}
            there = post.visible and post.shown is version
            assert bool(words) == there and words <= visible, post
            found += there
    assert found >= 2


def test_invariant_16_no_id_and_no_sign_in_of_one_space_means_anything_in_the_other(walk: Walk) -> None:
    stranger = people.signed_in(people.member(walk.other))
    for endpoint, path, which in walk.paths(walk.other):
        if which and which != COUNTRY:
            answer = get(stranger, path)
            assert answer.status_code in (303, 404) and not words_on(answer), f"{endpoint} {answer.status_code}"
    member = walk.scene.world.watcher
    names = {member.name, *(one.name for one in walk.scene.authors.values())}
    for _endpoint, path, _which in walk.paths(walk.other):
        text = get(stranger, path).get_data().decode("utf-8", "replace")
        assert not [name for name in names if name in text]
    with walk.other.app_context():
        for table in db.metadata.sorted_tables:
            if table.info.get("schema") == "space" and table.name not in ("board",):
                assert not db.session.execute(sa.select(sa.func.count()).select_from(table)).scalar()


@pytest.mark.parametrize("role", ["nobody", "member", "moderator"])
def test_invariant_25_every_page_and_error_carries_the_crisis_block_and_the_exit(walk: Walk, role: str) -> None:
    client, looked_at = walk.client(role), set()
    paths = [*walk.paths(walk.app), *((f"odd {n}", path, "") for n, path in enumerate(ODD))]
    for endpoint, path, _id in paths:
        answer = get(client, path)
        if answer.mimetype == "text/html" and answer.data and (endpoint, answer.status_code) not in looked_at:
            looked_at.add((endpoint, answer.status_code))
            page = parsed(answer.data)
            if endpoint != "leaving.leave":
                assert not page_rules.crisis_band(page) + page_rules.exit_first(page), f"{path} {answer.status_code}"
    assert len(looked_at) > 15


ODD = (
    "/en-GB/threads/no-id", f"/en-GB/threads/{uuid.UUID(int=0)}", "/en-GB/search?s=forged", "/en-GB/boards?p=-1",
    f"/en-GB/write/{uuid.UUID(int=0)}/send", "/xx/boards", "/en-GB/moderate/cases/none", "/en-GB/unanswered?p=9999",
)  # fmt: skip


def bare(answer: TestResponse, which: str) -> tuple[int, str, str]:
    """An answer without the id that was asked for, and the stamp of its forms."""
    text = re.sub(r'(name="stamp" value=")[^"]*', r"\1", answer.get_data(as_text=True))
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers if name not in ("Set-Cookie", "Date"))
    headers = re.sub(r"(Location: .*[?&]\w+=)[\w-]+", r"\1", headers)  # sealed: what it holds is another each time
    return answer.status_code, text.replace(which, ""), headers.replace(which, "")


assert TAG == "/en-GB"
