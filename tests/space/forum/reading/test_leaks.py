"""What nobody has read stands on no page of a reader, in no header and in no error (invariants 1 to 3)."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from support.common.kernel.db import db
from support.space.forum.searching.keeping import refresh
from tests.common.accounts.walking import HOME, OWN, TAG
from tests.people import member, signed_in, staff
from tests.space.forum.published import Written, answer, board, change, gone, quote, thread

CANARY = "Zwitscherling"


@pytest.fixture(scope="module")
def hidden(space: Flask) -> list[Written]:
    """A canary in every place where words are that readers do not get."""
    writer, shown = member(space), thread(member(space), title="Seen by all")
    waiting = thread(writer, title=f"{CANARY} waits", body=f"{CANARY} waits", waits=True)
    below = answer(writer, shown, f"{CANARY} waits below", waits=True)
    changed = change(shown, f"{CANARY} in a change", title=f"{CANARY} in a change", waits=True)
    taken = thread(writer, title=f"{CANARY} taken back", body=f"{CANARY} taken back")
    orphan = answer(writer, taken, f"{CANARY} below what is gone")
    answer(writer, shown, "It was said:", quote=quote(taken))
    gone(taken)
    with space.app_context():
        refresh(db.session())
    return [shown, waiting, below, changed, taken, orphan]


def asked(app: Flask, client: FlaskClient, hidden: list[Written]) -> list[str]:
    """Everything that a browser gets from every reading address, with every id that there is."""
    threads, posts = {one.thread_id for one in hidden}, {one.id for one in hidden}
    paths = ["/boards", "/unanswered", "/following", "/reading", "/search", f"/boards/{board(app)}"]
    paths += [f"/threads/{one}" for one in threads]
    paths += [f"/threads/{hidden[0].thread_id}?show={one}" for one in posts]
    paths += [f"/posts/{one}{ending}" for one in posts for ending in ("", "/quote")]
    found = []
    for path in paths:
        answered = client.get(TAG + path, base_url=HOME, headers=OWN)
        assert answered.status_code in (200, 303, 404)
        found.append(f"{path} {answered.headers} {answered.text}")
    return found


@pytest.mark.parametrize("who", ["nobody", "member", "moderator", "lead"])
def test_no_reading_page_has_unread_words(space: Flask, hidden: list[Written], who: str) -> None:
    if who == "nobody":
        client = space.test_client()
    else:
        client = signed_in(member(space) if who == "member" else staff(space, who))
    faults = [text.partition(" ")[0] for text in asked(space, client, hidden) if CANARY.casefold() in text.casefold()]
    assert not faults


def test_the_way_the_canary_is_looked_for_finds_one(space: Flask, hidden: list[Written]) -> None:
    """Published words are found by the same look: the test above can fail."""
    found = asked(space, signed_in(member(space)), hidden)
    assert [text for text in found if "Seen by all" in text]


@pytest.mark.parametrize("typed", [CANARY, CANARY.lower(), f"{CANARY} waits", "waits below"])
def test_no_search_finds_unread_words(space: Flask, hidden: list[Written], typed: str) -> None:
    client = signed_in(member(space))
    stamp = client.get(f"{TAG}/search", base_url=HOME).text.partition('name="stamp" value="')[2].partition('"')[0]
    sent = client.post(f"{TAG}/search", base_url=HOME, headers=OWN, data={"q": typed, "stamp": stamp})
    found = client.get(sent.headers["Location"], base_url=HOME)
    assert found.status_code == 200
    main = found.text.partition("<main")[2].partition('<ul class="listings">')[2]
    assert CANARY not in main
    assert not [one for one in hidden[1:] if f"/posts/{one.id}" in main]
